"""A link as a test needs it, and a browser that was let in by it."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from studio.core import clock
from studio.review import sharing
from studio.review.models import ShareLink
from studio.review.sharing import Wanted


def wanted(**more: object) -> Wanted:
    return Wanted(**{"name": "For the client", "expires_at": clock.now() + timedelta(days=14)} | more)


def made(by, scope, password: str = "", **more: object) -> ShareLink:
    return sharing.share(by, scope, wanted(**more), password)


def address(link: ShareLink) -> str:
    return reverse("shared", args=[sharing.token_of(link)])


def enter(link: ShareLink, **given: str) -> Client:
    """A browser that opened the link."""
    client = Client()
    answer = client.post(address(link), given)
    assert answer.status_code == 302, answer.content.decode()
    return client


def media(link: ShareLink, asset, variant: str = "poster") -> str:
    return reverse("shared-media", args=[link.pk, asset.pk, variant])
