"""Where files go on the page: one place, a tray of several, the rows of elements and of faces. What templates draw.

A picture or a sound of ours is an asset that may be looked up; a file that only the provider knows is its handle.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.forms import BoundField

from studio.catalog.cast_controls import Elements, Faces
from studio.catalog.media_controls import Limits, MediaList
from studio.catalog.turns import MOST as MOST_FACES
from studio.forms.parts import free_faces
from studio.library.models import Asset

Found = Mapping[str, Asset]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place for one file. It has `media`, `accepts` and `required` like the control that it draws.

    `finds`: the page has the dialog in which a file can be found. `closed`: a file alone is not enough; it goes
    into the form that asks for the rest, and what came of it is put in.
    """

    id: str
    name: str
    label: str
    media: str
    accepts: Limits
    value: dict | None
    found: Found = field(default_factory=dict)
    required: bool = False
    finds: bool = False
    closed: bool = False

    @property
    def json(self) -> str:
        """What the hidden input holds."""
        return json.dumps(self.value) if self.value else ""

    @property
    def picture(self) -> Asset | None:
        asset = self.value.get("asset") if self.value else None
        return self.found.get(asset) if isinstance(asset, str) else None

    @property
    def handle(self) -> str:
        """The provider's own id or address, where that is what was given."""
        return self.value.get("handle", "") if self.value else ""

    @property
    def stands_for(self) -> str:
        """The file by name; one of the provider's by the name that it has in the prompt, or by its id."""
        return self.picture.name if self.picture else (self.value or {}).get("name") or self.handle


@dataclass(frozen=True, slots=True)
class Tile:
    """One file of a tray: its place, its role where there are roles, and whether a prompt means it."""

    place: Place
    role: str
    is_mentioned: bool

    @property
    def name(self) -> str:
        """The name by which a prompt means it; empty where it has none."""
        return (self.place.value or {}).get("name", "")

    @property
    def sound(self) -> str:
        """The address of a recording of ours."""
        found = self.place.picture
        return found.original_url if found and found.kind == "audio" else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tray:
    """Files in order, at most `most`.

    `named`: a prompt means them by their names; `unmentioned` are the places, from 0, of those that none does.
    """

    id: str
    name: str
    label: str
    media: str
    accepts: Limits
    value: list
    most: int
    roles: tuple[str, ...] = ()
    handles: bool = False
    found: Found = field(default_factory=dict)
    unmentioned: frozenset[int] = frozenset()
    named: bool = False

    @property
    def json(self) -> str:
        return json.dumps(self.value) if self.value else ""

    @property
    def tiles(self) -> list[Tile]:
        """Each file; its role is the first of the roles where none is said."""
        return [
            Tile(self._place(at, item), self._role(item), at not in self.unmentioned)
            for at, item in enumerate(self.value)
        ]

    @property
    def has_room(self) -> bool:
        return len(self.value) < self.most

    def _place(self, at: int, item: object) -> Place:
        value = item if isinstance(item, dict) else None
        own = {"id": f"{self.id}-{at}", "name": "", "label": f"{self.label} {at + 1}"}
        return Place(**own, media=self.media, accepts=self.accepts, value=value, found=self.found)

    def _role(self, item: object) -> str:
        return (isinstance(item, dict) and item.get("role")) or (self.roles[0] if self.roles else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One element or one face: its number, its words, and its places. The last row of a control is empty.

    `own_face` is the face that is meant where a row says none.
    """

    number: int
    prefix: str
    id: str
    words: Mapping[str, object]
    front: Place | None = None
    views: Tray | None = None
    video: Place | None = None
    voice: Place | None = None
    audio: Place | None = None
    own_face: int = 0

    @property
    def is_new(self) -> bool:
        return not self.words

    @property
    def number_words(self) -> str:
        return str(self.number)

    @property
    def chosen_face(self) -> str:
        """The option of the list of faces: a place, or `id:` and its own id; empty while the row is not begun."""
        face = self.words.get("face", "")
        return f"id:{face}" if face and isinstance(face, str) else str(face)

    @property
    def title(self) -> str:
        return str(self.words.get("name") or self.words.get("handle") or "") if self.words else ""


def parsed(bound: BoundField) -> object:
    """The value that a field holds, however it was posted; None where it is none."""
    value = bound.value()
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "null")
    except (ValueError, RecursionError):
        return value


def _found(bound: BoundField) -> Found:
    return getattr(bound.field, "found", {})


def place_of(bound: BoundField) -> Place:
    """The place of a control for one file."""
    control, value = bound.field.control, parsed(bound)
    return Place(
        id=bound.auto_id,
        name=bound.html_name,
        label=control.label,
        media=control.media,
        accepts=control.accepts,
        value=value if isinstance(value, dict) else None,
        found=_found(bound),
        required=control.required,
        finds=True,
    )


def tray_of(bound: BoundField) -> Tray:
    """The tray of a control for several files."""
    control: MediaList = bound.field.control
    value = parsed(bound)
    return Tray(
        id=bound.auto_id,
        name=bound.html_name,
        label=control.label,
        media=control.media,
        accepts=control.accepts,
        value=value if isinstance(value, list) else [],
        most=control.most,
        roles=control.roles,
        handles=control.media == "audio",
        found=_found(bound),
    )


def element_rows(bound: BoundField) -> list[Row]:
    """The elements that are given, and an empty row where there is room for one more."""
    control: Elements = bound.field.control
    return [_element(control, bound, at, item) for at, item in _with_room(parsed(bound), control.most)]


def face_rows(bound: BoundField) -> list[Row]:
    """The faces that speak, and an empty row where there is room for one more."""
    control: Faces = bound.field.control
    rows = list(_with_room(parsed(bound), max(control.most, MOST_FACES)))
    own = next(iter(free_faces([item for _, item in rows])), 0)
    return [replace(_face(control, bound, at, item), own_face=own) for at, item in rows]


def _with_room(value: object, most: int) -> Iterable[tuple[int, dict]]:
    items = [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []
    return enumerate(items + [{}] * (len(items) < most))


FILES = {
    "front": ("Front", "image"),
    "video": ("Clip", "video"),
    "voice": ("Voice", "audio"),
    "audio": ("Speech", "audio"),
}
"""The parts of a row that are files: how they are called, and what they are."""


def _part(bound: BoundField, at: int, item: dict, part: str, accepts: Limits) -> Place:
    """A voice is kept with the name of who agreed, which a file does not say: its place is closed."""
    value, (label, media) = item.get(part), FILES[part]
    return Place(
        id=f"{bound.auto_id}-{at}-{part}",
        name=f"{bound.html_name}.{at}.{part}",
        label=label,
        media=media,
        accepts=accepts,
        value=value if isinstance(value, dict) else None,
        found=_found(bound),
        finds=part != "voice",
        closed=part == "voice",
    )


def _element(control: Elements, bound: BoundField, at: int, item: dict) -> Row:
    views = item.get("views")
    tray = Tray(
        id=f"{bound.auto_id}-{at}-views",
        name=f"{bound.html_name}.{at}.views",
        label="View",
        media="image",
        accepts=control.accepts,
        value=views if isinstance(views, list) else [],
        most=control.views[1],
        found=_found(bound),
    )
    return Row(
        number=at + 1,
        prefix=f"{bound.html_name}.{at}",
        id=f"{bound.auto_id}-{at}",
        words=item,
        front=_part(bound, at, item, "front", control.accepts),
        views=tray if control.views[1] else None,
        video=_part(bound, at, item, "video", control.clips) if control.videos else None,
        voice=_part(bound, at, item, "voice", Limits()) if control.voices else None,
    )


def _face(control: Faces, bound: BoundField, at: int, item: dict) -> Row:
    return Row(
        number=at + 1,
        prefix=f"{bound.html_name}.{at}",
        id=f"{bound.auto_id}-{at}",
        words=item,
        audio=_part(bound, at, item, "audio", control.accepts),
    )
