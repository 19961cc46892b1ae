"""Links for people outside the team: how one is made, changed and revoked, found by its address, and opened.

The address holds the link's id, signed; what is stored cannot be turned into an address without the studio's key.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.functional import SimpleLazyObject

from studio.accounts.activity import record
from studio.accounts.changes import announce
from studio.accounts.models import Project, Team, User, in_the_open
from studio.core import clock
from studio.library.models import Asset

from .actions import CannotSay, MayNot, is_speaker
from .models import Guest, ReviewList, ShareLink

SIGNER = SimpleLazyObject(lambda: signing.Signer(sep=".", salt="studio.review.sharing"))
GOOD_FOR = timedelta(days=14)  #: unless somebody says otherwise

Scope = Asset | ReviewList | Project
SCOPES: dict[type, str] = {Asset: "asset", ReviewList: "list", Project: "project"}
"""What a link may open, and the column that says so."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that a link allows or does: its column, how it is asked, and how the table says that it is on."""

    name: str
    label: str
    said: str


SWITCHES = (
    Switch("may_comment", "Comment", "comment"),
    Switch("may_approve", "Approve, or ask for changes", "approve"),
    Switch("may_download", "Download", "download"),
    Switch("shows_versions", "See all versions", "versions"),
    Switch("shows_recipe", "See the recipe", "recipe"),
    Switch("has_watermark", "Watermark with the viewer’s name", "watermark"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a link is to be like. `expires_at` None is never, `most_opened` None as often as one likes."""

    name: str
    expires_at: datetime | None
    most_opened: int | None = None
    may_comment: bool = True
    may_approve: bool = False
    may_download: bool = False
    shows_versions: bool = False
    shows_recipe: bool = False
    has_watermark: bool = False


# Of the team


def links_of(team: Team, viewer: User) -> QuerySet[ShareLink]:
    """The team's links, but for those into what others keep to themselves; newest first."""
    links = ShareLink.objects.of_team(team).select_related("made_by", "asset", "list", "project")
    inside = Q(asset=None) | in_the_open(viewer, "asset__project")
    return links.filter(inside, Q(project=None) | in_the_open(viewer)).newest_first()


@transaction.atomic
def share(by: User, scope: Scope, wanted: Wanted, password: str = "") -> ShareLink:
    """A new link. Raises CannotSay: a guest, somebody else's private project, a wish that cannot be."""
    _may(by, scope.team)
    project = _project_of(scope)
    if project and project.is_private and project.made_by_id != by.pk:
        raise MayNot(f"{project.name} is private: only who made it can share from it.")
    about = {SCOPES[type(scope)]: scope, "team": scope.team, "made_by": by, "password": _sealed(password)}
    link = ShareLink.objects.create(**about, **asdict(_possible(wanted)))
    _write("share-made", link, by)
    return link


@transaction.atomic
def change(by: User, link: ShareLink, wanted: Wanted, password: str | None = None) -> None:
    """Other wishes; a password that is None stays, an empty one is none any more. Raises CannotSay."""
    _may(by, link.team)
    if link.revoked_at:
        raise CannotSay("This link is revoked. Make a new one.")
    fresh = asdict(_possible(wanted)) | ({} if password is None else {"password": _sealed(password)})
    for name, value in fresh.items():
        setattr(link, name, value)
    link.save(update_fields=list(fresh))
    _write("share-changed", link, by)


@transaction.atomic
def revoke(by: User, link: ShareLink) -> None:
    """Nobody sees anything by it from now on; what guests said stays. Raises MayNot."""
    _may(by, link.team)
    if ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now()):
        link.refresh_from_db(fields=["revoked_at"])
        _write("share-revoked", link, by)


# Of the guests


def token_of(link: ShareLink) -> str:
    """The part of the address that cannot be guessed."""
    return SIGNER.sign(link.pk.hex)


def found(token: str) -> ShareLink | None:
    """The link of an address, whatever has become of it; None for an address that is none of ours."""
    try:
        pk = UUID(hex=SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return ShareLink.objects.filter(pk=pk).select_related("made_by", "team", "asset", "list", "project").first()


def opens_with(link: ShareLink, password: str) -> bool:
    """Whether this is its password; a link without one opens to everybody who has its address."""
    return not link.password or check_password(password, link.password)


@transaction.atomic
def opened(link: ShareLink) -> bool:
    """Counts one more browser; False where the link has let in as many as it may."""
    has_room = Q(most_opened=None) | Q(opened__lt=F("most_opened"))
    room = ShareLink.objects.filter(has_room, pk=link.pk, revoked_at=None)
    if not room.update(opened=F("opened") + 1, last_opened_at=clock.now()):
        return False
    _write("share-opened", link, None)
    return True


def introduce(link: ShareLink, name: str) -> Guest:
    """Somebody who gives a name. Raises CannotSay for none, or one that is too long."""
    name, most = " ".join(name.split()), Guest._meta.get_field("name").max_length
    if not 0 < len(name) <= most:
        raise CannotSay(f"Give your name, in 1 to {most} characters, so that the team knows who says it.")
    return Guest.objects.create(link=link, name=name)


# Inside


def _may(by: User, team: Team) -> None:
    if not is_speaker(by, team.pk):
        raise MayNot("Guests look at work and do not share it. An owner or a producer can give you another role.")


def _possible(wanted: Wanted) -> Wanted:
    most = ShareLink._meta.get_field("name").max_length
    if not 0 < len(wanted.name.strip()) <= most:
        raise CannotSay(f"A link has a name of 1 to {most} characters; this one has {len(wanted.name.strip())}.")
    if wanted.expires_at and wanted.expires_at <= clock.now():
        raise CannotSay("This link would have ended before anybody opens it. Choose a later day, or revoke it.")
    if wanted.most_opened is not None and wanted.most_opened < 1:
        raise CannotSay(f"A link can be opened once or more; this one {wanted.most_opened} times. Leave it empty.")
    return wanted


def _sealed(password: str) -> str:
    return make_password(password) if password else ""


def _project_of(scope: Scope) -> Project | None:
    return scope if isinstance(scope, Project) else getattr(scope, "project", None)


def _write(slug: str, link: ShareLink, by: User | None) -> None:
    """Down in the log, where the link's file is; and to the pages of those who look by it."""
    project = link.project_id or (link.asset.project_id if link.asset_id else None)
    record(slug, team=link.team_id, by=by, of=link, words=link.name, project=project)
    announce("share", link.pk, link.team_id)
