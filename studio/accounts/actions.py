"""What changes accounts. A person's address counts as verified: the studio has no mail server to ask with."""

from allauth.account.models import EmailAddress
from django.db import transaction

from .activity import record_for_person
from .models import Membership, Project, Team, User


@transaction.atomic
def make_owner(email: str, name: str, password: str | None = None) -> User:
    """A person with a verified address, a team of their own and its first project."""
    user = User.objects.create_user(email, name, password)
    _verify(user)
    team = Team.objects.create(name=f"{user.get_short_name()}'s team")
    Membership.objects.create(user=user, team=team, role=Membership.Role.OWNER)
    Project.objects.create(team=team, name="First project", made_by=user)
    return user


@transaction.atomic
def make_member(email: str, name: str, team: Team, role: str = Membership.Role.ARTIST) -> User:
    """A person on an existing team, with a verified address and no password yet."""
    user = User.objects.create_user(email, name)
    _verify(user)
    Membership.objects.create(user=user, team=team, role=role)
    return user


@transaction.atomic
def change_email(user: User, email: str) -> None:
    """From now on `user` signs in with `email` and no other address."""
    user.email = email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    _verify(user)
    record_for_person("email-changed", user)


def _verify(user: User) -> None:
    """Without a verified address allauth's pages about second factors turn people away in silence."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
