"""Who comes by a share link: what they see of it, and how long their browser is let in.

A link is open until it is revoked, until its time is over, or until who made it is not on the team any more or is a
guest of it. Opening it counts once for a browser, which then stays for STAYS; the number of openings that a link
allows keeps new browsers out, not those that are in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from studio.core import clock
from studio.library.models import Asset
from studio.library.queries import AssetQuerySet

from .models import Guest, Listed, Note, NoteQuerySet, ShareLink, sees_internal

KEPT = "share_links"  #: in a session: {hex of the link: {"since": seconds since 1970, "key": …, "guest": hex or None}}
STAYS = timedelta(hours=24)


def is_open(link: ShareLink) -> bool:
    """Whether anybody may still look by it."""
    if link.revoked_at or (link.expires_at and link.expires_at <= clock.now()):
        return False
    return sees_internal(link.made_by, link.team_id)


# What is seen


def files_of(link: ShareLink) -> AssetQuerySet:
    """All that it shows: of what who made it sees, what is not in the bin and lies in its scope now."""
    seen = Asset.objects.visible_to(link.made_by).filter(team=link.team_id).kept()
    scope = next(name for name in SCOPES if getattr(link, f"{name}_id"))
    return SCOPES[scope](link, seen)


def in_order(link: ShareLink, files: AssetQuerySet) -> AssetQuerySet:
    """As they are walked through: a list in its own order, else the newest first."""
    if link.list_id:
        return files.filter(review_places__list=link.list_id).order_by("review_places__place", "review_places__id")
    return files.filter(_newest_version(files)).newest_first()


def versions_of(asset: Asset, files: AssetQuerySet) -> AssetQuerySet:
    """The versions of a file among these, itself too, the newest first."""
    same = Q(pk=asset.pk) | (Q(stack=asset.stack) if asset.stack else Q())
    return files.filter(same).order_by("-version", "-created_at")


def _one(link: ShareLink, seen: AssetQuerySet) -> AssetQuerySet:
    stack = link.asset.stack if link.shows_versions else None
    return seen.filter(Q(pk=link.asset_id) | Q(stack=stack)) if stack else seen.filter(pk=link.asset_id)


def _listed(link: ShareLink, seen: AssetQuerySet) -> AssetQuerySet:
    on_it = Q(Exists(Listed.objects.filter(list=link.list_id, asset=OuterRef("pk"))))
    if link.shows_versions:
        on_it |= Q(stack__in=seen.filter(on_it, stack__isnull=False).order_by().values("stack"))
    return seen.filter(on_it)


def _in_project(link: ShareLink, seen: AssetQuerySet) -> AssetQuerySet:
    files = seen.results().filter(project=link.project_id)
    return files if link.shows_versions else files.filter(_newest_version(files))


def _newest_version(files: AssetQuerySet) -> Q:
    later = files.order_by().filter(stack=OuterRef("stack"), version__gt=OuterRef("version"))
    return ~Q(Exists(later))


SCOPES: Mapping[str, Callable[[ShareLink, AssetQuerySet], AssetQuerySet]] = {
    "asset": _one,
    "list": _listed,
    "project": _in_project,
}
"""What each kind of scope shows, by the link's column."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who looks by a link; `guest` once they gave a name. After `until` their browser has to open it anew."""

    link: ShareLink
    guest: Guest | None
    until: datetime

    @property
    def is_named(self) -> bool:
        """Whether the watermark knows whose it is, where there is to be one."""
        return self.guest is not None or not self.link.has_watermark

    @property
    def files(self) -> AssetQuerySet:
        return files_of(self.link)

    def sees(self, asset: Asset) -> bool:
        return self.files.filter(pk=asset.pk).exists()

    def notes_on(self, asset: Asset) -> NoteQuerySet:
        """What is said of the file to everybody: nothing that is internal."""
        return Note.objects.on(asset).said().filter(is_internal=False)


def may(guest: Guest, asset: Asset, switch: str) -> bool:
    """Whether a guest may do now what a switch of their link allows, with this file."""
    link = ShareLink.objects.select_related("made_by", "asset").get(pk=guest.link_id)
    return getattr(link, switch) and is_open(link) and files_of(link).filter(pk=asset.pk).exists()


def links_showing(asset: Asset) -> list[ShareLink]:
    """The open links by which somebody may see the file right now."""
    about = Q(asset=asset) | Q(project=asset.project_id) | Q(list__listed__asset=asset)
    if asset.stack:
        same = Q(asset__stack=asset.stack) | Q(list__listed__asset__stack=asset.stack)
        about |= Q(shows_versions=True) & same
    links = ShareLink.objects.filter(about, team=asset.team_id, revoked_at=None, opened__gt=0).distinct()
    found = links.select_related("made_by", "asset").order_by("pk")
    return [each for each in found if is_open(each) and files_of(each).filter(pk=asset.pk).exists()]


# Whose browser


def let_in(session: Mapping, link: ShareLink, guest: Guest | None = None) -> None:
    """From now on this browser looks by the link."""
    since = _kept(session, link).get("since", clock.now().timestamp())
    entry = {"since": since, "key": _key(link), "guest": guest.pk.hex if guest else None}
    session[KEPT] = {**session.get(KEPT, {}), link.pk.hex: entry}


def visitor_of(session: Mapping, link: ShareLink) -> Visitor | None:
    """Who looks by the link in this browser; None where it was not let in, or not for now."""
    kept = _kept(session, link)
    if not kept or not is_open(link) or not constant_time_compare(kept["key"], _key(link)):
        return None
    until = datetime.fromtimestamp(kept["since"], UTC) + STAYS
    if until <= clock.now():
        return None
    guest = Guest.objects.filter(pk=UUID(hex=kept["guest"]), link=link).first() if kept["guest"] else None
    return Visitor(link, guest, min(until, link.expires_at or until))


def _kept(session: Mapping, link: ShareLink) -> dict:
    return session.get(KEPT, {}).get(link.pk.hex, {})


def _key(link: ShareLink) -> str:
    """Another password shuts out who came in with the one before."""
    return salted_hmac("studio.review.visitors", link.password).hexdigest()[:32]
