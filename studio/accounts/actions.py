"""What changes accounts: the only module that makes owners."""

from allauth.account.models import EmailAddress
from django.db import transaction

from .models import Membership, Project, Team, User


@transaction.atomic
def make_owner(email: str, name: str, password: str | None = None) -> User:
    """A person with a verified address, a team of their own and its first project."""
    user = User.objects.create_user(email, name, password)
    verify(user)
    team = Team.objects.create(name=f"{user.get_short_name()}'s team")
    Membership.objects.create(user=user, team=team, role=Membership.Role.OWNER)
    Project.objects.create(team=team, name="First project")
    return user


@transaction.atomic
def make_member(email: str, name: str, team: Team, role: str = Membership.Role.ARTIST) -> User:
    """A person on an existing team, with a verified address and no password yet."""
    user = User.objects.create_user(email, name)
    verify(user)
    Membership.objects.create(user=user, team=team, role=role)
    return user


def verify(user: User) -> None:
    """Marks the user's address as theirs; without it allauth's second-factor pages turn away silently."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
