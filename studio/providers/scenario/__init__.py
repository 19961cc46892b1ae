"""Scenario: one address per model, the model's own inputs as flat JSON. https://docs.scenario.com

Jobs are composed here, and their answers understood. Files become assets of Scenario's first: an upload is announced,
its bytes are put where the answer says, it is completed, and asked after until it has become an asset.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

import httpx

from studio.catalog.mentions import Mention
from studio.catalog.recipe import media_values
from studio.catalog.schema import Route
from studio.providers import storage
from studio.providers.account import Account
from studio.providers.base import Promise, Provider, Ticket, Update, Values
from studio.providers.errors import Unsupported
from studio.providers.keys import Key
from studio.providers.quoting import Quoted, Quoting, again
from studio.providers.scenario import account, answers
from studio.providers.scenario.payload import PLACES, body, mention, model_of
from studio.providers.templates import Blank, Step, announced, answer, file

URL = "https://api.cloud.scenario.com/v1"
STEPS_OF_AN_UPLOAD = 4

PROMISE = Promise(cancel=True)
"""Of every model: a job can be asked to stop, which Scenario may decline; it has no id of ours, and sent twice it is
carried out twice."""


class Scenario(Quoting, Provider):
    """Composes Scenario's requests."""

    slug = "scenario"
    name = "Scenario"
    sends = True
    shown_authorization = "Basic $SCENARIO_KEY_AND_SECRET"
    origins = ("https://api.cloud.scenario.com",)
    key_fields = account.FIELDS
    balance_note = "told in Scenario's own pages only"

    def promise(self, endpoint: str) -> Promise:
        """The same for every model: it is the jobs that promise."""
        return PROMISE

    def authorization(self, request: httpx.Request, key: Key, now: datetime) -> str:
        pair = f"{key['key']}:{key['secret']}"
        return f"Basic {b64encode(pair.encode()).decode()}"

    def build_test(self, now: datetime) -> httpx.Request:
        return account.call(URL)

    def parse_test(self, response: httpx.Response) -> Account:
        return account.told(response)

    def mention(self, route: Route, meant: Mention) -> str:
        return mention(route, meant)

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        if unknown := set(values) - set(PLACES):
            raise Unsupported(f"Scenario cannot be told {', '.join(sorted(unknown))}.", provider=self.slug)
        files = {media["asset"]: media for media in media_values(values) if "asset" in media}
        uploads = [step for place, media in enumerate(files.values()) for step in upload(place, media)]
        last = {asset: STEPS_OF_AN_UPLOAD * place for place, asset in enumerate(files, 1)}

        def named(media: Mapping[str, object]) -> object:
            return answer(last[media["asset"]], "upload.entityId") if "asset" in media else media["handle"]

        address = f"{URL}/generate/custom/{model_of(route, values)}"
        return (*uploads, Step(purpose="submit", method="POST", url=address, json=body(route, values, named)))

    # Prices

    def build_quote(self, submit: httpx.Request) -> httpx.Request:
        """The same with `dryRun=true`: answered with 269 and a price (line 19)."""
        return again(submit, url=submit.url.copy_merge_params({"dryRun": "true"}))

    def parse_quote(self, response: httpx.Response) -> Quoted:
        return answers.price_of(response, self)

    # Answers

    def parse_answer(self, step: Step, response: httpx.Response) -> Mapping[str, object]:
        return storage.stored(self, response) if step.method == "PUT" else answers.uploaded(step, response)

    def request_id(self, response: httpx.Response) -> str:
        return answers.request_id(response)

    def parse_submit(self, response: httpx.Response) -> Ticket:
        return answers.ticket_of(response)

    def build_status(self, ticket: Ticket) -> httpx.Request:
        return httpx.Request("GET", f"{URL}/jobs/{quote(ticket.id, safe='')}")

    def parse_status(self, response: httpx.Response, ticket: Ticket) -> Update:
        return answers.update_of(response)

    def build_result(self, ticket: Ticket, update: Update) -> httpx.Request | None:
        ids = update.answer.get("asset_ids")
        return httpx.Request("POST", f"{URL}/assets/get-bulk", json={"assetIds": ids}) if ids else None

    def parse_result(self, response: httpx.Response, ticket: Ticket, update: Update) -> Update:
        return replace(update, outputs=answers.result_of(response, update.answer.get("asset_ids", [])))

    def build_cancel(self, ticket: Ticket) -> httpx.Request:
        return httpx.Request("POST", f"{URL}/jobs/{quote(ticket.id, safe='')}/action", json={"action": "cancel"})

    def parse_cancel(self, response: httpx.Response) -> Update:
        return answers.stopped(response)


def upload(place: int, media: Mapping[str, object]) -> Iterator[Step]:
    """The four requests that make an asset of one file; `place` is its place among the files, from 0."""
    first = STEPS_OF_AN_UPLOAD * place + 1
    about = announced(media)
    head = {"fileName": about["name"], "contentType": about["mime"], "kind": about["kind"], "fileSize": about["bytes"]}
    its_id = answer(first, "upload.id")
    yield Step(purpose="upload", method="POST", url=f"{URL}/uploads", json=head | {"parts": 1})
    yield Step(purpose="upload", method="PUT", url=answer(first, "upload.parts.0.url"), content=file(media))
    done = {"action": "complete"}
    yield Step(purpose="upload", method="POST", url=Blank(f"{URL}/uploads/{its_id}/action"), json=done)
    yield Step(purpose="upload", method="GET", url=Blank(f"{URL}/uploads/{its_id}"), waits=True)
