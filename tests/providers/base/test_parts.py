"""A file in parts: a part that fails is put again, and what is not whole is never said to be."""

import json

import httpx
import pytest

from studio.providers import registry
from studio.providers.client import Client
from studio.providers.errors import BadInput, Expired, NotSent, RateLimited, SubmitUncertain
from studio.providers.files import Filling, StoredFile, fill
from studio.providers.keys import Key
from studio.providers.parts import Parted
from studio.providers.templates import Division, Step, file

ADDRESS = "https://store.example/files/u%2F1/multipart/s?signed=a%2Bb"
CONTENT = b"0123456789abcdefghijXYZ"
FAL = registry.get("fal")


class Store:
    """A storage that keeps parts. `on_2`, `on_complete`: what becomes of the next calls for that part, or that word."""

    def __init__(self, **faults: list) -> None:
        self.faults, self.seen, self.parts, self.whole = faults, [], {}, None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        word = request.url.path.rpartition("/")[2]
        self.seen.append(word)
        assert request.url.raw_path == f"/files/u%2F1/multipart/s/{word}?signed=a%2Bb".encode()
        assert "authorization" not in request.headers
        if todo := self.faults.get(f"on_{word}"):
            return self._fail(todo.pop(0))
        if word == "complete":
            tags = json.loads(request.content)["parts"]
            assert tags == [{"partNumber": n, "etag": f"tag {n}"} for n in sorted(self.parts)]
            self.whole = b"".join(self.parts[n] for n in sorted(self.parts))
            return httpx.Response(200, json={})
        self.parts[int(word)] = request.content
        return httpx.Response(200, json={"partNumber": int(word), "etag": f"tag {word}"})

    def _fail(self, how) -> httpx.Response:
        if isinstance(how, Exception):
            raise how
        return how


async def a_key(slug: str, account: str) -> Key:
    return Key(key="planted-key-4711")


@pytest.fixture
def sent(tmp_path):
    """sent(store) -> send the file there in parts of ten bytes."""
    path = tmp_path / "long.mp4"
    path.write_bytes(CONTENT)

    async def sent(store: Store, **about) -> object:
        client = Client(transport=httpx.MockTransport(store), pauses=(0, 0), keys=a_key)
        whole = {"path": path, "size": len(CONTENT), "each": 10} | about
        parted = Parted(url=ADDRESS, headers={"Content-Type": "video/mp4"}, **whole)
        answer = await client.submit(FAL, parted, lambda got: got.status_code)
        await client.close()
        return answer

    return sent


async def test_the_parts_go_in_order_and_then_it_is_said_that_they_are_all(sent):
    store = Store()

    assert await sent(store) == 200
    assert (store.seen, store.whole) == (["1", "2", "3", "complete"], CONTENT)
    assert [len(part) for part in store.parts.values()] == [10, 10, 3]


async def test_a_file_of_whole_parts_has_no_empty_one_at_its_end(sent, tmp_path):
    even = tmp_path / "even.mp4"
    even.write_bytes(CONTENT[:20])
    store = Store()

    await sent(store, path=even, size=20)

    assert store.seen == ["1", "2", "complete"]


@pytest.mark.parametrize(
    "fault",
    [
        httpx.Response(500),
        httpx.Response(200, json={"partNumber": 2}),
        httpx.Response(200, text="half an ans"),
        httpx.ReadTimeout("slow"),
        httpx.WriteError("cut"),
        httpx.ConnectError("not there"),
    ],
    ids=repr,
)
async def test_a_part_that_fails_once_is_put_again_and_no_other_is(sent, fault):
    store = Store(on_2=[fault])

    assert await sent(store) == 200
    assert (store.seen, store.whole) == (["1", "2", "2", "3", "complete"], CONTENT)


@pytest.mark.parametrize(
    ("faults", "raised"),
    [
        ([httpx.Response(500)] * 3, SubmitUncertain),
        ([httpx.ConnectError("not there")] * 3, NotSent),
        ([httpx.Response(429, headers={"Retry-After": "7"})], RateLimited),
        ([httpx.Response(403)], Expired),
        ([httpx.Response(413)], BadInput),
    ],
)
async def test_without_one_of_its_parts_a_file_is_never_said_to_be_whole(sent, faults, raised):
    store = Store(on_3=[*faults])

    with pytest.raises(raised):
        await sent(store)

    assert "complete" not in store.seen
    assert store.whole is None
    assert store.seen.count("3") == len(faults)


async def test_a_lost_answer_to_the_completion_is_told_and_not_guessed(sent):
    store = Store(on_complete=[httpx.ReadTimeout("slow")])

    with pytest.raises(SubmitUncertain):
        await sent(store)


@pytest.mark.parametrize("left", [None, b"0123456789abc"], ids=["gone", "shorter"])
async def test_a_file_that_is_not_what_it_was_is_not_completed(sent, tmp_path, left):
    store, path = Store(), tmp_path / "long.mp4"
    path.unlink() if left is None else path.write_bytes(left)

    with pytest.raises(NotSent):
        await sent(store)

    assert store.whole is None
    assert "complete" not in store.seen


def test_only_a_file_above_the_limit_is_announced_and_put_in_parts(tmp_path):
    path = tmp_path / "long.mp4"
    path.write_bytes(CONTENT)
    material = Filling(our_id="ours", files={"a": StoredFile(path=path, mime="video/mp4")}, answers={})

    def made(above: int) -> list:
        divided = Division(file=file({"asset": "a"}), above=above, each=10, url="https://store.example/in-parts")
        shared = {"purpose": "upload", "divided": divided, "url": "https://store.example/at-once"}
        steps = Step(**shared, method="POST", json={}), Step(**shared, method="PUT", content=file({"asset": "a"}))
        return [fill(step, material) for step in steps]

    announced, put = made(len(CONTENT))
    assert (str(announced.url), put.content) == ("https://store.example/at-once", CONTENT)
    announced, put = made(len(CONTENT) - 1)
    assert str(announced.url) == "https://store.example/in-parts"
    assert (type(put), put.path, put.size, put.each) == (Parted, path, len(CONTENT), 10)
