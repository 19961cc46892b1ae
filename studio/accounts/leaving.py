"""Who may go from a team, and who may send somebody away. Their work stays where it is, under their name."""

from django.db import transaction

from .activity import record
from .changes import announce
from .models import Membership, Team, User
from .permissions import MANAGERS

OWNER = Membership.Role.OWNER


class MayNotGo(ValueError):
    """A sentence: why not, and what to do first."""


def why_not(by: User, membership: Membership) -> str:
    """Empty where this person may end the membership: one's own, or, for owners and producers, another's."""
    team, mine = membership.team, Membership.objects.filter(team=membership.team, user=by).first()
    if mine is None or (mine.pk != membership.pk and mine.role not in MANAGERS):
        return "Only owners and producers take somebody else off the team."
    if membership.role == OWNER and mine.role != OWNER:
        return "Only an owner takes an owner off the team."
    if membership.role == OWNER and _owners(team) == 1:
        return f"{membership.user} is the only owner of {team}: make somebody else an owner first."
    return ""


def _owners(team: Team) -> int:
    return Membership.objects.filter(team=team, role=OWNER).count()


@transaction.atomic
def end(by: User, membership: Membership) -> None:
    """The person is off the team at once, on every page that is open. Raises MayNotGo."""
    now = Membership.objects.select_for_update().select_related("team", "user").get(pk=membership.pk)
    if reason := why_not(by, now):
        raise MayNotGo(reason)
    pk, person, team = str(now.pk), now.user, now.team
    now.delete()
    record("person-left" if by == person else "person-removed", team=team, by=by, of=person, words=str(person))
    announce("membership", pk, team.pk)
