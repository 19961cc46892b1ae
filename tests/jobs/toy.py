"""A provider that counts: every job that it accepts is a charge, and it says so. Its faults can be ordered in advance.

`Toy` is the adapter, `Counter` the server behind an `httpx.MockTransport`. What the endpoint promises is the test's
choice.
"""

import io
import json
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import httpx
from django.db import connection
from PIL import Image

from studio.providers import storage
from studio.providers.base import NOT_BILLED, Billed, Output, Pace, Phase, Promise, Provider, Ticket, Update
from studio.providers.client import Client
from studio.providers.errors import BadAnswer, BadInput, NotReady, RateLimited
from studio.providers.templates import OUR_ID, Step, answer

HOST = "http://toy"
IDEMPOTENT = Promise(idempotent_resend=True, look_up=True, cancel=True)
ONLY_LOOK_UP = Promise(look_up=True)
NOTHING = Promise()
PRICE = Decimal("0.25")


class Killed(BaseException):
    """The studio dies here."""


class Toy(Provider):
    """Speaks to Counter."""

    slug = "runware"
    name = "Toy"
    sends = True
    pace = Pace(first_s=0, factor=1, most_s=0)
    promised = IDEMPOTENT
    promised_helper = NOTHING
    first = ""  #: what comes before the submit, a key of FIRST

    def promise(self, endpoint):
        return self.promised_helper if endpoint == VOICES else self.promised

    def steps(self, route, values):
        submit = {"id": OUR_ID, "prompt": values.get("prompt", ""), "takes": values.get("takes", 1)}
        before = FIRST[self.first]
        of = {"of": answer(len(before), "file")} if before else {}
        return *before, Step(purpose="submit", method="POST", url=f"{HOST}/jobs", json=submit | of)

    def parse_answer(self, step, response):
        if step.method == "PUT":
            return storage.stored(self, response)
        self._refuse(response)
        if response.json().get("wait"):
            raise NotReady("Toy is still checking it.", retry_after_s=0.001)
        return {name: value for name, value in response.json().items() if name in ("file", "put_at")}

    def parse_bill(self, step, response):
        return _billed(response.json())

    def request_id(self, response):
        return response.headers.get("x-request", "")

    def parse_submit(self, response):
        self._refuse(response)
        return Ticket(provider=self.slug, id=response.json()["id"])

    def _refuse(self, response):
        if response.status_code == 429:
            raise RateLimited("Toy asks to wait.", retry_after_s=30)
        if response.status_code == 422:
            raise BadInput("Toy does not like the prompt.", field="prompt")
        if response.status_code != 200:
            raise BadAnswer(f"Toy answered {response.status_code}.")

    def build_status(self, ticket):
        return httpx.Request("GET", f"{HOST}/{'voices' if ticket.endpoint == VOICES else 'jobs'}/{ticket.id}")

    def parse_status(self, response, ticket):
        if response.status_code == 404:
            return Update(phase=Phase.UNKNOWN, words="Toy does not know it.", lost=True)
        body = response.json()
        return Update(
            phase=Phase(body["phase"]),
            done=body.get("done"),
            total=body.get("total"),
            outputs=tuple(
                Output(url=url, mime="image/png", gone="" if url else "Toy could not make it.")
                for url in body.get("files", ())
            ),
            answer={"file": body["file"]} if "file" in body else {},
            error=body.get("error", ""),
            billed=_billed(body),
        )

    def build_lookup(self, our_id, endpoint):
        return httpx.Request("GET", f"{HOST}/ours/{our_id}")

    def parse_lookup(self, response):
        return Ticket(provider=self.slug, id=response.json()["id"]) if response.status_code == 200 else None

    def build_cancel(self, ticket):
        return httpx.Request("DELETE", f"{HOST}/jobs/{ticket.id}")

    def parse_cancel(self, response):
        agreed = response.json()["agreed"]
        return Update(phase=Phase.CANCELLED if agreed else Phase.RUNNING, billed=NOT_BILLED if agreed else Billed())


VOICES = "voices"
FIRST: dict[str, tuple[Step, ...]] = {
    "": (),
    "upload": (Step(purpose="upload", method="POST", url=f"{HOST}/uploads", json={"id": OUR_ID}),),
    "storage": (
        Step(purpose="upload", method="POST", url=f"{HOST}/announcements", json={}),
        Step(purpose="upload", method="PUT", url=answer(1, "put_at"), json={}),
        Step(purpose="upload", method="GET", url=f"{HOST}/checks", waits=True),
    ),
    "helper": (
        Step(
            purpose="helper",
            method="POST",
            url=f"{HOST}/voices",
            json={"id": OUR_ID},
            endpoint=VOICES,
            waits=True,
            doing="making a voice",
            field="voices",
        ),
    ),
    "quick helper": (
        Step(
            purpose="helper",
            method="POST",
            url=f"{HOST}/faces",
            json={"id": OUR_ID},
            endpoint=VOICES,
            doing="finding the faces",
        ),
    ),
}


def _billed(body: dict) -> Billed:
    return Billed(state="yes", amount=Decimal(body["cost"]), currency="USD") if "cost" in body else Billed()


class Counter:
    """The server. `faults` are used up in order, one for each request whose path begins with the fault's.

    A fault is (path, when, what): "before" or "after" the server has done its part an exception is raised; or instead
    of its part, a "status" is answered.
    """

    def __init__(self) -> None:
        self.idempotent = True
        self.forget()
        self.polls_until_done = 2
        self.voice_fails = ""
        self.agrees_to_cancel = True
        self.phase_when_done = "done"
        self.gone: set[str] = set()
        self.failed: set[int] = set()
        self.on_request: Callable[[str], None] = lambda when: None

    def forget(self) -> None:
        """As if nobody had ever sent anything."""
        self.jobs: dict[str, dict] = {}  #: the provider's id -> {"ours", "takes", "asked"}
        self.voices: dict[str, dict] = {}
        self.charges: Tally[str] = Tally()  #: by our id
        self.seen: list[str] = []
        self.faults: list[tuple[str, str, BaseException | int]] = []

    @property
    def charged(self) -> int:
        return sum(self.charges.values())

    def client(self) -> Client:
        return Client(transport=httpx.MockTransport(self.handle), pauses=())

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.on_request("before")
        path = request.url.path
        self.seen.append(f"{request.method} {path}")
        when, what = self._next_fault(path)
        if when == "before":
            raise what
        if when == "status":
            return httpx.Response(what, text="something else")
        answer_ = self._answer(request.method, path, json.loads(request.content or b"{}"))
        if when == "after":
            raise what
        self.on_request("after")
        return answer_

    def _next_fault(self, path: str) -> tuple[str, BaseException | int | None]:
        for fault in self.faults:
            if path.startswith(fault[0]):
                self.faults.remove(fault)
                return fault[1:]
        return "", None

    def _answer(self, method: str, path: str, body: dict) -> httpx.Response:
        _, kind, *rest = path.split("/")
        return getattr(self, f"_{method.lower()}_{kind}")(*rest, body)

    def _post_uploads(self, body: dict) -> httpx.Response:
        return httpx.Response(200, json={"file": f"file-{body['id']}"})

    def _post_announcements(self, body: dict) -> httpx.Response:
        return httpx.Response(200, json={"put_at": f"{HOST}/bytes/{len(self.seen)}"})

    def _put_bytes(self, place: str, body: dict) -> httpx.Response:
        return httpx.Response(200)

    def _get_checks(self, body: dict) -> httpx.Response:
        checked = self.seen.count("GET /checks") >= self.polls_until_done
        return httpx.Response(200, json={"file": "file-checked"} if checked else {"wait": True})

    def _post_voices(self, body: dict) -> httpx.Response:
        self.charges[f"voice {body['id']}"] += 1
        there = f"voice-{len(self.voices) + 1}"
        self.voices[there] = {"ours": body["id"], "asked": 0}
        return httpx.Response(200, json={"id": there}, headers={"x-request": f"request for {there}"})

    def _get_voices(self, there: str, body: dict) -> httpx.Response:
        voice = self.voices[there]
        voice["asked"] += 1
        if voice["asked"] < self.polls_until_done:
            return httpx.Response(200, json={"phase": "running"})
        if self.voice_fails:
            return httpx.Response(200, json={"phase": "failed", "error": self.voice_fails, "cost": "0.01"})
        return httpx.Response(200, json={"phase": "done", "file": f"made as {there}", "cost": "0.01"})

    def _post_faces(self, body: dict) -> httpx.Response:
        self.charges[f"faces {body['id']}"] += 1
        return httpx.Response(200, json={"file": "session-1", "cost": "0.02"}, headers={"x-request": "request 9"})

    def _post_jobs(self, body: dict) -> httpx.Response:
        ours = body["id"]
        known = next((there for there, job in self.jobs.items() if job["ours"] == ours), None)
        if known and self.idempotent:
            return httpx.Response(200, json={"id": known})
        self.charges[ours] += 1
        there = f"there-{len(self.jobs) + 1}"
        self.jobs[there] = {"ours": ours, "takes": body["takes"], "asked": 0, "of": body.get("of")}
        return httpx.Response(200, json={"id": there})

    def _get_jobs(self, there: str, body: dict) -> httpx.Response:
        if there not in self.jobs:
            return httpx.Response(404)
        job = self.jobs[there]
        job["asked"] += 1
        if job["asked"] < self.polls_until_done:
            return httpx.Response(200, json={"phase": "running", "done": job["asked"], "total": self.polls_until_done})
        files = ["" if index in self.failed else f"{HOST}/files/{there}/{index}" for index in range(job["takes"])]
        reply = {"phase": self.phase_when_done, "files": files, "cost": str(PRICE * len([*filter(None, files)]))}
        return httpx.Response(200, json=reply | ({"error": "It broke."} if self.phase_when_done == "failed" else {}))

    def _get_ours(self, ours: str, body: dict) -> httpx.Response:
        all_ = self.jobs | self.voices
        known = next((there for there, job in all_.items() if job["ours"] == ours), None)
        return httpx.Response(200, json={"id": known}) if known else httpx.Response(404)

    def _get_files(self, there: str, index: str, body: dict) -> httpx.Response:
        if index in self.gone:
            return httpx.Response(404)
        return httpx.Response(200, content=picture(f"{there} {index}"), headers={"content-type": "image/png"})

    def _delete_jobs(self, there: str, body: dict) -> httpx.Response:
        return httpx.Response(200, json={"agreed": self.agrees_to_cancel})


def picture(seed: str, side: int = 64) -> bytes:
    """A PNG, another one for another seed."""
    number = sum(map(ord, seed)) * 7919
    into = io.BytesIO()
    Image.new("RGB", (side, side), (number % 256, number // 256 % 256, 80)).save(into, "PNG")
    return into.getvalue()


@contextmanager
def killed_at(point: int, toy: Counter) -> Iterator[Tally]:
    """Kill at the `point`-th thing that happens: each SQL statement, and each request before and after it is served."""
    happened: Tally[str] = Tally()

    def happens(what: str) -> None:
        happened["all"] += 1
        if happened["all"] == point:
            raise Killed(what)

    def statement(execute, sql, params, many, context):
        happens(sql)
        return execute(sql, params, many, context)

    toy.on_request = happens
    try:
        with connection.execute_wrapper(statement):
            yield happened
    finally:
        toy.on_request = lambda when: None
