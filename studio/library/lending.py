"""Addresses at which a provider may fetch one file of ours for a while. Signed: nobody can guess or change one."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from .models import Asset

SIGNER = SimpleLazyObject(lambda: signing.TimestampSigner(sep=".", salt="studio.library.lending"))

GOOD_FOR_S = 24 * 3600
"""A provider fetches its inputs when it begins; a day is as long as a job may wait there."""


def address_of(asset: Asset) -> str | None:
    """Where the original can be fetched from outside; None for a studio that has no address there."""
    if not settings.HOOKS_URL:
        return None
    return settings.HOOKS_URL + reverse("lent", args=[SIGNER.sign(asset.pk.hex)])


async def lent(token: str) -> Asset | None:
    """The asset of an address; None for one that we did not give, or too long ago."""
    try:
        pk = UUID(SIGNER.unsign(token, max_age=GOOD_FOR_S))
    except (signing.BadSignature, ValueError):
        return None
    return await Asset.objects.filter(pk=pk).afirst()
