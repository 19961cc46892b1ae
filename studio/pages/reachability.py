"""Settings, Reachability: whether providers can call us. We call ourselves by the public address, as they would."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_urlsafe

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from studio.accounts.current import team_of
from studio.accounts.models import ProviderKey
from studio.accounts.permissions import everybody, manager
from studio.jobs import hooks
from studio.providers import registry

PATIENCE_S = 10.0
LONGEST = 64
FINE = "Providers are asked instead, every few seconds: that is fine."


@never_cache
@require_GET
@everybody
def echo(request: HttpRequest, token: str) -> HttpResponse:
    """Says that it is this studio: nobody else can sign the word."""
    return HttpResponse(_signed(token[:LONGEST]), content_type="text/plain")


def _signed(token: str) -> str:
    return salted_hmac("studio.pages.reachability", token).hexdigest()


@dataclass(frozen=True, slots=True)
class Reached:
    """What became of the call to ourselves."""

    works: bool
    words: str


def call_ourselves() -> Reached:
    """Ask for a signed word at the public address. Nothing is raised."""
    token = token_urlsafe(24)
    began = time.monotonic()
    try:
        answer = httpx.get(f"{settings.HOOKS_URL}{reverse('reach', args=[token])}", timeout=PATIENCE_S)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Reached(False, f"{settings.HOOKS_URL} was not reached ({_why(error)}). {FINE}")
    if not constant_time_compare(answer.text[:200], _signed(token)):
        words = f"Something else answers at {settings.HOOKS_URL} (HTTP {answer.status_code}). {FINE}"
        return Reached(False, words)
    took_s = time.monotonic() - began
    return Reached(True, f"We reached ourselves at {settings.HOOKS_URL} in {took_s:.1f} s: providers can call.")


def _why(error: Exception) -> str:
    return "no answer in time" if isinstance(error, httpx.TimeoutException) else type(error).__name__


def context_of(request: HttpRequest) -> dict:
    """What the page shows, here and while the studio is set up."""
    return {"hooks_url": settings.HOOKS_URL, "addresses": list(_to_paste(request))}


def _to_paste(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """(provider, address) for those that call one address for all jobs, which a person tells them."""
    for key in ProviderKey.objects.usable().filter(team=team_of(request)) if settings.HOOKS_URL else ():
        if address := hooks.account_address(key):
            yield registry.get(key.provider).name, address


@never_cache
@require_http_methods(["GET", "POST"])
@manager
def reachability(request: HttpRequest) -> HttpResponse:
    """Where providers call; a POST tries it."""
    context = context_of(request)
    if request.method == "POST" and settings.HOOKS_URL:
        context["reached"] = call_ourselves()
    template = "reachability/page.html#reach" if request.htmx else "reachability/page.html"
    return render(request, template, context)
