"""What somebody writes with fal's own client; run as a program of its own, for the client reads its hosts at import.

Tells what it saw as one JSON object.
"""

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fal_client
import httpx

TEXT = "fal-ai/kling-video/v2.6/pro/text-to-video"
IMAGE = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
PICTURE = "fal-ai/kling-image/v3/text-to-image"
WORDS = {"prompt": "A pier in fog"}


def followed() -> dict:
    """submit, then every status with its log, then the result."""
    seen = []
    result = fal_client.subscribe(TEXT, WORDS, with_logs=True, on_queue_update=seen.append)
    lines = [line["message"] for line in seen[-1].logs]
    return {"words": [type(one).__name__ for one in seen], "lines": lines, "result": result}


def asked_later() -> dict:
    """What is left of a request when only its id was kept."""
    handle = fal_client.submit(TEXT, WORDS, webhook_url="http://127.0.0.1:9/hook", priority="low", start_timeout=30)
    status = fal_client.status(TEXT, handle.request_id)
    return {
        "first": type(status).__name__,
        "place": status.position,
        "result": fal_client.result(TEXT, handle.request_id),
    }


def uploaded(path: str) -> dict:
    """A file, in both of the client's ways, and then used."""
    urls = [fal_client.upload_file(path), fal_client.upload_file(path, repository="fal")]
    results = [fal_client.subscribe(IMAGE, WORDS | {"image_url": url}) for url in urls]
    return {"urls": urls, "results": results}


def in_parts(path: str) -> dict:
    """The client's own upload of a large file, told that nine bytes are a part."""
    content = b"A file that is too large for one request, or nearly."
    large = Path(path).with_name("large.bin")
    large.write_bytes(content)
    client = fal_client.SyncClient()
    to = {"client": client._get_cdn_client(), "token_manager": client._token_manager}
    url = fal_client.client.MultipartUpload.save_file(**to, file_path=large, chunk_size=9, content_type="video/mp4")
    return {"whole": httpx.get(url).content == content, "url": url}


def refused(call) -> dict:
    """How an error arrives."""
    try:
        call()
    except fal_client.FalClientHTTPError as error:
        return {"status": error.status_code, "message": error.message, "type": error.error_type}
    return {}


def stopped() -> dict:
    """A request that is cancelled while it waits."""
    handle = fal_client.submit(TEXT, WORDS)
    handle.cancel()
    last = list(handle.iter_events())[-1]
    return {"word": type(last).__name__, "error": last.error_type, "result": refused(handle.get)}


async def at_once() -> list:
    """Three at the same time."""
    client = fal_client.AsyncClient()
    return await asyncio.gather(*(client.subscribe(PICTURE, WORDS | {"num_images": 2}) for _ in range(3)))


def main(path: str) -> None:
    """All of it at the same time, for most of it is waiting."""
    stranger = fal_client.SyncClient(key="wrong-id:wrong-secret")
    calls = {
        "followed": followed,
        "asked_later": asked_later,
        "uploaded": lambda: uploaded(path),
        "in_parts": lambda: in_parts(path),
        "invalid": lambda: refused(lambda: fal_client.subscribe(TEXT, WORDS | {"duration": "7"})),
        "not_there": lambda: refused(lambda: fal_client.subscribe("fal-ai/kling-video/v9/text-to-video", WORDS)),
        "nobody": lambda: refused(lambda: stranger.submit(TEXT, WORDS)),
        "stopped": stopped,
        "at_once": lambda: asyncio.run(at_once()),
        "direct": lambda: fal_client.run(PICTURE, WORDS),
    }
    with ThreadPoolExecutor(len(calls)) as threads:
        told = dict(zip(calls, threads.map(lambda call: call(), calls.values()), strict=True))
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
