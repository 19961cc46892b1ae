"""The `?` sheet, and the page on which a person chooses other keys."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from studio.accounts.permissions import signed_in

from .keyboard import BY_SLUG, SCOPES, SHORTCUTS, Shortcut, conflicts, keys_of
from .keynames import BadKeys, in_line, in_writing, read


@dataclass(frozen=True, slots=True)
class Row:
    """A shortcut as the pages show it: its keys now, what was written for it, and what is wrong with that."""

    shortcut: Shortcut
    keys: str
    written: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one scope."""

    title: str
    rows: tuple[Row, ...]


@require_GET
@signed_in
@vary_on_headers("HX-Request")
def sheet(request: HttpRequest) -> HttpResponse:
    """Every key by where it acts; a sheet over the page that asks, else a page."""
    template = "shortcuts/page.html#sheet" if request.htmx else "shortcuts/page.html"
    return render(request, template, {"groups": _groups(keys_of(request.user)), "single": _has_single(request)})


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest) -> HttpResponse:
    """Other keys. Two that would be meant by one press are not kept; both are named."""
    if request.method == "GET":
        keys = keys_of(request.user)
        return _page(request, keys, {slug: in_writing(pressed) for slug, pressed in keys.items()}, {})
    if "usual" in request.POST:
        return _kept(request, {}, "All keys are as they come with the studio.")
    written = {slug: request.POST.get(slug, in_writing(BY_SLUG[slug].keys))[:80] for slug in BY_SLUG}
    keys, problems = _read(written)
    if problems:
        return _page(request, keys, written, problems, status=422)
    own = {slug: pressed for slug, pressed in keys.items() if pressed != BY_SLUG[slug].keys}
    return _kept(request, {"keys": own, "single": "single" in request.POST}, "Your keys are saved.")


def _read(written: dict[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Keys by slug, and sentences by slug where they cannot be kept."""
    keys: dict[str, str] = {}
    problems: dict[str, list[str]] = defaultdict(list)
    for slug, text in written.items():
        shortcut = BY_SLUG[slug]
        try:
            keys[slug] = shortcut.keys if shortcut.fixed else read(text)
        except BadKeys as error:
            keys[slug] = ""
            problems[slug].append(str(error))
    for one, other in conflicts(keys):
        for slug, rival in ((one.slug, other), (other.slug, one)):
            if not BY_SLUG[slug].fixed:
                problems[slug].append(_rivals(keys[slug], rival))
    return keys, problems


def _rivals(keys: str, rival: Shortcut) -> str:
    where = SCOPES[rival.scope].title.lower()
    return f"{in_line(keys)} is already “{rival.words}” ({where}). Choose another key, or leave one of the two empty."


def _kept(request: HttpRequest, own: dict, words: str) -> HttpResponse:
    request.user.shortcuts = own
    request.user.save(update_fields=["shortcuts"])
    messages.success(request, words)
    return redirect("shortcuts-change")


def _page(request: HttpRequest, keys: dict, written: dict, problems: dict, status: int = 200) -> HttpResponse:
    single = "single" in request.POST if request.method == "POST" else _has_single(request)
    context = {"groups": _groups(keys, written, problems), "single": single, "wrong": len(problems)}
    return render(request, "shortcuts/change.html", context, status=status)


def _groups(keys: dict, written: dict | None = None, problems: dict | None = None) -> list[Group]:
    def row(each: Shortcut) -> Row:
        said = tuple((problems or {}).get(each.slug, ()))
        return Row(each, keys[each.slug], (written or {}).get(each.slug, ""), said)

    return [
        Group(scope.title, tuple(row(each) for each in SHORTCUTS if each.scope == scope.slug))
        for scope in SCOPES.values()
    ]


def _has_single(request: HttpRequest) -> bool:
    return request.user.shortcuts.get("single", True)
