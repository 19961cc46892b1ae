"""How a rehearsal goes: the dial of the stand-ins as a form, and what they would have billed. Only in a rehearsal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import httpx
from django import forms
from django.conf import settings
from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from studio.accounts.permissions import manager
from studio.catalog.tasks import PROVIDERS
from studio.core import money

PATIENCE_S = 5.0
SHARES = {
    "moderated": ("Refused by the content policy", "of the jobs, after a while"),
    "fail_after_accept": ("Broken after being accepted", "of the jobs"),
    "partial": ("Lacking a result", "of the jobs with several"),
    "rate_limited": ("“Too many requests”", "of the calls that would cost"),
    "lost_replies": ("Reply lost, though accepted and billed", "of the calls that would cost"),
    "errors_5xx": ("“We have trouble” (503)", "of the calls that would cost"),
}
"""Shares of the dial: what goes wrong, and of what. The dial has 0 to 1, people per cent."""

RANGES = {"queue_s": "Waiting in their queue", "delay_s": "Being made"}
LONGEST_S = 3600.0
HOOKS = (("once", "Once"), ("twice", "Twice"), ("never", "Never"))


class DialForm(forms.Form):
    """Seconds and per cent."""

    def __init__(self, dial: Mapping[str, object], data=None) -> None:
        super().__init__(data)
        for name, label in RANGES.items():
            for at, end in enumerate(("from", "to")):
                self.fields[f"{name}_{end}"] = _number(f"{label}, {end}", LONGEST_S, dial[name][at])
        self.fields["expire_s"] = _number("Addresses of results are good for", 30 * 86_400.0, dial["expire_s"])
        for name, (label, _) in SHARES.items():
            self.fields[name] = _number(label, 100.0, round(dial[name] * 100, 2))
        self.fields["hooks"] = forms.ChoiceField(
            label="They call us when a job is over", choices=HOOKS, initial=dial["hooks"], widget=forms.RadioSelect
        )

    def ranges(self) -> list[tuple[str, BoundField, BoundField]]:
        return [(label, self[f"{name}_from"], self[f"{name}_to"]) for name, label in RANGES.items()]

    def shares(self) -> list[tuple[BoundField, str]]:
        return [(self[name], of) for name, (_, of) in SHARES.items()]

    def clean(self) -> dict:
        for name in RANGES:
            first, last = self.cleaned_data.get(f"{name}_from"), self.cleaned_data.get(f"{name}_to")
            if first is not None and last is not None and first > last:
                self.add_error(f"{name}_to", f"It ends before it begins: give at least {first:g} s.")
        return self.cleaned_data

    def as_dial(self) -> dict[str, object]:
        """What is to be set; the rest of the dial stays."""
        given = self.cleaned_data
        ranges = {name: [given[f"{name}_from"], given[f"{name}_to"]] for name in RANGES}
        shares = {name: given[name] / 100 for name in SHARES}
        return ranges | shares | {"expire_s": given["expire_s"], "hooks": given["hooks"]}


def _number(label: str, most: float, now: object) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=most, initial=f"{now:g}")


@dataclass(frozen=True, slots=True)
class Desk:
    """The control desk of the stand-ins, over HTTP."""

    origin: str

    def ask(self, path: str) -> Mapping[str, object]:
        """Raises httpx.HTTPError."""
        return (
            httpx.get(f"{self.origin}/rehearsal/{path}", timeout=PATIENCE_S, trust_env=False).raise_for_status().json()
        )

    def turn(self, dial: Mapping[str, object]) -> None:
        """Raises httpx.HTTPError."""
        address = f"{self.origin}/rehearsal/dial"
        httpx.patch(address, json=dial, timeout=PATIENCE_S, trust_env=False).raise_for_status()


@require_http_methods(["GET", "POST"])
@manager
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Delays, refusals and losses, as they are and as they shall be."""
    if not settings.REHEARSES:
        raise Http404("This is no rehearsal.")
    desk = Desk(settings.REHEARSAL)
    try:
        return _shown_or_turned(request, desk)
    except httpx.HTTPError:
        return render(request, "rehearsal/page.html", {"gone": True}, status=503)


def _shown_or_turned(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = DialForm(desk.ask("dial"), request.POST or None)
    if form.is_valid():
        desk.turn(form.as_dial())
        messages.success(request, "From now on it goes so. What was accepted before goes on as it was.")
        return redirect("rehearsal")
    totals = list(_in_words(desk.ask("charges")["totals"]))
    return render(
        request, "rehearsal/page.html", {"form": form, "totals": totals}, status=422 if form.is_bound else 200
    )


def _in_words(totals: Mapping[str, str]) -> Iterator[str]:
    """`Runware: $0.84`, of `{"runware USD": "0.8400"}`."""
    for whose, amount in sorted(totals.items()):
        slug, _, currency = whose.partition(" ")
        yield f"{PROVIDERS.get(slug, slug)}: {money.words(Decimal(amount), currency)}"
