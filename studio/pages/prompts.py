"""The sheet of prompts: earlier ones, the team's, worked examples, and the dialogue form. What is chosen comes back as
<use-prompt>, which gives it to the composer's prompt."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from studio.accounts.current import team_of
from studio.accounts.models import Team, User
from studio.accounts.permissions import member
from studio.catalog.sources import Source
from studio.jobs import presets
from studio.jobs.models import Filling, Job, SavedPrompt
from studio.library.queries import as_id

from .worked_examples import BY_SLUG, EXAMPLES
from .writing import VERBS, Line, dialogue, filled, variables

TABS = {"earlier": "Earlier", "team": "The team’s", "examples": "Examples", "dialogue": "Dialogue"}
EARLIER = 50  #: prompts that are looked back on
LOOKED_THROUGH = 300  #: jobs, of which many may have had the same words
DIALOGUE = "dialogue"
MOST_LINES = 6
LONGEST_VALUE = 2_500  #: characters of what is filled in for one variable


@dataclass(frozen=True, slots=True)
class Gap:
    """A variable and what it was filled with last."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A prompt as the sheet shows it. `key` names it in the form; `row` is the saved one, where it is one."""

    key: str
    name: str
    text: str
    gaps: tuple[Gap, ...] = ()
    row: SavedPrompt | None = None
    may_change: bool = False
    source: Source | None = None
    output: str = ""


@require_GET
@member
@vary_on_headers("HX-Request")
def prompts(request: HttpRequest) -> HttpResponse:
    """One tab of the sheet."""
    tab = request.GET.get("tab", "earlier")
    return _sheet(request, tab if tab in TABS else "earlier")


@require_GET
@member
def earlier(request: HttpRequest) -> JsonResponse:
    """One's own prompts, newest first, for Alt and the arrow keys."""
    return JsonResponse({"prompts": earlier_prompts(request.user, team_of(request))})


@require_POST
@member
def keep(request: HttpRequest) -> HttpResponse:
    """A new prompt of the team's."""
    name, text = request.POST.get("name", ""), request.POST.get("text", "")
    try:
        made = presets.keep_prompt(request.user, team_of(request), name, text)
    except presets.CannotKeep as error:
        return _sheet(request, "team", wrong=str(error), name=name, text=text, status=422)
    return _sheet(request, "team", said=f"{made.name} is kept for the team.")


@require_POST
@member
def change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Another name or other words."""
    row = _mine(request, pk)
    name, text = request.POST.get("name", ""), request.POST.get("text", "").replace("\r\n", "\n").strip()
    try:
        presets.change(request.user, row, name, text=text or row.text)
    except presets.CannotKeep as error:
        return _sheet(request, "team", wrong=str(error), status=422)
    return _sheet(request, "team", said=f"{row.name} is saved.")


@require_POST
@member
def delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Out of the list, with a way back."""
    row = _mine(request, pk)
    presets.delete(request.user, row)
    return _sheet(request, "team", said=f"{row.name} is deleted.", undo=row)


@require_POST
@member
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Back in the list."""
    row = get_object_or_404(_all(request), pk=pk)
    presets.restore(request.user, row)
    return _sheet(request, "team", said=f"{row.name} is back.")


@require_POST
@member
def fill(request: HttpRequest) -> HttpResponse:
    """A prompt with its variables filled in; the values are remembered for the next time."""
    key = request.POST.get("of", "")
    text = _text_of(request, key)
    values = {name: request.POST.get(f"value-{name}", "")[:LONGEST_VALUE] for name in variables(text)}
    presets.remember_filling(request.user, key, values)
    return _used(request, filled(text, values))


@require_POST
@member
def speak(request: HttpRequest) -> HttpResponse:
    """The dialogue form: kept as it is typed, and written out; `use` gives it to the prompt."""
    typed = _dialogue_of(request.POST)
    presets.remember_filling(request.user, DIALOGUE, typed)
    if "use" in request.POST:
        return _used(request, _written(typed))
    return render(request, "prompts/page.html#dialogue", _dialogue_context(typed))


def _used(request: HttpRequest, text: str) -> HttpResponse:
    add = bool(request.POST.get("add"))
    return render(request, "prompts/page.html#use", {"text": text, "add": add})


# What there is


def earlier_prompts(user: User, team: Team) -> list[str]:
    """What this person has sent, newest first, each once."""
    jobs = Job.objects.visible_to(user).filter(team=team, owner=user).newest_first()
    texts = (words for recipe in jobs.values_list("recipe", flat=True)[:LOOKED_THROUGH] for words in _words_of(recipe))
    return list(dict.fromkeys(texts))[:EARLIER]


def _words_of(recipe: dict) -> Iterator[str]:
    """The prompt; of shots, theirs."""
    values = recipe.get("values", {})
    shots = [shot.get("prompt") for shot in values.get("shots", ()) if isinstance(shot, dict)]
    yield from (text for text in (values.get("prompt"), *shots) if isinstance(text, str) and text.strip())


def _all(request: HttpRequest):
    return SavedPrompt.objects.visible_to(request.user).of_team(team_of(request)).select_related("owner", "team")


def _mine(request: HttpRequest, pk: uuid.UUID) -> SavedPrompt:
    return get_object_or_404(_all(request).kept(), pk=pk)


def _text_of(request: HttpRequest, key: str) -> str:
    """Of an example by its slug, of a saved prompt by its id."""
    if key in BY_SLUG:
        return BY_SLUG[key].text
    row = _all(request).kept().filter(pk=as_id(key)).first()
    if row is None:
        raise Http404("This prompt is not there any more.")
    return row.text


# The sheet


def _sheet(request: HttpRequest, tab: str, *, status: int = 200, **said: object) -> HttpResponse:
    template = "prompts/page.html#sheet" if request.htmx else "prompts/page.html"
    context = {"tab": tab, "tabs": TABS} | CONTENTS[tab](request) | said
    return render(request, template, context, status=status)


def _earlier(request: HttpRequest) -> dict:
    texts = earlier_prompts(request.user, team_of(request))
    return {"prompts": [Shown(f"earlier-{at}", "", text) for at, text in enumerate(texts)]}


def _of_team(request: HttpRequest) -> dict:
    before = _fillings(request.user)
    rows = _all(request).kept()
    return {"prompts": [_shown(request, row, before.get(str(row.pk), {})) for row in rows]}


def _shown(request: HttpRequest, row: SavedPrompt, before: dict[str, str]) -> Shown:
    gaps = _gaps(row.text, before)
    return Shown(str(row.pk), row.name, row.text, gaps, row, presets.may_change(request.user, row))


def _examples(request: HttpRequest) -> dict:
    before = _fillings(request.user)

    def shown(each) -> Shown:
        gaps = _gaps(each.text, {**each.usual, **before.get(each.slug, {})})
        return Shown(each.slug, each.title, each.text, gaps, source=each.source, output=each.output)

    return {"prompts": [shown(each) for each in EXAMPLES]}


def _gaps(text: str, before: dict[str, str]) -> tuple[Gap, ...]:
    return tuple(Gap(name, before.get(name, "")) for name in variables(text))


def _fillings(user: User) -> dict[str, dict]:
    return dict(Filling.objects.filter(owner=user).values_list("of", "values"))


# Dialogue


def _spoken(request: HttpRequest) -> dict:
    return _dialogue_context(_fillings(request.user).get(DIALOGUE, {}))


def _dialogue_of(post: QueryDict) -> dict:
    """What the form holds, as it is kept: `{"picture", "background", "lines": [{"speaker", …}]}`."""
    columns = {name: post.getlist(name) for name in Line.__slots__}
    rows = [dict(zip(columns, row, strict=False)) for row in zip(*columns.values(), strict=False)]
    lines = [{name: text[:LONGEST_VALUE] for name, text in row.items()} for row in rows[:MOST_LINES]]
    return {
        "picture": post.get("picture", "")[:LONGEST_VALUE],
        "background": post.get("background", "")[:LONGEST_VALUE],
        "lines": [line for line in lines if line["speaker"].strip() or line["words"].strip() or line["tone"].strip()],
    }


def _dialogue_context(typed: dict) -> dict:
    """Always one empty row more, as long as there is room."""
    lines: Iterable[dict] = typed.get("lines", [])
    rows = [*lines, {"speaker": "", "tone": "", "verb": VERBS[0], "words": ""}][:MOST_LINES]
    return {"typed": typed, "lines": rows, "verbs": VERBS, "written": _written(typed)}


def _written(typed: dict) -> str:
    lines = [Line(**line) for line in typed.get("lines", [])]
    return dialogue(typed.get("picture", ""), lines, typed.get("background", ""))


CONTENTS = {"earlier": _earlier, "team": _of_team, "examples": _examples, "dialogue": _spoken}
