"""The page with the dial of a rehearsal, and the strip above every other one."""

import httpx
import pytest

from studio.pages.rehearsal import Desk
from studio.rehearsal.dial import Dial

pytestmark = pytest.mark.django_db
URL = "/settings/rehearsal/"
STRIP = "nothing is sent to any provider, nothing is billed"


@pytest.fixture
def desk(monkeypatch, settings):
    """A rehearsal whose stand-ins' dial is `turned` here; `gone` makes them unreachable."""

    class There:
        dial, turned, gone = Dial(), None, False

        def ask(self, path):
            if there.gone:
                raise httpx.ConnectError("no")
            return {"dial": there.dial.as_json(), "charges": {"totals": {"runware USD": "0.84"}}}[path]

        def turn(self, dial):
            there.turned = dial
            there.dial = Dial.from_json(there.dial.as_json() | dial)

    there = There()
    settings.REHEARSES, settings.REHEARSAL = True, "http://127.0.0.1:9"
    for name in ("ask", "turn"):
        monkeypatch.setattr(Desk, name, lambda self, *given, name=name: getattr(there, name)(*given))
    return there


def posted(**changed: str) -> dict[str, str]:
    usual = {"queue_s_from": "1", "queue_s_to": "5", "delay_s_from": "6", "delay_s_to": "20", "expire_s": "3600"}
    shares = dict.fromkeys(("moderated", "fail_after_accept", "partial", "rate_limited", "lost_replies"), "0")
    return usual | shares | {"errors_5xx": "0", "hooks": "once"} | changed


def test_it_shows_how_it_goes_and_what_it_would_have_cost(client, alice, desk):
    client.force_login(alice)

    page = client.get(URL).content.decode()

    assert 'name="delay_s_to" value="20"' in page
    assert "Runware: $0.84" in page
    assert STRIP in page


def test_the_dial_is_turned_in_seconds_and_per_cent(client, alice, desk):
    client.force_login(alice)

    answer = client.post(URL, posted(delay_s_from="0.5", lost_replies="12.5", hooks="never"))

    assert answer.status_code == 302
    assert desk.dial.delay_s == (0.5, 20)
    assert (desk.dial.lost_replies, desk.dial.hooks) == (0.125, "never")
    assert 'name="lost_replies" value="12.5"' in client.get(URL).content.decode()


def test_what_cannot_be_set_is_said_at_its_field_and_not_sent(client, alice, desk):
    client.force_login(alice)

    answer = client.post(URL, posted(queue_s_from="9", queue_s_to="2", moderated="101", expire_s="for ever"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It ends before it begins: give at least 9 s." in page
    assert "less than or equal to 100" in page
    assert 'id="id_expire_s_error"' in page
    assert desk.turned is None


def test_stand_ins_that_are_gone_are_a_sentence(client, alice, desk):
    client.force_login(alice)
    desk.gone = True

    answer = client.get(URL)

    assert answer.status_code == 503
    assert "The stand-ins do not answer. Nothing is lost" in answer.content.decode()


def test_it_is_for_owners_and_producers(client, bob, desk):
    client.force_login(bob)

    assert client.get(URL).status_code == 403
    assert "How it goes" not in client.get("/library/").content.decode()


def test_the_strip_is_on_every_page_of_a_rehearsal_and_on_no_other(client, alice, desk, settings):
    assert STRIP in client.get("/accounts/login/").content.decode()
    client.force_login(alice)
    assert STRIP in client.get("/create/").content.decode()

    settings.REHEARSES = False
    assert STRIP not in client.get("/create/").content.decode()
    assert client.get(URL).status_code == 404
    assert "/settings/rehearsal/" not in client.get("/settings/").content.decode()
