"""Acting on many files of the library at once, and taking it back."""

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from studio.accounts.current import team_of
from studio.accounts.models import Membership
from studio.accounts.permissions import member
from studio.library import acts
from studio.library.acts import Asked, BadAct, Verb
from studio.library.models import Act, Asset
from studio.library.queries import AssetQuerySet

from .listing import listing_of

SHOWN = 500  #: tiles that an answer changes at most


@require_POST
@member
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Do it to the files `ids`, or to all that the library's address `query` finds.

    htmx gets the marks of the tiles that changed, of those in `ids` and `shown`, tiles that are gone as such, and a
    line with Undo; anybody else goes back to `next`. 404 where none of the files is the team's.
    """
    doing = acts.VERBS.get(verb) or _unknown(verb)
    _require(request, doing)
    asked = Asked(request.user, team_of(request), request.POST.dict())
    try:
        assets, missing = chosen(request)
        done = acts.act(doing, asked, assets)
    except BadAct as error:
        return _answer(request, {"words": str(error), "tone": "bad"}, status=422)
    return _answer(request, {"words": words(doing, done, missing), "act": done, **changed(request, doing, done)})


@require_POST
@member
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back an act of one's own. Files that somebody has changed since stay as they are."""
    done = get_object_or_404(Act.objects.of_team(team_of(request)), pk=pk, user=request.user)
    doing = acts.VERBS[done.verb]
    _require(request, doing)
    count = acts.undo(done)
    said = f"{files(count)} as before." if count else "There is nothing to take back any more."
    return _answer(request, {"words": said, **changed(request, doing, done)})


def chosen(request: HttpRequest) -> tuple[AssetQuerySet, int]:
    """The files that are meant, and how many of `ids` are not there for this person. Raises Http404 for none at all.

    One field may hold many ids with commas between: Django takes a thousand fields and no more.

    Raises BadAct for a search that cannot be read whole: without a part of it, it would find more than was seen.
    """
    if "query" in request.POST:
        listing = listing_of(request, QueryDict(request.POST["query"].removeprefix("?")))
        if listing.faults:
            raise BadAct(" ".join([*listing.faults, "So nothing was changed."]))
        return listing.sort.ordered(listing.assets), 0
    mine = Asset.objects.visible_to(request.user).of_team(team_of(request))
    ids = _ids(request, "ids")
    found = mine.with_ids(ids)
    if not (count := found.count()):
        raise Http404("None of these files is here.")
    return found, len(ids) - count


def _ids(request: HttpRequest, field: str) -> set[str]:
    return {each for text in request.POST.getlist(field) for each in text.split(",") if each}


def words(doing: Verb, done: Act, missing: int) -> str:
    """`3 files tagged dusk. 1 was not found.`"""
    count = len(acts.touched(done))
    said = f"{files(count)} {doing.done(done.value)}." if count else f"Nothing to do: already {doing.done(done.value)}."
    return f"{said} {missing} {'was' if missing == 1 else 'were'} not found." if missing else said


def files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def changed(request: HttpRequest, doing: Verb, done: Act) -> dict[str, object]:
    """What becomes of tiles: `assets` whose marks are other now, and `gone`, that are in another list; else nothing."""
    if not (doing.moves or doing.is_seen):
        return {}
    on_page = _ids(request, "ids") | _ids(request, "shown")
    pks = [pk for pk in acts.touched(done) if not on_page or str(pk) in on_page][:SHOWN]
    if doing.moves:
        return {"gone": pks}
    return {"assets": Asset.objects.filter(pk__in=pks).for_tiles()}


def _require(request: HttpRequest, doing: Verb) -> None:
    if not Membership.objects.filter(user=request.user, team=team_of(request), role__in=doing.roles).exists():
        raise PermissionDenied("Your role in this team looks at files and does not change them.")


def _unknown(verb: str) -> Verb:
    raise Http404(f"There is no act called {verb}; there are {', '.join(acts.VERBS)}.")


def _answer(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    if request.htmx:
        return render(request, "library/_acted.html", context, status=status)
    (messages.error if status >= 400 else messages.success)(request, str(context["words"]))
    return back(request)


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To where the form was, when that is an address of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and not urlsplit(wanted).netloc:
        return redirect(wanted)
    return redirect("library")
