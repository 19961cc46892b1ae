"""Kling's own API. https://kling.ai/document-api

Two generations share one host: the older `/v1/...` takes the model in a flat body, the newer one has it in the path.
Jobs are composed here, and their answers understood. Pictures and sounds go along as plain base64; clips are fetched by
Kling from an address, or named by the id of a clip that it made itself.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

import httpx

from studio.catalog.mentions import Mention, spoken
from studio.catalog.schema import Route
from studio.providers.account import Account
from studio.providers.base import Billed, Promise, Provider, Ticket, Update, Values
from studio.providers.errors import Unsupported
from studio.providers.hooks import Delivery, News, Proof
from studio.providers.keys import Key
from studio.providers.kling import account, answers, helping, hooks, signing, things
from studio.providers.kling.preparing import BY_ID, ELEMENTS, FACES, MARK, MARKING, SPEECH, Preparation
from studio.providers.kling.shapes import SHAPES, Shape
from studio.providers.payload import put
from studio.providers.templates import OUR_ID, Step, file
from studio.providers.things import KINDS, Kind, Thing

URL = f"https://{signing.HOSTS['global']}"
LEGACY = "/v1/"

NO_LOOK_UP = {FACES, SPEECH, ELEMENTS, MARKING, MARK, "/v1/videos/advanced-lip-sync", "/v1/general/ai-multi-shot"}
"""Calls that answer at once, or whose tasks are only found by Kling's own id (facts, lines 134, 207-211, 230)."""

PROMISES = {path: Promise(look_up=path not in NO_LOOK_UP) for path in {*SHAPES, *NO_LOOK_UP}}
"""No call promises that the same id is not carried out twice (line 69), and none can be stopped (line 75)."""


class Kling(Provider):
    """Composes Kling's requests: what must be made or found first, one helper step each, then the task itself."""

    slug = "kling"
    name = "Kling"
    sends = True
    file_form = "base64"
    origins = tuple(f"https://{host}" for host in signing.HOSTS.values())
    key_fields = account.FIELDS
    balance_note = "told some 12 hours late"
    promises = PROMISES
    at_once = 5  # a package allows as many as it says (facts, line 71); beyond it Kling answers 1303, and is waited for
    hook_proof = Proof.SECRET
    things = KINDS
    shown_authorization = "Bearer $KLING_KEY"

    def sign(self, request: httpx.Request, key: Key, now: datetime) -> httpx.Request:
        """Signed, and sent to the host of the account's region."""
        return super().sign(signing.in_region(request, key), key, now)

    def authorization(self, request: httpx.Request, key: Key, now: datetime) -> str:
        return signing.authorization(request, key, now)

    def build_test(self, now: datetime) -> httpx.Request:
        return account.call(URL, now)

    def parse_test(self, response: httpx.Response) -> Account:
        return account.told(response)

    def mention(self, route: Route, meant: Mention) -> str:
        return SHAPES[route.endpoint].mention.format(meant)

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        shape = SHAPES[route.endpoint]
        if unknown := set(values) - shape.knows:
            raise Unsupported(f"Kling cannot be told {', '.join(sorted(unknown))}.", provider=self.slug)
        preparation = Preparation(URL)
        ready = spoken(values, lambda meant: self.mention(route, meant))
        for prepare in shape.prepare:
            ready = prepare(ready, preparation)
        way = {"method": "POST", "url": URL + route.endpoint, "by_id": BY_ID.get(route.endpoint, {})}
        submit = Step(purpose="submit", **way, json=body(route, shape, ready))
        return (*preparation.steps, submit)

    # Answers

    def parse_answer(self, step: Step, response: httpx.Response) -> Mapping[str, object]:
        return helping.answered(step.endpoint, answers.data_of(response))

    def parse_bill(self, step: Step, response: httpx.Response) -> Billed:
        return answers.billed_at_once(response)

    def request_id(self, response: httpx.Response) -> str:
        return answers.request_id(response)

    def parse_submit(self, response: httpx.Response) -> Ticket:
        return answers.ticket_of(response)

    def told(self, ticket: Ticket) -> Update | None:
        return answers.told(ticket)

    def build_status(self, ticket: Ticket) -> httpx.Request:
        return _ask_for(ticket.endpoint, "task_ids", ticket.id)

    def parse_status(self, response: httpx.Response, ticket: Ticket) -> Update:
        return answers.update_of(response, ticket)

    def build_lookup(self, our_id: str, endpoint: str) -> httpx.Request | None:
        return _ask_for(endpoint, "external_task_ids", our_id) if self.promise(endpoint).look_up else None

    def parse_lookup(self, response: httpx.Response) -> Ticket | None:
        url = response.request.url
        return answers.found(response, url.params.get("external_task_ids") or url.path.rpartition("/")[2])

    # Voices and elements

    def build_things(self, kind: Kind, *, presets: bool) -> httpx.Request:
        return things.ask(URL, kind, presets)

    def parse_things(self, response: httpx.Response, kind: Kind, *, presets: bool) -> tuple[Thing, ...]:
        return things.listed(response, kind, presets)

    def build_removal(self, kind: Kind, its_id: str) -> httpx.Request:
        return things.remove(URL, kind, its_id)

    def parse_removal(self, response: httpx.Response) -> None:
        things.removed(response)

    # Webhooks

    def with_hook(self, step: Step, address: str) -> Step:
        return hooks.with_address(step, address)

    def is_signed(self, delivery: Delivery, secrets: Sequence[str], now: datetime) -> bool:
        return hooks.is_signed(delivery, secrets, now)

    def news(self, delivery: Delivery, ticket: Ticket | None, our_id: str) -> News:
        return hooks.news(delivery, ticket)


def _ask_for(endpoint: str, ids: str, its_id: str) -> httpx.Request:
    """The older generation has one address for each task, under either id; the newer one a list for all."""
    if endpoint.startswith(LEGACY):
        return httpx.Request("GET", f"{URL}{endpoint}/{quote(its_id, safe='')}")
    return httpx.Request("GET", f"{URL}/tasks", params={ids: its_id})


def body(route: Route, shape: Shape, values: Values) -> dict[str, object]:
    """The JSON of one task: what the model's route adds (`route.wire`), each value at its place, and our id."""
    found: dict[str, object] = {}
    for path, constant in route.wire.items():
        put(found, path, constant)
    for name, value in values.items():
        if name in shape.places:
            put(found, shape.places[name].path, shape.places[name].write(value, file))
    for part in shape.parts:
        for path, value in part.write(values).items():
            put(found, path, value)
    if shape.our_id:
        put(found, shape.our_id, OUR_ID)
    return found
