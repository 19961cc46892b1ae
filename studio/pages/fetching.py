"""A file by its address: fetched by the studio, as far as that is safe, and kept like an upload."""

import tempfile
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

import httpx
from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member
from studio.core import netsafe
from studio.core.formats import HEAD_BYTES, format_of, sniff
from studio.core.media import BadMedia
from studio.core.netsafe import Caps, SafeTransport, TooLarge, TooSlow, Unsafe
from studio.library import store
from studio.library.keep import keep_upload
from studio.providers import rerouted

from .uploads import Refused, described

SECONDS = 120  #: somebody is waiting for it
LONGEST = 4000  #: characters of an address


@member
@require_POST
async def address(request: HttpRequest) -> JsonResponse:
    """Keeps the file that `url` leads to. In a rehearsal the stand-ins are asked: nothing leaves this machine."""
    team, project = await sync_to_async(lambda: (team_of(request), project_of(request)))()
    try:
        with tempfile.TemporaryDirectory(prefix="fetched-", dir=store.incoming()) as folder:
            path, name = await _fetched(request.POST.get("url", "").strip(), Path(folder))
            asset = await keep_upload(path, name, user=await request.auser(), team=team, project=project)
    except (Refused, BadMedia) as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse(described(asset), status=HTTPStatus.CREATED)


async def _fetched(text: str, folder: Path) -> tuple[Path, str]:
    """The file and its name. Raises Refused with what to do."""
    path = folder / "file"
    try:
        url = httpx.URL(text[:LONGEST])
        if not (url.host and url.scheme in ("http", "https")):
            raise Refused(NO_ADDRESS.format(text[:60]))
        async with netsafe.client(_transport()) as client, client.stream("GET", url) as response:
            if response.status_code != HTTPStatus.OK:
                raise Refused(f"{url.host} answered HTTP {response.status_code} there, and no file. {BY_HAND}")
            with path.open("wb") as file:
                async for chunk in response.aiter_bytes(1 << 20):
                    file.write(chunk)
    except (Unsafe, TooLarge, TooSlow) as error:
        raise Refused(f"{error} {BY_HAND}") from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise Refused(NO_ADDRESS.format(text[:60])) from error
    except httpx.HTTPError as error:
        raise Refused(f"{url.host} could not be read. {BY_HAND}") from error
    return path, _name(url, path)


BY_HAND = "Open it in the browser, save the file, and drop it here."
NO_ADDRESS = "“{}” is no address of a file. Give one that begins with https://."


def _transport() -> httpx.AsyncBaseTransport:
    caps = Caps(size=settings.UPLOAD_LIMIT, seconds=SECONDS)
    return rerouted.fetching(settings.REHEARSAL, caps) if settings.REHEARSAL else SafeTransport(caps=caps)


def _name(url: httpx.URL, path: Path) -> str:
    """The last word of the address, with the ending of what came: the web calls files as it likes."""
    word = Path(unquote(url.path)).name or url.host
    with path.open("rb") as file:
        found = sniff(file.read(HEAD_BYTES))[0]
    return f"{Path(word).stem}{format_of(found).suffix}" if found else word
