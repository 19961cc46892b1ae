"""The studio is killed with SIGKILL while a zip goes out: nothing breaks, nothing is left, the next one is whole."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from .house import ROOT, House, environment

pytestmark = pytest.mark.crash

FILES = 40
KILLS = 2


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path / "data")
    house.data.mkdir()
    yield house
    house.close()


def stocked(house: House, picture: Path) -> str:
    """A library of that many files of one picture; the session of who may download them."""
    about = {"DAILIES_DATA": str(house.data), "DAILIES_LOG": "warning", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, ROOT / "tests/crash/zipping.py", picture, str(FILES)]
    return subprocess.run(
        command, env=environment(**about), check=True, text=True, stdout=subprocess.PIPE
    ).stdout.strip()


def noise(folder: Path) -> Path:
    """A picture of 3 MB, so that a zip of them is far larger than what lies in the sockets."""
    path = folder / "noise.png"
    pixels = np.random.default_rng(7).integers(0, 256, (1024, 1024, 3), np.uint8)
    Image.fromarray(pixels).save(path, compress_level=0)
    return path


def asking(house: House, session: str) -> httpx.Client:
    token = "t" * 32
    port = httpx.URL(house.url).port
    cookies = {f"dailies_session_{port}": session, f"dailies_csrf_{port}": token}
    headers = {"X-CSRFToken": token}
    return httpx.Client(base_url=house.url, cookies=cookies, headers=headers, timeout=120)


def killed_in_the_middle(house: House, alice: httpx.Client) -> None:
    with alice.stream("POST", "/library/zip/", data={"query": "?"}) as answer:
        assert answer.status_code == 200
        pieces = answer.iter_raw(65536)
        next(pieces)
        house.kill()
        for _ in pieces:
            pass


def test_killing_the_studio_during_a_zip_breaks_nothing_and_leaves_nothing(house, tmp_path, scaled):
    house.start()
    session = stocked(house, noise(tmp_path))
    before = house.rows("select count(*), max(id) from library_asset")

    for _ in range(scaled(KILLS)):
        with asking(house, session) as alice, pytest.raises(httpx.HTTPError):
            killed_in_the_middle(house, alice)
        house.start()

    with asking(house, session) as alice:
        answer = alice.post("/library/zip/", data={"query": "?"})
    whole = zipfile.ZipFile(io.BytesIO(answer.content))
    assert whole.testzip() is None
    assert sum(name.endswith(".png") for name in whole.namelist()) == FILES
    assert house.rows("select count(*), max(id) from library_asset") == before
    assert house.left_over() == []
    assert house.stop() == 0
