"""Runware: one address, a JSON array of tasks. https://runware.ai/docs

Jobs are composed here, and their answers understood. What only Runware tells (the id of an upload) is a blank in the
next step.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import httpx

from studio.catalog.mentions import Mention
from studio.catalog.recipe import media_values
from studio.catalog.schema import Route
from studio.providers.account import Account
from studio.providers.answers import asked, text
from studio.providers.base import Promise, Provider, Ticket, Update, Values
from studio.providers.errors import Unsupported
from studio.providers.hooks import Delivery, News, Proof
from studio.providers.keys import Key
from studio.providers.quoting import Quoted, Quoting, again
from studio.providers.runware import account, answers
from studio.providers.runware.payload import KNOWN, inference, mention
from studio.providers.templates import OUR_ID, Step, answer, file

URL = "https://api.runware.ai/v1"
PROMISE = Promise(idempotent_resend=True, look_up=True)
"""Of every task: an id that was used is not used again but reported (`conflictTaskUUID`; facts, lines 19, 95), and can
be asked for (`getResponse`; line 86). Nothing can be stopped."""

DELIVERY = {"deliveryMethod": "async", "includeCost": True, "outputType": "URL"}
"""Added to every task: answer at once with an id, and tell later what was billed."""


class Runware(Quoting, Provider):
    """Composes Runware's requests. Files go through its media storage first, one step each."""

    slug = "runware"
    name = "Runware"
    sends = True
    origins = ("https://api.runware.ai",)
    key_fields = account.FIELDS
    hook_proof = Proof.ADDRESS
    at_once = 15  # so many its SDK sends at once; Runware itself has no hard limit (facts, lines 55-56)
    shown_authorization = "Bearer $RUNWARE_KEY"

    def promise(self, endpoint: str) -> Promise:
        """The same for every model: the address knows tasks, not models."""
        return PROMISE

    def authorization(self, request: httpx.Request, key: Key, now: datetime) -> str:
        return f"Bearer {key['key']}"

    def build_test(self, now: datetime) -> httpx.Request:
        return account.call(URL)

    def parse_test(self, response: httpx.Response) -> Account:
        return account.told(response)

    def mention(self, route: Route, meant: Mention) -> str:
        return mention(meant)

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        if unknown := set(values) - KNOWN:
            raise Unsupported(f"Runware cannot be told {', '.join(sorted(unknown))}.", provider=self.slug)
        files = {media["asset"]: media for media in media_values(values) if "asset" in media}
        uploads = tuple(self._upload(media) for media in files.values())
        places = {asset: answer(number, "mediaUUID") for number, asset in enumerate(files, 1)}

        def named(media: Mapping[str, object]) -> object:
            return places[media["asset"]] if "asset" in media else media["handle"]

        task = {"taskUUID": OUR_ID, **inference(route, values, named), **DELIVERY}
        return (*uploads, self._post("submit", task))

    def _upload(self, media: Mapping[str, object]) -> Step:
        task = {"taskType": "mediaStorage", "taskUUID": OUR_ID, "operation": "upload", "media": file(media)}
        return self._post("upload", task)

    @staticmethod
    def _post(purpose: str, task: dict) -> Step:
        return Step(purpose=purpose, method="POST", url=URL, json=[task])

    # Prices

    def build_quote(self, submit: httpx.Request) -> httpx.Request:
        """The same with a header: validated and priced, neither carried out nor charged (facts, line 18)."""
        return again(submit, headers={"X-Runware-Dry-Run": "1"})

    def parse_quote(self, response: httpx.Response) -> Quoted:
        return answers.price_of(response, self)

    # Answers

    def parse_answer(self, step: Step, response: httpx.Response) -> Mapping[str, object]:
        return answers.stored(response)

    def request_id(self, response: httpx.Response) -> str:
        """A task's id is ours: it is what Runware's support asks for."""
        return text(asked(response).get("taskUUID"))

    def parse_submit(self, response: httpx.Response) -> Ticket:
        return answers.ticket_of(response)

    def build_status(self, ticket: Ticket) -> httpx.Request:
        return _ask_for(ticket.id)

    def parse_status(self, response: httpx.Response, ticket: Ticket) -> Update:
        return answers.update_of(response, ticket)

    def build_lookup(self, our_id: str, endpoint: str) -> httpx.Request:
        return _ask_for(our_id)

    def parse_lookup(self, response: httpx.Response) -> Ticket | None:
        return answers.found(response, text(asked(response).get("taskUUID")))

    # Webhooks

    def with_hook(self, step: Step, address: str) -> Step:
        """Runware signs nothing: what the address holds is the proof (facts, line 158)."""
        return replace(step, json=[{**task, "webhookURL": address} for task in step.json])

    def news(self, delivery: Delivery, ticket: Ticket | None, our_id: str) -> News:
        """One call for each result, in the shape of an answer (line 157)."""
        ticket = ticket or Ticket(provider=self.slug, id=our_id)
        return News(id=ticket.id, update=answers.update_of(httpx.Response(200, content=delivery.body), ticket))


def _ask_for(task: str) -> httpx.Request:
    return httpx.Request("POST", URL, json=[{"taskType": "getResponse", "taskUUID": task}])
