"""What many files can be moved to, collected in or tagged with: asked for when a menu of the bar opens."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.library.facets import Scope

CHOICES = {
    "move": ("projects", "project", "The team has no projects yet."),
    "collect": ("collections", "collection", "No collections yet."),
    "tag": ("tags", "tag", "No tags yet."),
}
"""By the verb: what of the team there is to choose from, the field's name, and what is said of none."""


@member
@require_GET
def choices(request: HttpRequest, kind: str) -> HttpResponse:
    """The options of one menu, each a button that does it."""
    if kind not in CHOICES:
        raise Http404(f"There is nothing to choose for {kind!r}; there is {', '.join(CHOICES)}.")
    attribute, field, none = CHOICES[kind]
    options = getattr(Scope(team=team_of(request), user=request.user), attribute)
    rows = [(words if kind == "tag" else value, words) for value, words in options.items()]
    return render(request, "library/_choices.html", {"verb": kind, "field": field, "rows": rows, "none": none})
