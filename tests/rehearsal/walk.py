"""Sends what a route of the catalog would: drawn values, the adapter's own steps, against the stand-ins."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import httpx

from studio.catalog.schema import Route
from studio.providers import registry
from studio.providers.base import Phase, Ticket, Update
from studio.providers.files import Filling, StoredFile, fill
from studio.providers.keys import Key

PRESET_ELEMENT = "1001"


def stored(value: object) -> object:
    """Handles become files of ours, so that uploads and helpers are rehearsed, too; elements become a preset."""
    if isinstance(value, list):
        return [stored(inner) for inner in value]
    if not isinstance(value, Mapping):
        return value
    kept = {name: stored(inner) for name, inner in value.items() if name != "handle"}
    if "handle" in value:
        return kept | ({"handle": PRESET_ELEMENT} if value["handle"].isdecimal() else {"asset": "a1"})
    return kept


class Walker:
    """A studio's sending, without a client or a ledger. `files` are those that a recipe may name."""

    def __init__(self, stage, key: Key, files: Mapping[str, StoredFile]) -> None:
        self.stage, self.key, self.files = stage, key, files

    def ask(self, provider, request: httpx.Request) -> httpx.Response:
        """The answer to the signed request; it belongs to the unsigned one."""
        signed = provider.sign(request, self.key, datetime.now(UTC))
        found = self.stage.ask(signed.method, str(signed.url), content=signed.read(), headers=signed.headers)
        return httpx.Response(found.status_code, headers=found.headers, content=found.content, request=request)

    def send(self, route: Route, values: Mapping[str, object]) -> tuple[Ticket, Update]:
        """All steps, those that are waited for included; the ticket of the submit and how it ended."""
        provider = registry.get(route.provider)
        answers: dict[int, Mapping[str, object]] = {}
        for number, step in enumerate(provider.steps(route, values), 1):
            filling = Filling(our_id=str(uuid4()), files=self.files, answers=answers, file_form=provider.file_form)
            answer = self.ask(provider, fill(step, filling))
            if step.purpose != "submit" and not step.waits:
                answers[number] = provider.parse_answer(step, answer)
                continue
            ticket = replace(provider.parse_submit(answer), endpoint=step.endpoint or route.endpoint)
            update = self.followed(provider, ticket)
            answers[number] = update.answer
        return ticket, update

    def followed(self, provider, ticket: Ticket) -> Update:
        """How the task ended; it is done at once."""
        if told := provider.told(ticket):
            return told
        update = provider.parse_status(self.ask(provider, provider.build_status(ticket)), ticket)
        request = provider.build_result(ticket, update) if update.phase is Phase.DONE else None
        return provider.parse_result(self.ask(provider, request), ticket, update) if request else update
