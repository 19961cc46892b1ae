"""Many files as one zip: what is in it, what it is called, who may have it, and that no clip lies in memory."""

import io
import json
import os
import re
import tracemalloc
import uuid
import zipfile
from urllib.parse import unquote

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.core.handlers.asgi import ASGIHandler
from django.test import AsyncClient, Client
from django.urls import reverse

from studio.core import clock
from studio.library import store, zips
from studio.library.models import Asset, Collected, Collection
from studio.library.zip_names import BadTemplate, Names, Template
from tests.library.making import RECIPE, row, rows
from tests.pages.visiting import attached_name, visit
from tests.walks import walk

TODAY = f"{clock.now():%Y-%m-%d}"


def with_file(asset: Asset, data: bytes = b"the very bytes", poster: bool = True) -> Asset:
    path = store.path_of(asset)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if poster:
        store.path_of(asset, "poster").write_bytes(b"poster")
    return asset


@pytest.fixture
def two(alice):
    """Two clips of Alice's of one name; the newer holds `second`."""
    first, second = row(alice), row(alice)
    for asset, data in ((first, b"first"), (second, b"second")):
        asset.save()
        with_file(asset, data)
    return first, second


def asked(user, assets=(), **fields):
    return visit(user).post(reverse("library-zip"), {"ids": [str(asset.pk) for asset in assets]} | fields)


@async_to_sync
async def whole(response) -> bytes:
    return b"".join([piece async for piece in response.streaming_content])


@async_to_sync
async def counted(response) -> int:
    return sum([len(piece) async for piece in response.streaming_content])


def opened(response) -> zipfile.ZipFile:
    data = whole(response)
    assert len(data) == int(response["Content-Length"])
    found = zipfile.ZipFile(io.BytesIO(data))
    assert found.testzip() is None
    return found


def said(response) -> str:
    assert response.status_code == 302
    return str(next(iter(response.wsgi_request._messages)))


def test_a_selection_is_one_zip_of_files_recipes_and_a_contact_sheet(alice, two):
    found = opened(answer := asked(alice, two))

    assert answer["Content-Type"] == "application/zip"
    assert attached_name(answer).endswith(".zip")
    assert set(found.namelist()) == {
        "index.html",
        f"{TODAY} A harbour at dusk.mp4",
        f"{TODAY} A harbour at dusk.recipe.json",
        f"{TODAY} A harbour at dusk (2).mp4",
        f"{TODAY} A harbour at dusk (2).recipe.json",
        "index_files/00001.webp",
        "index_files/00002.webp",
    }
    assert found.read(f"{TODAY} A harbour at dusk.mp4") == b"second"
    assert json.loads(found.read(f"{TODAY} A harbour at dusk.recipe.json")) == RECIPE


def test_the_contact_sheet_asks_nothing_of_the_network_and_runs_nothing(alice, two):
    Asset.objects.filter(pk=two[0].pk).update(name="<script>alert(1)</script> & 50% #1?")
    found = opened(asked(alice, two, names="{name}"))
    sheet = found.read("index.html").decode()

    inside = set(found.namelist())
    linked = re.findall(r'(?:href|src)="([^"]+)"', sheet)
    assert len(linked) == 6
    assert {unquote(link) for link in linked} <= inside
    assert "http://" not in sheet and "https://" not in sheet and "<script" not in sheet
    assert "A harbour at dusk" in sheet


def test_all_that_a_search_finds_is_packed_and_nothing_else(alice, two):
    other = row(alice, name="Elsewhere", recipe=RECIPE | {"model": "kling-o1-pro"})
    other.save()
    with_file(other)

    found = opened(asked(alice, query="?model=kling-o1-pro"))

    assert [name for name in found.namelist() if name.endswith(".mp4")] == [f"{TODAY} Elsewhere.mp4"]


def test_a_file_that_is_lost_is_named_on_the_sheet_and_the_rest_comes(alice, two):
    store.path_of(two[0]).unlink()

    found = opened(asked(alice, two))

    assert sum(name.endswith(".mp4") for name in found.namelist()) == 1
    assert "Missing" in found.read("index.html").decode()


def test_strangers_get_nothing_and_a_colleagues_private_file_stays_out(alice, bob, charlie, two, team):
    mine = team.projects.create(name="Mine", visibility="private", made_by=alice)
    Asset.objects.filter(pk=two[0].pk).update(project=mine)

    assert "None of these files is here" in said(asked(charlie, two))
    assert sum(name.endswith(".mp4") for name in opened(asked(bob, two)).namelist()) == 1


def test_what_cannot_be_packed_is_said_in_a_sentence(alice, two, monkeypatch):
    assert "no {colour}" in said(asked(alice, two, names="{colour}"))
    assert "Nothing was downloaded" in said(asked(alice, names="{name}", ids=[str(uuid.uuid4())]))
    monkeypatch.setattr(zips, "MOST", 1)
    assert "At most 1 files" in said(asked(alice, two, next="/library/?q=dusk"))
    for asset in two:
        store.path_of(asset).unlink()
    monkeypatch.setattr(zips, "MOST", 10)
    assert "in our storage" in said(asked(alice, two))


def test_back_leads_to_where_one_was_and_never_elsewhere(alice, two):
    assert asked(alice, two, names="{x}", next="/library/?q=dusk")["Location"] == "/library/?q=dusk"
    assert asked(alice, two, names="{x}", next="https://evil.example/")["Location"] == "/library/"


NAMED = (
    ("{name}", "A harbour", "A harbour"),
    ("", "A harbour", f"{TODAY} A harbour"),
    ("{person}/{name}", "x", "Alice Archer/x"),
    ("../../{name}", "x", "x"),
    ("/etc/{name}", "x", "etc/x"),
    ("{name}", "../../x", "x"),
    ("{name}", "a/b\\c", "a b c"),
    ("{name}", "CON", "CON_"),
    ("{name}", "nul.txt", "nul.txt_"),
    ("{name}/{name}", "aux", "aux_/aux_"),
    ("{name}", ". . .", "dailies"),
    ("{name}", "a\x00b\nc\x7fd", "a b c d"),
    ("{name}", 'a<b>:"|?*c', "a b c"),
    ("{number} {name}", "x", "0007 x"),
    ("{model}_{task}_{stars}", "x", "kling-3.0-pro_text-to-video_3"),
    ("{{{name}}}", "x", "{x}"),
    ("{name}", "夜の港 😀", "夜の港 😀"),
    ("{name}", "x" * 300, "x" * 100),
)


@walk(("template", "name", "path"), NAMED, lambda template, name, path: f"{template} of {name!r}")
def test_a_template_gives_a_name_that_every_file_system_takes(template, name, path, alice):
    asset = row(alice, stars=3)
    asset.save()
    asset.refresh_from_db()

    assert Template(template).path(asset, 7, name) == path


@walk(
    ("template",), ["{", "}", "{name", "{colour}", "{name.__class__}", "{0}", "{}", "{name!r}", "{name:>9}", "x" * 201]
)
def test_a_template_that_cannot_be_read_says_what_there_is(template):
    with pytest.raises(BadTemplate) as said:
        Template(template)

    assert str(said.value).endswith(".")


def test_no_two_paths_are_one_file_on_a_system_that_ignores_capitals():
    names = Names("index")

    given = [names.once(path) for path in ("A", "a", "a (2)", "INDEX", "a", "A (2)")]

    assert len({path.casefold() for path in given} | {"index"}) == 7


def test_no_clip_lies_in_memory(alice, tmp_path):
    """64 MB of clips go out in pieces; what is held meanwhile stays under 8 MB."""
    for asset in rows(alice, 8):
        with_file(asset, os.urandom(1 << 20) * 8)
    response = asked(alice, query="?")

    tracemalloc.start()
    size = counted(response)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert size > 64_000_000
    assert peak < 8_000_000


@pytest.mark.django_db(transaction=True)  # the real handler reads the database in a thread of its own
async def test_who_goes_away_leaves_no_file_open(alice, two, settings):
    await Asset.objects.filter(pk=two[1].pk).aupdate(name="Large")
    with_file(two[1], bytes(8_000_000))
    client = AsyncClient()
    await client.aforce_login(alice)
    client.cookies[settings.CSRF_COOKIE_NAME] = token = "t" * 32
    cookie = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    body = f"ids={two[0].pk},{two[1].pk}".encode()
    headers = [(b"cookie", cookie.encode()), (b"host", b"testserver"), (b"content-length", str(len(body)).encode())]
    headers += [(b"content-type", b"application/x-www-form-urlencoded"), (b"x-csrftoken", token.encode())]
    scope = {"type": "http", "method": "POST", "path": reverse("library-zip"), "headers": headers}
    scope |= {"query_string": b"", "http_version": "1.1", "server": ("testserver", 80)}
    visitor = ApplicationCommunicator(ASGIHandler(), scope)

    await visitor.send_input({"type": "http.request", "body": body})
    begun = await visitor.receive_output(10)
    assert begun["status"] == 200, begun
    assert (await visitor.receive_output(10))["more_body"]
    await visitor.send_input({"type": "http.disconnect"})
    await visitor.wait(10)

    held = {
        os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")
    }
    assert str(store.path_of(two[1])) not in held


def test_a_visitor_is_sent_to_sign_in(db):
    assert Client().post(reverse("library-zip"))["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("way", ["ids", "query"])
def test_nothing_of_somebody_elses_private_project_is_in_it_by_any_way(alice, bob, two, team, way):
    hidden = team.projects.create(name="Submarine", visibility="private", made_by=bob)
    secret = row(bob, project=hidden, name="A submarine", recipe=RECIPE | {"values": {"prompt": "Deep and dark"}})
    secret.save()
    with_file(secret, b"what nobody may see")
    reel = Collection.objects.create(team=team, owner=bob, name="Reel")
    Collected.objects.bulk_create(
        Collected(collection=reel, asset=each, place=n) for n, each in enumerate([secret, *two])
    )
    asking = {"ids": {"assets": [secret, *two]}, "query": {"query": f"?collection={reel.pk}"}}[way]

    hers, his = opened(asked(alice, **asking)), opened(asked(bob, **asking))

    inside = b"".join(hers.read(name) for name in hers.namelist()) + " ".join(hers.namelist()).encode()
    for words in (b"submarine", b"Submarine", b"Deep and dark", b"what nobody may see", str(secret.pk).encode()):
        assert words not in inside
    assert len([name for name in hers.namelist() if name.endswith(".mp4")]) == 2
    assert len([name for name in his.namelist() if name.endswith(".mp4")]) == 3


@pytest.mark.parametrize("way", ["ids", "query"])
def test_a_collections_order_is_that_of_the_contact_sheet_and_of_the_numbers(alice, team, way):
    shots = rows(alice, 5)
    for shot in shots:
        with_file(shot, shot.name.encode())
    reel = Collection.objects.create(team=team, owner=alice, name="Reel")
    wanted = [shots[n] for n in (3, 0, 4, 1, 2)]
    Collected.objects.bulk_create(Collected(collection=reel, asset=each, place=n) for n, each in enumerate(wanted))
    query = f"?collection={reel.pk}&sort=arranged"
    asking = {"ids": {"assets": shots, "order": query}, "query": {"query": query}}[way]

    found = opened(asked(alice, **asking, names="{number} {name}"))

    sheet = found.read("index.html").decode()
    assert re.findall(r"<h2>(.*?)</h2>", sheet) == [shot.name for shot in wanted]
    assert [found.read(f"000{n} {shot.name}.mp4") for n, shot in enumerate(wanted, 1)] == [
        shot.name.encode() for shot in wanted
    ]
