"""The embedded renderer as a provider: free, local, and through the same ledger and workflow as the others.

It speaks HTTP to `local://animatic`, which `client.py` leads to `studio.animatic.service`. A render has the id that we
give it; the same id again is never drawn twice.
"""

from collections.abc import Mapping
from decimal import Decimal

import httpx

from studio.catalog.schema import Route
from studio.providers.animatic import asking
from studio.providers.base import Billed, Output, Pace, Phase, Promise, Provider, Ticket, Update, Values
from studio.providers.errors import BadAnswer, BadInput
from studio.providers.templates import Step

RENDER = "local://animatic/render"
STREAM = "local://animatic/stream"
FREE = Billed(state="yes", amount=Decimal(0), currency="USD", reason="Drawn on this machine.")


class Animatic(Provider):
    """Draws what a recipe says, frame by frame, with a permanent mark."""

    slug = "animatic"
    name = "Animatic"
    sends = True
    file_form = "path"
    pace = Pace(first_s=0.1, factor=1.05, most_s=0.5)
    promises = {RENDER: Promise(idempotent_resend=True, look_up=True, cancel=True)}
    at_once = 2
    streams = True

    phases = {"running": Phase.RUNNING, "done": Phase.DONE, "failed": Phase.FAILED, "cancelled": Phase.CANCELLED}

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        """One request; `asking.py` says what of a recipe is drawn as what."""
        return (Step(purpose="submit", method="POST", url=RENDER, json=asking.request(route, values)),)

    def parse_submit(self, response: httpx.Response) -> Ticket:
        """202 with the id, or 422 with a sentence."""
        body = _json(response)
        if response.status_code == 422:
            raise BadInput(str(body.get("error")), field=str(body.get("field") or ""), provider=self.slug, raw=body)
        if response.status_code != 202:
            raise BadAnswer(f"The renderer answered HTTP {response.status_code}.", provider=self.slug, raw=body)
        return Ticket(provider=self.slug, id=str(body["id"]))

    def build_status(self, ticket: Ticket) -> httpx.Request:
        return httpx.Request("GET", f"{RENDER}/{ticket.id}")

    def parse_status(self, response: httpx.Response, ticket: Ticket) -> Update:
        """Frames really drawn. A render that is not there any more has failed: somebody removed its folder."""
        body = _json(response)
        if response.status_code == 404:
            return Update(phase=Phase.FAILED, error="The renderer's files of this job were removed.", billed=FREE)
        return Update(
            phase=self.phases.get(str(body.get("state")), Phase.UNKNOWN),
            done=_count(body.get("frames")),
            total=_count(body.get("total")),
            outputs=tuple(Output(url=out["url"], mime=out.get("mime")) for out in body.get("outputs") or ()),
            error=str(body.get("error") or ""),
            billed=FREE,
            raw=body,
        )

    def stream_url(self, ticket: Ticket) -> str:
        return f"{STREAM}/{ticket.id}"

    def build_lookup(self, our_id: str, endpoint: str) -> httpx.Request:
        return httpx.Request("GET", f"{RENDER}/{our_id}")

    def parse_lookup(self, response: httpx.Response) -> Ticket | None:
        return None if response.status_code == 404 else Ticket(provider=self.slug, id=str(_json(response)["id"]))

    def build_cancel(self, ticket: Ticket) -> httpx.Request:
        return httpx.Request("DELETE", f"{RENDER}/{ticket.id}")

    def parse_cancel(self, response: httpx.Response) -> Update:
        """It always agrees: the drawing is killed and removed."""
        return Update(phase=Phase.CANCELLED, billed=Billed(state="no", reason="Drawn on this machine."))

    def build_forget(self, ticket: Ticket) -> httpx.Request:
        return self.build_cancel(ticket)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None


def _json(response: httpx.Response) -> Mapping[str, object]:
    try:
        body = response.json()
    except ValueError as error:
        raise BadAnswer("The renderer's answer is no JSON.", provider="animatic") from error
    if not isinstance(body, dict):
        raise BadAnswer("The renderer's answer is no object.", provider="animatic", raw=body)
    return body
