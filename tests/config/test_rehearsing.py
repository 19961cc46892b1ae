"""`python manage.py studio --rehearsal`, through real processes: its folder, its stand-ins, its keys, its end."""

import re
import signal
import socket
import time

import httpx
import pytest

from studio.config.rehearsing import MARK, only_what_it_is
from studio.config.start import Refused

from .conftest import make_owner
from .test_start import one_sentence

# Which folder is what


def test_a_rehearsal_never_uses_a_real_studios_folder_nor_the_other_way_round(tmp_path):
    only_what_it_is(tmp_path, rehearses=True)
    (tmp_path / "db.sqlite3").touch()
    only_what_it_is(tmp_path, rehearses=False)
    with pytest.raises(Refused, match="holds a real studio, and a rehearsal must not be mixed with it"):
        only_what_it_is(tmp_path, rehearses=True)

    (tmp_path / MARK).touch()
    only_what_it_is(tmp_path, rehearses=True)
    with pytest.raises(Refused, match="holds a rehearsal: start it with --rehearsal"):
        only_what_it_is(tmp_path, rehearses=False)


@pytest.mark.crash
def test_a_folder_inside_that_holds_a_real_studio_is_refused_in_one_sentence(run, tmp_path):
    (tmp_path / "rehearsal").mkdir()
    (tmp_path / "rehearsal" / "db.sqlite3").touch()

    code, printed = run("studio", "--rehearsal", "--data", str(tmp_path)).result()

    assert code == 1
    assert one_sentence(printed)
    assert f"The folder {tmp_path}/rehearsal holds a real studio" in printed


# A rehearsal that runs


def rehearse(run, data, port):
    """A rehearsal that is ready: its process, the first run's link or None, and where its stand-ins are."""
    process = run("studio", "--rehearsal", "--data", str(data), "--port", port)
    printed = process.wait_for("Ctrl-C")
    link = re.search(r"http\S+/link/\S+", printed)
    stand_ins = f"http://127.0.0.1:{(data / 'rehearsal' / 'stand-ins' / 'port').read_text()}"
    return process, link and link[0], stand_ins


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/rehearsal/dial").status_code == 200
    except httpx.HTTPError:
        return False


def is_gone(address: str, within_s: float = 10) -> bool:
    end = time.monotonic() + within_s
    while answers(address) and time.monotonic() < end:
        time.sleep(0.05)
    return not answers(address)


def token(browser: httpx.Client, page: str) -> dict[str, str]:
    return {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(page).text)[1]}


@pytest.mark.crash
def test_every_key_is_there_and_works_at_the_stand_ins_and_the_dial_turns(run, tmp_path, port):
    process, link, stand_ins = rehearse(run, tmp_path, port)
    with httpx.Client(base_url=f"http://localhost:{port}", timeout=30) as browser:
        make_owner(browser, link)

        page = browser.get("/settings/providers/").text
        assert "nothing is sent to any provider, nothing is billed" in page
        assert page.count("Not tested.") == 4
        browser.post("/settings/providers/tests/", data=token(browser, "/settings/providers/"))
        page = browser.get("/settings/providers/").text
        assert page.count("Works.") == 4, re.findall(r"(?:Does not work|Not tested)\.[^<]*", page)

        form = token(browser, "/settings/rehearsal/")
        fields = dict(
            re.findall(r'<input type="number" name="(\w+)" value="([\d.]+)"', browser.get("/settings/rehearsal/").text)
        )
        turned = browser.post("/settings/rehearsal/", data=form | fields | {"moderated": "25", "hooks": "twice"})
        assert turned.status_code == 302
        dial = httpx.get(f"{stand_ins}/rehearsal/dial").json()
        assert (dial["moderated"], dial["hooks"], dial["delay_s"]) == (0.25, "twice", [6.0, 20.0])
    assert not (tmp_path / "db.sqlite3").exists(), "the real studio's folder is left as it was"

    code, printed = process.stop()
    assert code == 0
    assert "Traceback" not in printed
    assert is_gone(stand_ins)


@pytest.mark.crash
def test_the_stand_ins_end_with_a_studio_that_is_killed_and_come_back_at_the_same_address(run, tmp_path, port):
    process, _, stand_ins = rehearse(run, tmp_path, port)
    assert answers(stand_ins)

    process.stop(signal.SIGKILL)
    assert is_gone(stand_ins)

    again, _, there = rehearse(run, tmp_path, port)
    assert there == stand_ins
    assert answers(there)
    again.stop()

    with socket.create_server(("127.0.0.1", int(there.rpartition(":")[2]))):
        third, _, elsewhere = rehearse(run, tmp_path, port)
        assert elsewhere != there
        third.stop()


@pytest.mark.crash
def test_what_was_rehearsed_is_not_started_as_a_real_studio(run, tmp_path, port):
    process, _, _ = rehearse(run, tmp_path, port)
    process.stop()

    code, printed = run("studio", "--data", str(tmp_path / "rehearsal"), "--port", port).result()

    assert code == 1
    assert one_sentence(printed)
    assert "holds a rehearsal" in printed


def test_a_rehearsal_whose_stand_ins_were_never_started_asks_nobody(run, tmp_path):
    """However it is started, with the variable alone: what would go to a provider goes nowhere."""
    told = "from django.conf import settings; print(settings.REHEARSES, settings.REHEARSAL, settings.DATA)"

    code, printed = run("shell", "-v", "0", "-c", told, DAILIES_REHEARSAL="yes", DAILIES_DATA=str(tmp_path)).result()

    assert code == 0, printed
    assert printed.strip() == f"True http://127.0.0.1:9 {tmp_path}/rehearsal"
