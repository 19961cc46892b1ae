"""What a person tries first: kept with the person, so that a list of it can vanish when it is done."""

from .models import User

BEGAN, HIDDEN = "began", "hidden"


def begin(user: User) -> None:
    """From now on the list is shown, until it is done or closed."""
    took(user, BEGAN, is_on=True)


def is_shown(user: User) -> bool:
    """Whether there is still something to try."""
    return BEGAN in user.first_steps and HIDDEN not in user.first_steps


def took(user: User, step: str, *, is_on: bool | None = None) -> None:
    """The person did this; worth a write only while the list is shown, and once."""
    if (is_shown(user) if is_on is None else is_on) and step not in user.first_steps:
        user.first_steps = [*user.first_steps, step]
        User.objects.filter(pk=user.pk).update(first_steps=user.first_steps)
