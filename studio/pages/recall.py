"""Bringing values back into the composer: of a result, a job that came to nothing, or a preset; all of them or a part.

An address says which: `?remix=<asset>`, `?revise=<asset>` with the words of its open notes, `?change=<job>`,
`?preset=<id>`; `?continue=<clip>~<picture>` and `?extend=<clip>` go on with a clip; `?use=<file>~<control>~<task>` puts
a file into a place; `take=prompt` takes a part; `onto=<draft>` or `onto=last` lays it over what that draft holds, for
the draft's own model, as a new draft: the old one stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from studio.accounts import first_steps
from studio.accounts.current import project_of, team_of
from studio.catalog import registry
from studio.catalog.media_controls import Media, MediaList
from studio.catalog.motion_controls import MotionBrush
from studio.catalog.recipe import Recipe
from studio.forms.carry import Kept
from studio.jobs.models import Draft, Job, Preset
from studio.library.lookup import media_lookup
from studio.library.models import Asset
from studio.library.queries import as_id
from studio.review.models import Note

from .composing import Choice, Composition, carried, settled
from .material import arrow_of
from .onward import EXTEND, FRAME, extension, next_choice
from .remixing import missing_from, restored
from .revising import NOTHING, Revising, prepared
from .revising import kept as kept_revising

LAST = "last"
GIVEN = "given"  #: where a draft holds a recipe that was dropped: {"name", "recipe"}


@dataclass(frozen=True, slots=True)
class Part:
    """What can be taken of somebody's values: by the names of the values, all where none are named."""

    slug: str
    words: str
    values: frozenset[str] = frozenset()

    def of(self, values: Mapping[str, object]) -> dict[str, object]:
        """Only this part of the values."""
        return {name: value for name, value in values.items() if not self.values or name in self.values}


WORDS = ("prompt", "negative_prompt", "sound_prompt", "music_prompt", "speech_text", "shots", "shot_style")
FRAMES = ("first_frame", "last_frame", "keyframes", "input_image", "input_video")
REFERENCES = ("reference_images", "reference_video", "reference_kind", "elements", "voices")

PARTS = {
    part.slug: part
    for part in (
        Part("all", "Everything"),
        Part("prompt", "Only the words", frozenset(WORDS)),
        Part("frames", "Only the frames", frozenset(FRAMES)),
        Part("references", "Only the references", frozenset(REFERENCES)),
    )
}


@dataclass(frozen=True, slots=True)
class Source:
    """What is brought back: how an address names it, what it is called, its route by name and its values.

    `derived_from`: the id of the file that a job with all of it is to be a better one of; empty for none.
    """

    key: str
    id: str
    name: str
    choice: Choice
    values: dict[str, object]
    derived_from: str = ""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """What the composer says about where its values come from. `lost` are those that its model does not take."""

    address: str
    name: str
    of: str
    lost: list[Kept]
    other_ways: list[tuple[str, str]]
    missing: list[str]


Found = tuple[Choice, dict, dict, Draft | None]


def recalled(request: HttpRequest) -> Found | None:
    """Choice, values, kept values and draft, where the address asks for something to be brought back."""
    source = source_of(request, request.GET)
    if source is None:
        return None
    taken = PARTS.get(request.GET.get("take", ""), PARTS["all"]).of(source.values)
    below = _below(request)
    return (source.choice, taken, {}, None) if below is None else _laid_over(request, source, taken, below)


def source_of(request: HttpRequest, asked: Mapping[str, str]) -> Source | None:
    """The one thing that the parameters name; 404 where it is not to be seen."""
    for key, found in SOURCES.items():
        if id := asked.get(key):
            return found(request, key, id)
    return None


def revised(request: HttpRequest) -> Revising | None:
    """What the job is to be a better one of, where the address brings something back: all of it, and it is that; a part
    of it, laid over a draft, and it is what the draft was."""
    source = source_of(request, request.GET)
    if source is None:
        return None
    if source.derived_from and request.GET.get("take", "all") == "all":
        return Revising(source.derived_from)
    below = _below_use(request) if source.key in SILENT else _below(request)
    return kept_revising(below.values) if below else NOTHING


def ribbon(request: HttpRequest, composition: Composition) -> Ribbon | None:
    """Said as long as the page that was opened for it is open: the page posts back the address it came from."""
    asked = dict(parse_qsl(request.POST.get("recalled", ""))) or {
        key: request.GET[key] for key in (*SOURCES, "take", "onto") if request.GET.get(key)
    }
    try:
        source = source_of(request, asked)
    except Http404:  # it has been deleted meanwhile; what it gave is in the form
        source = None
    if source is None or source.key in SILENT:
        return None
    taken = PARTS.get(asked.get("take", ""), PARTS["all"]).of(source.values)
    names = {registry.control_of(name).name for name in taken}
    lost = [row for row in composition.kept_rows if row.name in names]
    made_with = registry.get(source.choice.model).name
    missing = list(missing_from(taken, team_of(request), request.user))
    return Ribbon(urlencode(asked), source.name, made_with, lost, _other_ways(request, source, asked), missing)


def _other_ways(request: HttpRequest, source: Source, asked: Mapping[str, str]) -> list[tuple[str, str]]:
    """The other parts, and the model that one had before: words and addresses."""
    mine = {source.key: source.id}
    before = _draft(request, asked.get("onto") or LAST)
    own = registry.get(before.model) if before else None
    ways = []
    if asked.get("onto") and asked.get("take", "all") == "all":
        ways.append((f"With {registry.get(source.choice.model).name}", mine))
    elif own and (before.model, before.task) != (source.choice.model, source.choice.task):
        ways.append((f"Everything, for {own.name}", mine | {"onto": LAST}))
    if own:
        parts = (part for part in PARTS.values() if part.values and part.of(source.values))
        ways += [(part.words, mine | {"take": part.slug, "onto": LAST}) for part in parts]
    here = dict(asked)
    return [(words, f"{reverse('create')}?{urlencode(to)}") for words, to in ways if to != here]


def _laid_over(request: HttpRequest, source: Source, taken: dict, below: Draft) -> Found:
    """What the draft's route takes goes over what is there; the rest is kept."""
    choice = settled(below.model, below.task, below.provider)
    over = carried(Composition(source.choice, taken, {}, media_lookup(team_of(request), request.user)), choice)
    is_whole = len(taken) == len(source.values)
    news = over.values if is_whole else {name: over.values[name] for name in taken if name in over.values}
    typed, kept = below.values.get("typed", {}), below.values.get("kept", {})
    return choice, {**typed, **news}, {**kept, **over.kept}, None


def _below(request: HttpRequest) -> Draft | None:
    return _draft(request, request.GET["onto"]) if request.GET.get("onto") else None


def _draft(request: HttpRequest, named: str) -> Draft | None:
    """One's own draft of that id, else the last one of this project."""
    mine = Draft.objects.visible_to(request.user)
    last = mine.filter(project=project_of(request)).newest_first().first
    return mine.filter(pk=as_id(named)).first() or last()


# What can be brought back


def _asset(request: HttpRequest, key: str, id: str) -> Source:
    """Everything of a result that may be seen, input files included."""
    asset = get_object_or_404(Asset.objects.visible_to(request.user).exclude(recipe=None), pk=as_id(id))
    first_steps.took(request.user, "remix")
    source = _of_recipe(request, key, id, asset.name, Recipe.from_json(asset.recipe))
    return replace(source, derived_from=str(asset.pk))


def _revised(request: HttpRequest, key: str, id: str) -> Source:
    """The same, with the words of the notes that are open on it."""
    source = _asset(request, key, id)
    origin = Asset.objects.get(pk=source.derived_from)
    return replace(source, values=prepared(source.values, origin, request.user))


def _job(request: HttpRequest, key: str, id: str) -> Source:
    """What a job was to be, so that it can be mended."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=as_id(id))
    recipe = job.frozen_recipe()
    return replace(_of_recipe(request, key, id, job.title, recipe), derived_from=recipe.derived_from or "")


def _preset(request: HttpRequest, key: str, id: str) -> Source:
    row = get_object_or_404(Preset.objects.visible_to(request.user).kept(), pk=as_id(id))
    return _of_recipe(request, key, id, row.name, Recipe(row.model, row.task, row.provider, row.values))


GONE_BY = ("last_frame", "keyframes", "input_image", "input_video", "takes", "series")
"""Values of a clip that are not those of the one after it."""


def _continued(request: HttpRequest, key: str, id: str) -> Source:
    """The recipe of a clip, with one of its last frames in front: the next clip begins there."""
    clip_id, _, picture_id = id.partition("~")
    clip = _clip(request, clip_id)
    picture = get_object_or_404(Asset.objects.visible_to(request.user).filter(kind="image"), pk=as_id(picture_id))
    choice, values = next_choice(clip), {}
    if clip.recipe:
        recipe = Recipe.from_json(clip.recipe)
        before = settled(recipe.model, recipe.task, recipe.provider)
        kept = {name: value for name, value in recipe.values.items() if name not in GONE_BY}
        own = restored(kept, team_of(request), request.user)
        values = carried(Composition(before, own, {}, media_lookup(team_of(request), request.user)), choice).values
    return Source(key, id, clip.name, choice, values | {FRAME: {"asset": str(picture.pk)}})


def _extended(request: HttpRequest, key: str, id: str) -> Source:
    """A clip that its provider lengthens itself; for what cannot be extended there is no such address."""
    clip = _clip(request, id)
    if not extension(clip).url:
        raise Http404("Its provider cannot extend this clip.")
    recipe = Recipe.from_json(clip.recipe)
    words = {"prompt": recipe.values["prompt"]} if recipe.values.get("prompt") else {}
    choice = Choice(recipe.model, EXTEND, recipe.provider)
    return Source(key, id, clip.name, choice, words | {"input_video": {"asset": str(clip.pk)}})


def _clip(request: HttpRequest, id: str) -> Asset:
    clips = Asset.objects.visible_to(request.user).of_team(team_of(request)).filter(kind="video")
    return get_object_or_404(clips, pk=as_id(id))


def _used(request: HttpRequest, key: str, id: str) -> Source:
    """The last draft of this project, in that task, with the file in the place of that name."""
    pk, name, task = (id.split("~") + ["", ""])[:3]
    seen = Asset.objects.visible_to(request.user).of_team(team_of(request)).kept()
    asset, draft = get_object_or_404(seen, pk=as_id(pk)), _draft(request, LAST)
    choice = settled(draft and draft.model, task, draft and draft.provider)
    control = choice.route.control(name)
    if not isinstance(control, Media) or choice.task != task:
        raise Http404("The composer has no such place for a file.")
    values, given = _typed(request, draft, choice), {"asset": str(asset.pk)}
    has = [item for item in values.get(name) or [] if item != given] if isinstance(control, MediaList) else []
    news = [*has, given] if isinstance(control, MediaList) else given
    return Source(key, id, asset.name, choice, values | {name: news})


def _moving(request: HttpRequest, key: str, id: str) -> Source:
    """The same with a note's arrow: `<note>~<frame>~<mask>`, a picture to paint on, and one brush more on it."""
    note_id, picture_id, mask_id, name, task = (id.split("~") + [""] * 4)[:5]
    seen = Asset.objects.visible_to(request.user).of_team(team_of(request)).kept().filter(kind="image")
    picture, mask = (get_object_or_404(seen, pk=as_id(pk)) for pk in (picture_id, mask_id))
    note = get_object_or_404(Note.objects.visible_to(request.user).said(), pk=as_id(note_id))
    source = _used(request, key, f"{picture.pk}~{FRAME}~{task}")
    control, before = source.choice.route.control(name), _below_use(request)
    if not isinstance(control, MotionBrush) or not (path := arrow_of(note, picture)):
        raise Http404("The composer has no motion brush for this.")
    is_same = before and before.values.get("typed", {}).get(FRAME) == source.values[FRAME]
    brushes = (source.values.get(name) or {}).get("brushes", []) if is_same else []
    brush = {"mask": {"asset": str(mask.pk)}, "path": path}
    value = {"static_mask": None, "brushes": [*brushes[: control.brushes - 1], brush]}
    return replace(source, values=source.values | {name: value})


def _below_use(request: HttpRequest) -> Draft | None:
    """The draft that a file is put into."""
    return _draft(request, LAST)


def _typed(request: HttpRequest, draft: Draft | None, choice: Choice) -> dict[str, object]:
    """What the draft holds, as far as the other choice takes it."""
    if draft is None:
        return {}
    before = settled(draft.model, draft.task, draft.provider)
    seen = media_lookup(team_of(request), request.user)
    return carried(Composition(before, draft.values.get("typed", {}), {}, seen), choice).values


def _given(request: HttpRequest, key: str, id: str) -> Source:
    """A recipe that was dropped as a file: kept in a draft (restoring.py)."""
    row = get_object_or_404(Draft.objects.visible_to(request.user).filter(values__has_key=GIVEN), pk=as_id(id))
    given = row.values[GIVEN]
    return _of_recipe(request, key, id, given["name"], Recipe.from_json(given["recipe"]))


def _of_recipe(request: HttpRequest, key: str, id: str, name: str, recipe: Recipe) -> Source:
    choice = settled(recipe.model, recipe.task, recipe.provider)
    return Source(key, id, name, choice, restored(recipe.values, team_of(request), request.user))


SOURCES: dict[str, Callable[[HttpRequest, str, str], Source]] = {
    "remix": _asset,
    "revise": _revised,
    "change": _job,
    "preset": _preset,
    "restore": _given,
    "continue": _continued,
    "extend": _extended,
    "use": _used,
    "moves": _moving,
}
"""By the parameter that names one."""

SILENT = ("use", "moves")
"""Those that bring one file and no recipe: there is nothing to say of where the values come from."""
