"""Create: compose a job. The form is one; every change posts all of it as a draft and gets it back, bound."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import may_make, member
from studio.catalog.capabilities import CHIPS
from studio.catalog.recipe import media_values
from studio.catalog.tasks import PROVIDERS
from studio.core.numbers import whole
from studio.forms.builder import Group
from studio.jobs import drafts, streaming
from studio.jobs.accounts import can_send
from studio.jobs.card import cards
from studio.jobs.models import Draft, Job, JobQuerySet
from studio.jobs.rates import prices_of
from studio.library.lookup import media_lookup
from studio.library.models import Asset
from studio.library.queries import as_id
from studio.providers import registry as providers

from . import (
    batches,
    benches,
    directing,
    guiding,
    material,
    offers,
    parts,
    picker,
    revising,
    sent,
    speaking,
    storyboards,
)
from .cast_choices import choices_for, voices_for
from .composing import Choice, Composition, bound, carried, is_shown, posted, settled
from .first_job import STARTER, first_job
from .lacking import lacks
from .naming import named, needs_names
from .pricing import money_of
from .recall import recalled, revised, ribbon
from .starters import STARTERS, starter
from .ways_out import switched, way_out

RESULTS = 12  #: cards in the pane on the right
LAST_DRAFTS = 4  #: links on the empty stage


@dataclass(slots=True)
class Desk:
    """A composition and where it is saved. `page` is the random word by which this page's saves are known."""

    composition: Composition
    draft: Draft | None
    page: str


@require_GET
@member
def home(request: HttpRequest) -> HttpResponse:
    """The studio opens where things are made."""
    return redirect("create")


@require_GET
@member
def create(request: HttpRequest) -> HttpResponse:
    """The composer: a remix, a job that came to nothing, a starter, a named draft, or the last one; `task`, `model` and
    `via` override."""
    desk = _opened(request)
    jobs = Job.objects.visible_to(request.user).filter(team=team_of(request), owner=request.user)
    context = _desk_context(request, desk) | {
        "chips": CHIPS,
        "jobs": cards(jobs.select_related("owner").newest_first()[:RESULTS]),
    }
    return render(request, "create/page.html", context)


@require_POST
@member
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed, and answer with the form for the chosen model, as far as the page has it not."""
    desk = _saved(request)
    whole = render_to_string("create/page.html#desk", _desk_context(request, desk) | {"oob": True}, request)
    is_same_route = request.POST.get("shown") == str(desk.composition.choice)
    response = HttpResponse(parts.answer(request, whole) if is_same_route else whole)
    address = f"{reverse('create')}?draft={desk.draft.pk}"
    if address != request.htmx.current_url_abs_path:  # htmx writes the whole page down before it changes an address
        response["HX-Replace-Url"] = address
    return response


@require_POST
@member
def models(request: HttpRequest) -> HttpResponse:
    """The models for a task, with their prices for exactly what the form holds now; saves nothing."""
    shown = picker.sheet(_read(request), request.POST.get("pick_task", ""))
    return render(request, "models/picker.html#list", {"sheet": shown})


@require_GET
@member
def stage(request: HttpRequest) -> HttpResponse:
    """The middle of the room: the film of `job` while it is drawn; else the newest result."""
    return render(request, "create/page.html#stage", _stage_context(request, None) | _being_drawn(request))


# Opening


def _opened(request: HttpRequest) -> Desk:
    media = media_lookup(team_of(request), request.user)
    for source in (recalled, _from_first_job, _from_starter, _from_draft):
        if found := source(request):
            choice, values, kept, saved = found
            break
    else:
        choice, values, kept, saved = settled(None, None, None), {}, {}, None
    wanted = settled(
        request.GET.get("model") or choice.model,
        request.GET.get("task") or choice.task,
        request.GET.get("via") or choice.provider,
    )
    chosen = {name: saved.values.get(name, "") if saved else "" for name in (guiding.FIELD, speaking.FIELD)}
    chosen["revising"] = revised(request) or revising.kept(saved.values if saved else {})
    here = Composition(choice, values, kept, media, prices_of(team_of(request)), **chosen)
    return Desk(_named(request, bound(carried(here, wanted))), saved, uuid.uuid4().hex)


Found = tuple[Choice, dict, dict, Draft | None]


def _from_first_job(request: HttpRequest) -> Found | None:
    """The cheapest real job, where a key is there for one."""
    found = first_job(request) if request.GET.get("starter") == STARTER else None
    if found is None:
        return None
    recipe = found.recipe
    return settled(recipe.model, recipe.task, recipe.provider), dict(recipe.values), {}, None


def _from_starter(request: HttpRequest) -> Found | None:
    if not (found := starter(request.GET.get("starter"))):
        return None
    return settled(found.model, found.task, None), dict(found.values), {}, None


def _from_draft(request: HttpRequest) -> Found | None:
    """The draft that is named, else the last one of this project."""
    mine = Draft.objects.visible_to(request.user).filter(project=project_of(request))
    if wanted := request.GET.get("draft"):
        found = get_object_or_404(Draft.objects.visible_to(request.user), pk=as_id(wanted))
    elif not (found := mine.newest_first().first()):
        return None
    typed, kept = found.values.get("typed", {}), found.values.get("kept", {})
    return settled(found.model, found.task, found.provider), typed, kept, found


def _last_drafts(request: HttpRequest, desk: Desk | None) -> list[Draft]:
    mine = Draft.objects.visible_to(request.user).filter(project=project_of(request))
    return list(mine.exclude(pk=desk.draft.pk if desk and desk.draft else None).newest_first()[:LAST_DRAFTS])


# Saving


def _saved(request: HttpRequest) -> Desk:
    """The post, kept. A draft holds `typed` for the route on screen and `kept` for others."""
    page = request.POST.get("page", "")[:64]
    known = _known(request, page)
    composition = _read(request)
    choice = composition.choice
    typed = drafts.Typed(
        model=choice.model,
        task=choice.task,
        provider=choice.provider,
        values={
            "typed": composition.values,
            "kept": composition.kept,
            guiding.FIELD: composition.guide,
            speaking.FIELD: composition.speech,
            storyboards.LIST: storyboards.text_of(request, {}),
            revising.FIELD: composition.revising.as_json(),
        },
        page=page,
        seen=_number(request.POST.get("seen")),
        count=_number(request.POST.get("count")),
    )
    if known:
        return Desk(composition, drafts.save(known, typed), page)
    return Desk(composition, drafts.start(request.user, team_of(request), project_of(request), typed), page)


def _known(request: HttpRequest, page: str) -> Draft | None:
    """The draft that the page names; else the one that this page has begun, whose answer it has not seen yet."""
    mine = Draft.objects.visible_to(request.user)
    if named := as_id(request.POST.get("draft")):
        return get_object_or_404(mine, pk=named)
    return mine.filter(page=page).newest_first().first() if page else None


def _read(request: HttpRequest) -> Composition:
    try:
        return _named(
            request, posted(request.POST, media_lookup(team_of(request), request.user), prices_of(team_of(request)))
        )
    except LookupError as error:
        raise Http404(str(error)) from error


def _named(request: HttpRequest, composition: Composition) -> Composition:
    """The same, each file that a prompt can mean with a name."""
    if "prompt" not in composition.choice.route.values or not needs_names(composition.values):
        return composition
    found = _pictures(request, composition)
    titles = {str(key): asset.name for key, asset in found.items()}
    return bound(replace(composition, values=named(composition.values, titles.get)))


def _number(text: str | None) -> int:
    return whole(text) or 0


# Showing


def _desk_context(request: HttpRequest, desk: Desk) -> dict:
    """All that the form and its surroundings show."""
    composition = desk.composition
    _dress(request, composition)
    drawn = _drawn(composition)
    money = money_of(composition, team_of(request))
    ways, recipe = money.ways, offers.recipe_of(composition)
    return {
        "desk": desk,
        "choice": composition.choice,
        "switched": switched(request.POST or request.GET, composition.choice),
        "form": composition.form,
        "ribbon": ribbon(request, composition),
        "revision": revising.panel(composition.revising, request.user, recipe, _ways_for(composition)),
        "wanting": revising.wanting(request, recipe, composition.revising),
        "groups": [group for group in drawn if not _has_shots(group)],
        "shots": next(filter(_has_shots, drawn), None),
        "benches": benches.benches(drawn),
        "guides": guiding.ways(composition.choice.route, composition.guide, composition.kept),
        "speeches": speaking.ways(composition.choice.route, composition.speech, composition.kept),
        "lacks": lacks(composition.choice, composition.kept),
        "kept": [(row, way_out(composition, row.name)) for row in composition.kept_rows],
        "kept_json": json.dumps(composition.kept),
        "tabs": offers.tabs(composition.choice),
        "ways": ways,
        "badges": list(offers.badges(offers.best_route(composition.choice.model, composition.choice.task))),
        "price": offers.price_words(money.price),
        "sum": money.sum,
        "can_ask": money.can_ask and may_make(request.user, team_of(request)),
        "takes": composition.takes,
        "sends": can_send(team_of(request), composition.choice.provider),
        "provider_name": PROVIDERS[composition.choice.provider],
        "preview": next((way.provider for way in ways if not providers.needs_key(way.provider)), None),
        "key": uuid.uuid4().hex,
        "sent": sent.panel(composition, request.POST, [way.provider for way in ways], team_of(request)),
    } | _stage_context(request, desk)


def _ways_for(composition: Composition) -> Callable:
    """What each note can become on this route."""
    return partial(material.ways, choice=composition.choice)


def _drawn(composition: Composition) -> list[Group]:
    """The sections with those fields that are shown."""
    form, aside, groups = composition.form, composition.set_aside, composition.form.groups
    if batches.are_jobs(form.route, composition.values):
        groups = batches.with_takes(groups, composition.jobs)

    def of(group: Group) -> tuple[BoundField, ...]:
        shown = (f for f in group.fields if f.name not in aside and is_shown(f.field.control, form.route))
        return tuple(sorted(shown, key=_place))

    shown = [replace(group, fields=of(group)) for group in groups]
    return [group for group in shown if group.fields]


def _has_shots(group: Group) -> bool:
    """Whether this is the section below the stage."""
    return any(field.field.control.kind == "shots" for field in group.fields)


FIRST = ("ratio", "size", "resolution", "seconds", "takes", "series", "guidance", "negative_prompt")
"""Kinds of control that open their section, in this order; a route that is put together from others has its own."""


def _place(field: BoundField) -> int:
    kind = field.field.control.kind
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def form_context(request: HttpRequest, composition: Composition) -> dict:
    """For whoever answers a submitted form with its errors: the context of `create/page.html#desk`."""
    page = request.POST.get("page", "")[:64]
    return _desk_context(request, Desk(composition, _known(request, page), page)) | {"oob": True}


def _dress(request: HttpRequest, composition: Composition) -> None:
    """Give the fields what their templates show beside the control: pictures, effects on the price, sums."""
    found = _pictures(request, composition)
    for name, field in composition.form.fields.items():
        field.pictures = [found[key] for key in _ids(composition.values.get(name)) if key in found]
        field.alone = "shots" not in composition.form.fields
        field.waits = composition.waiting.get(name)
        field.held = composition.kept.get(name, []) if field.waits else []
        field.effect = offers.effect_of(composition, field.control)
        field.cast = choices_for(field.control, team_of(request), composition.choice.provider)
        field.voices = voices_for(field.control, team_of(request), composition.choice.provider)
        field.way_out = way_out(composition, name) if name in composition.form.errors else None
        benches.dress(composition.form[name], composition.values, found)
        if field.control.kind == "seconds" and "shots" in composition.values:
            field.by_shots = composition.seconds or 0
        if field.control.kind == "shots":
            first = found.get(next(iter(_ids(composition.values.get("first_frame"))), None))
            field.picture = first.poster_url if first else None
            field.director = composition.form["shot_style"] if "shot_style" in composition.form.fields else None
        if field.control.kind == "shot_style":
            field.ways = directing.ways(composition.choice.route, composition.values, composition.kept)


def _ids(value: object) -> list[UUID]:
    """The ids of the assets inside a media value or a list of them."""
    return [key for media in media_values(value) if (key := as_id(media.get("asset")))]


def _pictures(request: HttpRequest, composition: Composition) -> dict[UUID, Asset]:
    seen = Asset.objects.of_team(team_of(request)).open_to(request.user)
    return seen.in_bulk(_ids(composition.values))


def _stage_context(request: HttpRequest, desk: Desk | None) -> dict:
    """The results of the newest job that made some in this project; before there are any, what one begins with."""
    shown = {"project": project_of(request), "kind__in": ("image", "video")}
    made = Asset.objects.of_team(team_of(request)).filter(**shown).results().kept()
    newest = made.made_by(request.user).newest_first().first()
    if newest:
        takes = list(newest.other_outputs().filter(kind=newest.kind))
        return {"shown": newest, "takes_shown": takes, "gives_way": _gives_way(request, newest)}
    frame = desk.composition.form.fields.get("first_frame") if desk else None
    return {
        "first_frame": next(iter(frame.pictures), None) if frame else None,
        "starters": STARTERS,
        "drafts": _last_drafts(request, desk),
        "is_drawing": _under_way(request).exists(),
    }


def _under_way(request: HttpRequest) -> JobQuerySet:
    """One's own jobs whose films may be on the stage now."""
    mine = Job.objects.visible_to(request.user).filter(project=project_of(request), owner=request.user)
    return mine.filter(state__in=streaming.SHOWN)


def _being_drawn(request: HttpRequest) -> dict:
    """The job that the page asks to see, if there is something of it to see."""
    asked = _under_way(request).filter(pk=as_id(request.GET.get("job"))).first()
    return {"drawn": asked} if asked and streaming.is_shown(asked) else {}


def _gives_way(request: HttpRequest, newest: Asset) -> bool:
    """Whether the page may be playing this film as it was drawn, and is to go on with the kept one."""
    return bool(request.htmx) and streaming.can_be_watched(newest.recipe["provider"], newest.recipe["task"])
