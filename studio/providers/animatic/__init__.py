"""The embedded renderer as a provider: free, local, and through the same ledger and workflow as the others.

It speaks HTTP to `local://animatic`, which `client.py` leads to `studio.animatic.service`. A render has the id that we
give it; the same id again is never drawn twice.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import httpx

from studio.catalog.controls import Size
from studio.catalog.pricing import seconds_of
from studio.catalog.schema import Route
from studio.providers.base import (
    OUR_ID,
    Billed,
    Output,
    Pace,
    Phase,
    Promise,
    Provider,
    Step,
    Ticket,
    Update,
    Values,
    file,
)
from studio.providers.errors import BadAnswer, BadInput, Unsupported

RENDER = "local://animatic/render"
FREE = Billed(state="yes", amount=Decimal(0), currency="USD", reason="Drawn on this machine.")
SECONDS = 5
"""The length of a clip whose recipe names none: what every provider takes then."""

PICTURES = {"first_frame": "first_frame", "last_frame": "last_frame", "input_image": "first_frame"}
"""Which value is drawn as what."""

PIXELS = {"720p": 1280 * 720, "1080p": 1920 * 1080, "4k": 3840 * 2160, "1k": 1024 * 1024, "2k": 2048 * 2048}
"""About how many pixels a tier has; the sizes of one tier differ by up to a third."""


class Animatic(Provider):
    """Draws what a recipe says, frame by frame, with a permanent mark."""

    slug = "animatic"
    name = "Animatic"
    sends = True
    file_form = "path"
    pace = Pace(first_s=0.1, factor=1.05, most_s=0.5)
    promises = {RENDER: Promise(idempotent_resend=True, look_up=True, cancel=True)}
    at_once = 2
    each = 2

    phases = {"running": Phase.RUNNING, "done": Phase.DONE, "failed": Phase.FAILED, "cancelled": Phase.CANCELLED}

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        """One request. Media must be assets: a provider's own handle cannot be drawn."""
        body = {
            "id": OUR_ID,
            "kind": route.output,
            **_size(route, values),
            "fps": route.fps,
            "shots": values.get("shots") or [_one_shot(values)],
            **_pictures(values),
            "takes": values.get("takes", 1),
            "sound": bool(values.get("sound", False)),
            "title": "",
            "model": str(route.wire.get("model", "")),
            "task": route.task,
        }
        return (Step(purpose="submit", method="POST", url=RENDER, json=body),)

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

    def parse_status(self, response: httpx.Response) -> Update:
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


def _one_shot(values: Values) -> dict[str, object]:
    return {"prompt": values.get("prompt", ""), "duration": seconds_of(values) or SECONDS}


def _pictures(values: Values) -> dict[str, object]:
    """The files that are drawn. Raises Unsupported for a handle, which only its own provider can read."""
    pictures = {"first_frame": None, "last_frame": None, "reference_images": []}
    for name, drawn_as in PICTURES.items():
        if name in values:
            pictures[drawn_as] = _ours(name, values[name])
    pictures["reference_images"] = [_ours("reference_images", media) for media in values.get("reference_images", ())]
    return pictures


def _ours(name: str, media: Mapping[str, object]) -> str:
    if "asset" not in media:
        words = f"Animatic draws files of the library only; {name} is a provider's own. Upload the picture instead."
        raise Unsupported(words, provider="animatic")
    return file(media)


def _size(route: Route, values: Values) -> dict[str, object]:
    """Width and height in pixels, or, where the input decides, the sizes among which its shape chooses."""
    if "width" in values:
        return {"width": values["width"], "height": values["height"]}
    pairs = list(_sizes(route, str(values.get("resolution", ""))))
    ratio = str(values.get("aspect_ratio", "auto"))
    if ":" in ratio:
        wide, high = map(float, ratio.split(":"))
        width, height = min(pairs, key=lambda pair: abs(pair[0] / pair[1] - wide / high))
        return {"width": width, "height": height}
    return {"width": None, "height": None, "sizes": [list(pair) for pair in pairs]}


def _sizes(route: Route, tier: str) -> Iterator[tuple[int, int]]:
    """The route's sizes of one tier; all of them where no tier is named; one plain size where it lists none."""
    pairs = [pair for control in route.controls if isinstance(control, Size) for pair in control.pairs]
    pixels = PIXELS.get(tier)
    near = [pair for pair in pairs if pixels and 0.66 < pair[0] * pair[1] / pixels < 1.5]
    yield from near or pairs or [(1280, 720), (720, 1280), (960, 960)]


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
