"""Sign-in links for people without a mail server: printed at the console, good for one use."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .actions import make_owner
from .models import SignInLink, User

LIFETIME = timedelta(hours=24)


def issue(user: User | None = None) -> str:
    """The path of a fresh link for `user`; without one it is the link that makes the owner, and the only such."""
    if user is None:
        SignInLink.objects.filter(user=None).delete()
    token = secrets.token_urlsafe(24)
    SignInLink.objects.create(user=user, token_hash=_hash(token), expires_at=timezone.now() + LIFETIME)
    return reverse("link", args=[token])


def find(token: str) -> SignInLink | None:
    """The link, if it can still be used: in time, and for an open account or the first one of all."""
    link = SignInLink.objects.usable().filter(token_hash=_hash(token)).select_related("user").first()
    if link is None:
        return None
    good = link.user.is_active if link.user else not User.objects.exists()
    return link if good else None


def use(link: SignInLink) -> User | None:
    """Uses up the link of an account and returns whose it is; None when somebody was quicker."""
    return link.user if _claim(link) else None


@transaction.atomic
def use_for_owner(link: SignInLink, email: str, name: str, password: str | None) -> User | None:
    """Uses up the first link and makes the owner; None when somebody was quicker."""
    return make_owner(email, name, password) if _claim(link) else None


def _claim(link: SignInLink) -> bool:
    """One UPDATE decides who was first."""
    return SignInLink.objects.usable().filter(pk=link.pk).update(used_at=timezone.now()) == 1


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
