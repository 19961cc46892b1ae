"""What lies at 127.0.0.1 itself: results to fetch, uploads to put, and the control desk.

`GET /files/<token>.mp4` gives a ready file until it expires (then 403, as a signed address of a store does).
`PUT /uploads/<provider>.<upload>[.<part>]` keeps bytes; `GET` gives them back.
`GET /rehearsal/charges[?provider=]`, `GET|PUT|PATCH /rehearsal/dial`, `GET /rehearsal/tasks?provider=&account=`,
`GET /rehearsal/webhooks[?provider=]`, `POST /rehearsal/webhooks/<number>` (send it again, now).
"""

from dataclasses import asdict
from decimal import Decimal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from studio.rehearsal import lives
from studio.rehearsal.clips import MIMES, Shape
from studio.rehearsal.dial import BadDial, Dial
from studio.rehearsal.frame import Frame, House, untoken

EXPIRED = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"


def refusal(word: str) -> Response:
    """How a store of files says no."""
    status = 200 if word == "200-with-errors" else int(word)
    return Response(f"<Error><Code>{word}</Code></Error>", status, media_type="application/xml")


def app(frame: Frame) -> Starlette:
    """The paths of this machine's own address."""
    desk = Desk(frame)
    return Starlette(
        routes=[
            Route("/files/{name}", desk.file),
            Route("/uploads/{name}", desk.put, methods=["PUT"]),
            Route("/uploads/{name}", desk.uploaded),
            Route("/rehearsal/charges", desk.charges),
            Route("/rehearsal/dial", desk.dial, methods=["GET", "PUT", "PATCH"]),
            Route("/rehearsal/tasks", desk.tasks),
            Route("/rehearsal/webhooks", desk.hooks),
            Route("/rehearsal/webhooks/{number:int}", desk.send_again, methods=["POST"]),
        ]
    )


class Desk:
    """The views, around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    async def file(self, request: Request) -> Response:
        try:
            about = untoken(request.path_params["name"].rpartition(".")[0])
            provider, ends, shape = about.pop("provider"), about.pop("ends"), Shape(**about)
        except (ValueError, KeyError, TypeError):
            return PlainTextResponse("There is no such file.", 404)

        async def act() -> Response:
            if self.frame.now(request) >= ends:
                return Response(EXPIRED, 403, media_type="application/xml")
            return Response(await self.frame.clips.bytes_of(shape), media_type=shape.mime)

        return await self.frame.call(request, House(provider, refusal), "file", act)

    async def put(self, request: Request) -> Response:
        name = request.path_params["name"]
        provider, upload_id, *_ = [*name.split("."), ""]
        upload = self.frame.store.thing(provider, "upload", upload_id)
        if upload is None:
            return Response(EXPIRED, 403, media_type="application/xml")

        async def act() -> Response:
            digest = self.frame.put_bytes(name, await request.body())
            return Response(headers={"etag": f'"{digest[:32]}"'})

        return await self.frame.call(request, House(provider, refusal), "upload", act)

    async def uploaded(self, request: Request) -> Response:
        name = request.path_params["name"]
        content = self.frame.get_bytes(name)
        if content is None:
            return PlainTextResponse("There is no such upload.", 404)
        form = name.rpartition(".")[2]
        return Response(content, media_type=MIMES.get(form, "application/octet-stream"))

    async def charges(self, request: Request) -> Response:
        """`{"charges": [rows], "totals": {"runware USD": "0.84"}}`; what was paid back by now counts nothing."""
        now, totals = self.frame.clock(), {}
        rows = self.frame.store.charges(request.query_params.get("provider"))
        for row in rows:
            if row.refunded is None or row.refunded > now:
                key = f"{row.provider} {row.currency}"
                totals[key] = totals.get(key, Decimal(0)) + Decimal(row.amount)
        told = {key: f"{total:f}" for key, total in totals.items()}
        return JSONResponse({"charges": list(map(asdict, rows)), "totals": told})

    async def dial(self, request: Request) -> Response:
        """PUT sets a whole dial, PATCH only what it names."""
        if request.method != "GET":
            try:
                given = Dial.read((await request.body()).decode("utf-8", "replace"))
                if request.method == "PATCH":
                    given = Dial.from_json(self.frame.dial.as_json() | await request.json())
            except BadDial as error:
                return JSONResponse({"error": str(error)}, 400)
            self.frame.set_dial(given)
        return JSONResponse(self.frame.dial.as_json())

    async def tasks(self, request: Request) -> Response:
        """An account's tasks and where each is."""
        asked = request.query_params
        found = self.frame.store.tasks(asked.get("provider", ""), asked.get("account", ""), most=10_000)
        return JSONResponse({"tasks": [_told(task, lives.life(task, self.frame.clock())) for task in found]})

    async def hooks(self, request: Request) -> Response:
        """All webhooks, sent or not."""
        found = self.frame.store.hooks(request.query_params.get("provider"))
        return JSONResponse({"webhooks": list(map(asdict, found))})

    async def send_again(self, request: Request) -> Response:
        """Send one again, as one more: what a provider does that did not hear the answer."""
        number = request.path_params["number"]
        for hook in (one for one in self.frame.store.hooks() if one.number == number):
            self.frame.store.add_hook(hook.provider, hook.task_id, hook.url, self.frame.clock(), hook.about)
        return Response(status_code=204)


def _told(task: lives.Task, life: lives.Life) -> dict[str, object]:
    return {"id": task.id, "our_id": task.our_id, "endpoint": task.endpoint, "phase": life.phase}
