"""What one can do with elements and voices: make, change, bin, take back; have one made at a provider."""

import json
import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member, require_maker
from studio.catalog.tasks import PROVIDERS
from studio.core import clock
from studio.jobs import making
from studio.jobs.actions import CannotSubmit
from studio.jobs.consent import Consent, Question
from studio.library.queries import as_id

from .castforms import FORMS, CastForm
from .elements import Own, mine, of_form, page

FILES = "cast-files"
"""The part of the form that a change of a file draws anew: its id, and its name in the template."""

NEW = {"voice": "New voice", "element": "New element"}


@require_http_methods(["GET", "POST"])
@member
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a new one, and keeping it. `?for=` names the place of the composer that it is made for, in a sheet;
    `?recording=` a file that it starts with.
    """
    if kind not in FORMS:
        raise Http404(f"There is no {kind} among elements and voices.")
    form = FORMS[kind](request.POST or None, team=team_of(request))
    if asset := as_id(request.GET.get("recording")):
        form.initial["recording"] = json.dumps({"asset": str(asset)})
    return _edited(request, form, NEW[kind])


@require_http_methods(["GET", "POST"])
@member
def change(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """The form of one that is there, and keeping what was changed. What providers keep of it stays as it was made."""
    own = mine(request, kind, pk)
    return _edited(request, FORMS[kind](request.POST or None, team=own.team, row=own), f"Change {own.name}")


def _edited(request: HttpRequest, form: CastForm, title: str) -> HttpResponse:
    """A change of a file only draws the files anew; what is wrong is said when it is to be kept."""
    require_maker(request.user, team_of(request))
    if request.method == "GET":
        return _form(request, form, title)
    if request.htmx.target == FILES:
        return render(request, f"elements/page.html#{FILES}", {"form": form, "is_redrawn": True} | of_form(form))
    if not form.is_valid() or not _kept(request, form):
        return _form(request, form, title, status=422)
    if request.htmx:
        return render(request, "elements/page.html#made", {"made": form.row, "for": request.GET.get("for", "")})
    messages.success(request, f"{form.row.name} is kept.")
    return _to(form.row)


def _form(request: HttpRequest, form: CastForm, title: str, status: int = 200) -> HttpResponse:
    """The form on its page, or by itself in a sheet over another page."""
    if not request.htmx:
        return page(request, form=form, title=title, status=status)
    return render(request, "elements/page.html#sheet", {"form": form, "title": title} | of_form(form), status=status)


def _kept(request: HttpRequest, form: CastForm) -> bool:
    """Whether it could be kept: somebody may have taken the name in this very moment."""
    try:
        with transaction.atomic():
            form.save(request.user, project_of(request))
    except IntegrityError:
        form.add_error("name", "The name has just been taken. Choose another one.")
        return False
    return True


@require_POST
@member
def bin(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Into the bin. Jobs that used it, its files, and what providers keep of it stay."""
    own = mine(request, kind, pk)
    require_maker(request.user, own.team)
    type(own).objects.filter(pk=own.pk).update(binned_at=clock.now())
    return redirect(f"{reverse('elements')}?binned={kind}/{own.pk}")


@require_POST
@member
def restore(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Out of the bin, unless another one has its name by now."""
    own = mine(request, kind, pk, binned=True)
    require_maker(request.user, own.team)
    if type(own).objects.of_team(own.team).filter(name=own.name).exists():
        messages.error(request, f"The team has another {kind} called {own.name} by now. Change its name first.")
        return redirect("elements")
    type(own).objects.filter(pk=own.pk).update(binned_at=None)
    messages.success(request, f"{own.name} is back.")
    return _to(own)


@require_POST
@member
def make(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Have it made at a provider, through a job like any other; or ask first what has to be asked."""
    own, provider = mine(request, kind, pk), request.POST.get("provider", "")
    if making.plan(own, provider) is None:
        raise Http404(f"No {kind} is made there.")
    key, consent = request.POST.get("key", "")[:64] or uuid.uuid4().hex, Consent.read(request.POST)
    try:
        making.make(request.user, project_of(request), own, provider, key, consent)
    except CannotSubmit as error:
        if isinstance(error.problems[0], Question):
            asked = {"question": error.problems[0], "asked_of": provider, "asked_key": key, "given": consent.given}
            return page(request, opened=own, status=422, **asked)
        messages.error(request, str(error))
        return _to(own)
    messages.success(request, f"{own.name} is being made at {PROVIDERS[provider]}. Its job is in the queue.")
    return _to(own)


def _to(own: Own) -> HttpResponse:
    return redirect("element", own._meta.model_name, own.pk)
