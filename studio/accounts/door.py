"""What happens at the door is written down: who signed in and out, and what was changed about how they do."""

from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import Signal

from .activity import record_for_person
from .models import User

HEARD: dict[Signal, str] = {
    user_logged_in: "signed-in",
    user_logged_out: "signed-out",
    password_changed: "password-changed",
    password_set: "password-changed",
    authenticator_added: "second-step-added",
    authenticator_removed: "second-step-removed",
}
"""What others say, Django and allauth, and which verb that is."""


def listen() -> None:
    """From now on. Called once, when the studio is put together."""
    for signal in HEARD:
        signal.connect(_write, dispatch_uid="studio.accounts.door")


def _write(sender: object, signal: Signal, user: User | None = None, **about: object) -> None:
    """Nobody signs out whose session was over already."""
    if user is not None and user.pk:
        record_for_person(HEARD[signal], user)
