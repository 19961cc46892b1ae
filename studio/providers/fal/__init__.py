"""fal: one queue, one endpoint per model and task, the model's own inputs as flat JSON. https://fal.ai/docs

Jobs are composed here, and their answers understood. Files go through fal's storage first: an upload is announced, its
bytes are put where the answer says, those of a large file in parts, and the input names where they are then. Recordings
that a model speaks with become voices before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import httpx

from studio.catalog.mentions import Mention, spoken
from studio.catalog.recipe import media_values
from studio.catalog.schema import Route
from studio.providers import storage
from studio.providers.account import Account, Left
from studio.providers.base import Promise, Provider, Ticket, Update, Values
from studio.providers.errors import Unsupported
from studio.providers.fal import account, answers, hooks
from studio.providers.fal.answers import QUEUE
from studio.providers.fal.payload import KNOWN, body, endpoint_of, mention
from studio.providers.fal.voices import with_voices
from studio.providers.hooks import Delivery, News, Proof
from studio.providers.keys import Key
from studio.providers.templates import Division, Step, announced, answer, file

STORAGE = "https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3"
STORAGE_IN_PARTS = "https://rest.fal.ai/storage/upload/initiate-multipart?storage_type=fal-cdn-v3"
LARGE, PART = 90 << 20, 10 << 20
"""A file of more bytes goes in parts of so many (facts, line 34; as fal's own client for JavaScript has it)."""

STEPS_OF_AN_UPLOAD = 2

PROMISE = Promise(cancel=True)
"""Of every endpoint: a request can be asked to stop; it has no id of ours, and sent twice it is carried out twice."""


class Fal(Provider):
    """Composes fal's requests."""

    slug = "fal"
    name = "fal"
    sends = True
    origins = ("https://queue.fal.run", "https://rest.fal.ai", account.PLATFORM)
    key_fields = account.FIELDS
    balance_note = "told to admin keys only"
    hook_proof = Proof.PUBLISHED
    at_once = 10  # what an account may not run yet waits in fal's own queue, and is never refused (facts, line 21)
    shown_authorization = "Key $FAL_KEY"
    hook_keys = hooks.JWKS

    def promise(self, endpoint: str) -> Promise:
        """The same for every endpoint: it is the queue that promises."""
        return PROMISE

    def authorization(self, request: httpx.Request, key: Key, now: datetime) -> str:
        return f"Key {key['key']}"

    def build_test(self, now: datetime) -> httpx.Request:
        return account.call()

    def parse_test(self, response: httpx.Response) -> Account:
        return account.told(response)

    def build_balance(self) -> httpx.Request:
        return account.call_balance()

    def parse_left(self, response: httpx.Response) -> Left | None:
        return account.left(response)

    def parse_balance(self, response: httpx.Response) -> str:
        return account.balance(response)

    def mention(self, route: Route, meant: Mention) -> str:
        return mention(meant)

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        if unknown := set(values) - KNOWN:
            raise Unsupported(f"fal cannot be told {', '.join(sorted(unknown))}.", provider=self.slug)
        files = {media["asset"]: media for media in media_values(values) if "asset" in media}
        uploads = [step for place, media in enumerate(files.values()) for step in upload(place, media)]
        first = {asset: STEPS_OF_AN_UPLOAD * place + 1 for place, asset in enumerate(files)}

        def named(media: Mapping[str, object]) -> object:
            return answer(first[media["asset"]], "file_url") if "asset" in media else media["handle"]

        ready, voices = with_voices(spoken(values, mention), named, QUEUE, after=len(uploads))
        endpoint = endpoint_of(route, values)
        submit = Step(
            purpose="submit", method="POST", url=QUEUE + endpoint, json=body(route, ready, named), endpoint=endpoint
        )
        return (*uploads, *voices, submit)

    # Answers

    def parse_answer(self, step: Step, response: httpx.Response) -> Mapping[str, object]:
        return storage.stored(self, response) if step.method == "PUT" else answers.announced(response)

    def request_id(self, response: httpx.Response) -> str:
        return answers.request_id(response)

    def parse_submit(self, response: httpx.Response) -> Ticket:
        return answers.ticket_of(response)

    def build_status(self, ticket: Ticket) -> httpx.Request:
        return httpx.Request("GET", answers.with_logs(answers.address_of(ticket, "status_url")))

    def parse_status(self, response: httpx.Response, ticket: Ticket) -> Update:
        return answers.update_of(response)

    def build_result(self, ticket: Ticket, update: Update) -> httpx.Request:
        return httpx.Request("GET", answers.address_of(ticket, "response_url"))

    def parse_result(self, response: httpx.Response, ticket: Ticket, update: Update) -> Update:
        return answers.result_of(response)

    def build_cancel(self, ticket: Ticket) -> httpx.Request:
        return httpx.Request("PUT", answers.address_of(ticket, "cancel_url"))

    def parse_cancel(self, response: httpx.Response) -> Update:
        return answers.stopping(response)

    # Webhooks

    def with_hook(self, step: Step, address: str) -> Step:
        return replace(step, url=str(httpx.URL(step.url).copy_merge_params({"fal_webhook": address})))

    def is_signed(self, delivery: Delivery, secrets: Sequence[object], now: datetime) -> bool:
        return hooks.is_signed(delivery, hooks.keys_of({"keys": secrets}), now)

    def news(self, delivery: Delivery, ticket: Ticket | None, our_id: str) -> News:
        return hooks.news(delivery, ticket)


def upload(place: int, media: Mapping[str, object]) -> Iterator[Step]:
    """The two steps that store one file; `place` is its place among the files, from 0. The second needs no key."""
    about = announced(media)
    head = {"content_type": about["mime"], "file_name": about["name"]}
    address, kind = answer(STEPS_OF_AN_UPLOAD * place + 1, "upload_url"), {"Content-Type": about["mime"]}
    shared = {"purpose": "upload"}
    shared["divided"] = Division(file=file(media), above=LARGE, each=PART, url=STORAGE_IN_PARTS)
    yield Step(**shared, method="POST", url=STORAGE, json=head)
    yield Step(**shared, method="PUT", url=address, headers=kind, content=file(media))
