"""The view that serves bytes: whole or a range, to those who may see them, and no handle left open."""

import os
from pathlib import Path

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.handlers.asgi import ASGIHandler
from django.test import AsyncClient

from studio.library import store
from tests.library.making import row

BYTES = bytes(range(256)) * 4  # 1,024 of them


@pytest.fixture
def asset(alice):
    """A clip of Alice's of 1,024 bytes, with a poster of 6."""
    made = row(alice)
    made.save()
    path = store.path_of(made)
    path.parent.mkdir(parents=True)
    path.write_bytes(BYTES)
    store.path_of(made, "poster").write_bytes(b"poster")
    return made


async def get(asset, user, method="get", variant="original", **headers):
    client = AsyncClient()
    await client.aforce_login(user)
    return await getattr(client, method)(f"/media/{asset.pk}/{variant}", headers=headers)


async def body(response) -> bytes:
    return b"".join([part async for part in response]) if response.streaming else response.content


RANGES = {  # Range header -> status, Content-Range, bytes
    "": (200, None, BYTES),
    "bytes=0-": (206, "bytes 0-1023/1024", BYTES),
    "bytes=0-0": (206, "bytes 0-0/1024", BYTES[:1]),
    "bytes=100-199": (206, "bytes 100-199/1024", BYTES[100:200]),
    "bytes=1000-5000": (206, "bytes 1000-1023/1024", BYTES[1000:]),
    "bytes=1023-": (206, "bytes 1023-1023/1024", BYTES[-1:]),
    "bytes=-1": (206, "bytes 1023-1023/1024", BYTES[-1:]),
    "bytes=-5000": (206, "bytes 0-1023/1024", BYTES),
    "Bytes=5-6": (206, "bytes 5-6/1024", BYTES[5:7]),
    "bytes=1024-": (416, "bytes */1024", b""),
    "bytes=5000-6000": (416, "bytes */1024", b""),
    "bytes=-0": (416, "bytes */1024", b""),
    "bytes=200-100": (200, None, BYTES),
    "bytes=0-1,5-6": (200, None, BYTES),
    "bytes=-": (200, None, BYTES),
    "bytes=a-b": (200, None, BYTES),
    "bytes=1-2x": (200, None, BYTES),
    "frames=0-10": (200, None, BYTES),
    "bytes=" + "9" * 30 + "-": (200, None, BYTES),
}


@pytest.mark.parametrize(("header", "answer"), RANGES.items(), ids=[repr(header) for header in RANGES])
async def test_a_range_is_answered_as_the_rfc_says(header, answer, asset, alice):
    status, content_range, expected = answer

    response = await get(asset, alice, Range=header)

    assert (response.status_code, response.get("Content-Range")) == (status, content_range)
    assert await body(response) == expected
    assert response.get("Content-Length", "0") == str(len(expected))
    assert response["Accept-Ranges"] == "bytes"


async def test_the_answer_says_what_it_is_and_may_be_kept_for_ever_by_this_browser_alone(asset, alice):
    response = await get(asset, alice)

    assert response["Content-Type"] == "video/mp4"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["Content-Disposition"].startswith("inline")
    assert response["ETag"] == f'"{asset.sha256}"'


IF_RANGE = {  # If-Range -> status of a request with a range
    '"{sha256}"': 206,
    '"another"': 200,
    'W/"{sha256}"': 200,  # a weak tag promises nothing about bytes
    "Fri, 20 Nov 2026 10:15:00 GMT": 200,
}


@pytest.mark.parametrize(("tag", "status"), IF_RANGE.items(), ids=list(IF_RANGE))
async def test_if_range_gives_the_range_only_of_the_same_file(tag, status, asset, alice):
    response = await get(asset, alice, Range="bytes=0-9", If_Range=tag.format(sha256=asset.sha256))

    assert response.status_code == status


IF_NONE_MATCH = {'"{sha256}"': 304, 'W/"{sha256}"': 304, "*": 304, '"a", "{sha256}"': 304, '"another"': 200}


@pytest.mark.parametrize(("tags", "status"), IF_NONE_MATCH.items(), ids=list(IF_NONE_MATCH))
async def test_what_the_browser_has_already_is_not_sent_again(tags, status, asset, alice):
    response = await get(asset, alice, If_None_Match=tags.format(sha256=asset.sha256))

    assert response.status_code == status
    assert response["ETag"] == f'"{asset.sha256}"'


async def test_not_modified_goes_before_a_range(asset, alice):
    response = await get(asset, alice, Range="bytes=0-9", If_None_Match=f'"{asset.sha256}"')

    assert response.status_code == 304


async def test_head_tells_the_size_and_sends_nothing(asset, alice):
    response = await get(asset, alice, "head", Range="bytes=0-9")

    assert (response.status_code, response["Content-Length"]) == (200, "1024")
    assert await body(response) == b""


async def test_a_post_is_refused(asset, alice):
    assert (await get(asset, alice, "post")).status_code == 405


async def test_the_team_sees_it_a_stranger_gets_404_and_nobody_is_sent_to_sign_in(asset, alice, bob, charlie):
    assert (await get(asset, bob)).status_code == 200
    assert (await get(asset, charlie)).status_code == 404
    nobody = await AsyncClient().get(f"/media/{asset.pk}/original")
    assert (nobody.status_code, nobody["Location"].split("?")[0]) == (302, "/accounts/login/")


async def test_a_poster_is_a_webp_with_a_tag_of_its_own(asset, alice):
    response = await get(asset, alice, variant="poster")

    assert (response["Content-Type"], response["ETag"]) == ("image/webp", f'"{asset.sha256}-poster"')
    assert await body(response) == b"poster"


@pytest.mark.parametrize("variant", ["sprite", "proxy", "original.mp4", ".."])
async def test_a_variant_that_is_not_there_is_404(variant, asset, alice):
    assert (await get(asset, alice, variant=variant)).status_code == 404


async def test_a_file_of_many_pieces_arrives_whole(asset, alice):
    store.path_of(asset).write_bytes(BYTES * 1000)

    response = await get(asset, alice, Range="bytes=10-")

    assert await body(response) == (BYTES * 1000)[10:]


def open_media(folder) -> list[str]:
    """The media files that this process holds open."""
    handles = Path("/proc/self/fd")
    return [target for name in os.listdir(handles) if (target := _target(handles / name)).startswith(str(folder))]


def _target(handle: Path) -> str:
    try:
        return os.readlink(handle)
    except FileNotFoundError:  # the handle that listed the folder
        return ""


@pytest.mark.django_db(transaction=True)  # the real handler reads the database in a thread of its own
async def test_a_reader_who_goes_away_leaves_no_handle_open(asset, alice, storage):
    store.path_of(asset).write_bytes(BYTES * 10_000)
    client = AsyncClient()
    await client.aforce_login(alice)
    cookie = client.cookies.output(header="", attrs=[]).strip().encode()
    headers = [(b"host", b"localhost"), (b"cookie", cookie)]
    address = f"/media/{asset.pk}/original"
    scope = {"type": "http", "method": "GET", "path": address, "query_string": b"", "headers": headers}
    reader = ApplicationCommunicator(ASGIHandler(), scope)

    await reader.send_input({"type": "http.request"})
    await reader.receive_output(5)
    first = await reader.receive_output(5)
    held = open_media(storage)
    await reader.send_input({"type": "http.disconnect"})
    await reader.wait(5)

    assert first["body"].startswith(BYTES)
    assert len(held) == 1
    assert open_media(storage) == []
