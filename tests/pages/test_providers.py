"""Settings, Providers: keys are tested by a free call, kept, limited and taken back; never shown, never lost money."""

import json
import re

import httpx
import pytest

from studio.accounts import keyring
from studio.accounts.models import Membership, ProviderKey
from studio.jobs import keys
from studio.jobs.machine import State
from studio.providers.client import Client
from tests.live.making import make_job

pytestmark = pytest.mark.django_db
URL = "/settings/providers/"
SECRET = "planted-runware-key-2c38"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEYS = tmp_path


class World(httpx.AsyncBaseTransport):
    """All providers: they answer what is set, and note what they were asked with."""

    def __init__(self):
        self.asked: list[httpx.Request] = []
        self.status, self.trouble = 200, None

    async def handle_async_request(self, request):
        self.asked.append(request)
        if self.trouble:
            raise self.trouble
        if self.status != 200:
            return httpx.Response(self.status, json={"errors": [{"code": "invalidApiKey", "message": "Invalid key"}]})
        task = json.loads(await request.aread())[0] if request.method == "POST" else {}
        item = {"taskUUID": task.get("taskUUID"), "organizationName": "Acme", "balance": 38.2}
        return httpx.Response(200, json={"code": 0, "data": [item] if task else {}, "jobs": [], "prices": []})


@pytest.fixture
def world(monkeypatch):
    """The network, as far as keys are tested."""
    there = World()
    monkeypatch.setattr(keys, "Client", lambda **options: Client(**options | {"transport": there}))
    return there


@pytest.fixture
def key(team, alice):
    return keyring.add(team, "runware", {"key": SECRET}, label="Main", by=alice)


def post(client, address: str, **data):
    return client.post(f"{URL}{address}", data)


def add(client, provider: str = "runware", **parts):
    return post(client, f"{provider}/keys/", **{f"{provider}-{name}": value for name, value in parts.items()})


# Adding


def test_a_key_is_tested_and_kept_and_only_its_end_is_shown(client, alice, team, world):
    client.force_login(alice)

    answer = add(client, key=f"  {SECRET} ", label="Main")

    assert answer.status_code == 302
    [kept] = ProviderKey.objects.all()
    assert keyring.unseal(kept.sealed) == {"key": SECRET}
    assert (kept.team, kept.added_by, kept.label, kept.hint, kept.works) == (team, alice, "Main", "2c38", True)
    assert re.fullmatch(r"It belongs to Acme, with \$38\.20 left\. Answered in \d+\.\d s\.", kept.test_words)
    assert world.asked[0].headers["authorization"] == f"Bearer {SECRET}"
    page = client.get(URL).content.decode()
    assert "···· 2c38" in page and "Works. It belongs to Acme" in page and "$38.20" in page
    assert "Main, by Alice Archer" in page
    assert SECRET not in page


def test_a_wrong_key_is_said_at_its_field_and_not_kept(client, alice, world):
    client.force_login(alice)
    world.status = 401

    answer = add(client, key=SECRET)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_runware-key_error"' in page and "Runware does not accept the key" in page
    assert 'aria-invalid="true"' in page
    assert "Keep it untested" not in page
    assert SECRET not in page
    assert not ProviderKey.objects.exists()


def test_a_second_key_from_a_page_of_yesterday_that_is_wrong_is_told_so_beside_the_first(client, alice, key, world):
    client.force_login(alice)
    world.status = 401

    answer = add(client, key="planted-runware-key-9d77")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_runware-key_error"' in page and "···· 2c38" in page
    assert ProviderKey.objects.get() == key


def test_a_provider_that_cannot_be_reached_is_no_reason_against_a_key(client, alice, world):
    client.force_login(alice)
    world.trouble = httpx.ConnectError("no route")

    first = add(client, key=SECRET)
    page = first.content.decode()
    assert "Runware could not be reached" in page and "Keep it untested" in page
    assert not ProviderKey.objects.exists()

    post(client, "runware/keys/", **{"runware-key": SECRET, "untested": "yes"})
    assert ProviderKey.objects.get().works is None


@pytest.mark.parametrize("spoiled", ["two words in it", "line\nbreak-in-it", "ключ-не-тот-совсем", "nul\0character"])
def test_what_can_be_no_key_is_not_sent_anywhere(client, alice, world, spoiled):
    client.force_login(alice)

    answer = add(client, key=spoiled)

    assert answer.status_code == 422
    assert world.asked == []


def test_a_part_that_is_missing_is_said_at_its_own_field(client, alice, world):
    client.force_login(alice)

    answer = add(client, "scenario", key="api_only-the-first-half")

    assert "API secret is missing" in answer.content.decode()
    assert 'id="id_scenario-secret_error"' in answer.content.decode()
    assert world.asked == []


def test_klings_pair_is_asked_for_when_it_is_the_way_that_is_meant(client, alice, world):
    client.force_login(alice)
    pair = {"way": "Access key and secret", "key": "left-over-of-the-other-way", "region": "china"}

    incomplete = add(client, "kling", **pair, access_key="access-key-of-a-pair")
    assert "Secret key is missing" in incomplete.content.decode()

    add(client, "kling", **pair, access_key="access-key-of-a-pair", secret_key="secret-key-of-a-pair")
    [kept] = ProviderKey.objects.all()
    assert keyring.unseal(kept.sealed) == {
        "access_key": "access-key-of-a-pair",
        "secret_key": "secret-key-of-a-pair",
        "region": "china",
    }
    assert kept.hint == "pair"
    assert world.asked[0].url.host == "api-beijing.klingai.com"


def test_in_a_rehearsal_the_stand_in_is_asked(client, alice, settings, monkeypatch):
    client.force_login(alice)
    settings.REHEARSAL = "http://127.0.0.1:9"
    asked = []
    monkeypatch.setattr(
        keys.rerouted,
        "reading",
        lambda origin: asked.append(origin) or httpx.MockTransport(lambda _: httpx.Response(503)),
    )

    add(client, key=SECRET)

    assert asked == ["http://127.0.0.1:9"]


# Changing, testing, limits


def test_another_key_takes_the_place_of_the_old_one_only_when_it_works(client, alice, key, world):
    client.force_login(alice)
    world.status = 401
    refused = post(client, f"keys/{key.pk}/change/", **{f"key-{key.pk}-key": "another-key-to-runware"})
    key.refresh_from_db()
    assert refused.status_code == 422
    assert keyring.unseal(key.sealed) == {"key": SECRET}

    world.status = 200
    post(client, f"keys/{key.pk}/change/", **{f"key-{key.pk}-key": "another-key-to-runware"})
    key.refresh_from_db()
    assert keyring.unseal(key.sealed) == {"key": "another-key-to-runware"}
    assert (key.hint, key.works) == ("ware", True)


def test_a_key_can_be_tested_again_and_what_was_told_is_remembered(client, alice, key, world):
    client.force_login(alice)
    world.status = 401

    post(client, f"keys/{key.pk}/test/")

    key.refresh_from_db()
    assert key.works is False
    assert "Does not work. Runware does not accept the key" in client.get(URL).content.decode()


def test_a_key_that_cannot_be_opened_says_so_and_can_be_pasted_again(client, alice, key, world, folder):
    client.force_login(alice)
    keyring.path().unlink()

    post(client, f"keys/{key.pk}/test/")
    assert "is gone. Put it back, or paste" in client.get(URL).content.decode()

    post(client, f"keys/{key.pk}/change/", **{f"key-{key.pk}-key": SECRET})
    key.refresh_from_db()
    assert keyring.unseal(key.sealed) == {"key": SECRET}


def test_where_the_secret_is_damaged_a_key_is_refused_with_the_reason(client, alice, team, world):
    words = "is no Fernet key: put the right file back."
    client.force_login(alice)
    keyring.path().write_text("garbage\n")

    answer = add(client, key=SECRET)
    assert (answer.status_code, words in answer.text, ProviderKey.objects.exists()) == (422, True, False)

    keyring.path().unlink()
    key = keyring.add(team, "runware", {"key": SECRET})
    keyring.path().write_text("garbage\n")
    answer = post(client, f"keys/{key.pk}/change/", **{f"key-{key.pk}-key": "another-key-of-ours"})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert ProviderKey.objects.get().sealed == key.sealed


def test_the_accounts_limits_are_kept_or_said_to_be_wrong(client, alice, key):
    client.force_login(alice)
    name = f"limits-{key.pk}"

    post(client, f"keys/{key.pk}/limits/", **{f"{name}-parallel": "4", f"{name}-starts_per_s": "0.5"})
    key.refresh_from_db()
    assert (key.parallel, key.starts_per_s) == (4, 0.5)

    wrong = post(client, f"keys/{key.pk}/limits/", **{f"{name}-parallel": "0", f"{name}-starts_per_s": "fast"})
    assert wrong.status_code == 422
    assert "Ensure this value is greater than or equal to 1." in wrong.content.decode()
    key.refresh_from_db()
    assert key.parallel == 4


def test_htmx_gets_the_section_alone(client, alice, key, world):
    client.force_login(alice)

    answer = client.post(f"{URL}keys/{key.pk}/test/", headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith('<section class="prov" id="prov-runware"')


# Taking back


def through(key, owner, state: State, **facts):
    return make_job(owner, state, account=key, provider="runware", **facts)


def test_a_revoked_key_is_erased_at_once_when_nothing_needs_it(client, alice, key):
    client.force_login(alice)

    post(client, f"keys/{key.pk}/revocation/")

    key.refresh_from_db()
    assert key.revoked_at and key.sealed == ""
    assert "No key yet" in client.get(URL).content.decode()


def test_what_waits_is_cancelled_and_what_is_under_way_keeps_its_key_to_the_end(client, alice, key):
    client.force_login(alice)
    queued, running = through(key, alice, State.QUEUED), through(key, alice, State.RUNNING)
    page = client.get(URL).content.decode()
    assert "1 job not sent yet is cancelled: not billed." in page
    assert "1 job under way is followed and fetched with it; then it is erased." in page

    post(client, f"keys/{key.pk}/revocation/")

    queued.refresh_from_db()
    key.refresh_from_db()
    assert queued.state == State.CANCELLED and queued.billed_state == "no"
    assert "revoked the key" in queued.events.last().words
    assert keyring.unseal(key.sealed) == {"key": SECRET}
    assert list(ProviderKey.objects.usable()) == []
    assert "is kept for 1 job under way" in client.get(URL).content.decode()

    type(running).objects.filter(pk=running.pk).update(state=State.READY, finished_at=running.created_at)
    keys.erase_spent()
    key.refresh_from_db()
    assert key.sealed == ""


def test_a_key_can_be_erased_at_once_although_a_job_is_under_way(client, alice, key):
    client.force_login(alice)
    through(key, alice, State.RUNNING)

    post(client, f"keys/{key.pk}/revocation/", at_once="yes")

    key.refresh_from_db()
    assert key.sealed == ""


# Who may


def test_an_artist_sees_who_can_grant_and_changes_nothing(client, bob, key, world):
    client.force_login(bob)

    page = client.get(URL).content.decode()
    assert "Keys are for owners and producers to change. On Alice&#x27;s team: Alice Archer." in page
    assert "Test again" not in page and "Revoke" not in page and "<details" not in page.split('id="prov-', 1)[1]

    for address in ("runware/keys/", f"keys/{key.pk}/test/", f"keys/{key.pk}/revocation/", "tests/"):
        answer = post(client, address)
        assert answer.status_code == 403
        assert "Ask Alice Archer." in answer.content.decode()
    assert world.asked == []


def test_reviewers_and_guests_learn_nothing_of_keys_and_balances(client, bob, key):
    client.force_login(bob)
    assert "2c38" in client.get(URL).text

    for role in (Membership.Role.REVIEWER, Membership.Role.GUEST):
        Membership.objects.filter(user=bob).update(role=role)
        for address in (URL, "/elements/"):
            assert "2c38" not in client.get(address).text
        assert client.get(URL).status_code == 403


def test_a_producer_may(client, bob, key):
    Membership.objects.filter(user=bob).update(role=Membership.Role.PRODUCER)
    client.force_login(bob)

    assert post(client, f"keys/{key.pk}/revocation/").status_code == 302


def test_a_stranger_finds_no_key_of_ours(client, charlie, key):
    client.force_login(charlie)

    assert post(client, f"keys/{key.pk}/test/").status_code == 404
    assert "2c38" not in client.get(URL).content.decode()


def test_there_is_no_key_for_what_needs_none(client, alice):
    client.force_login(alice)

    assert add(client, "animatic", key=SECRET).status_code == 404
    assert add(client, "nobody", key=SECRET).status_code == 404


def test_the_address_that_scenario_is_to_call_is_shown_to_those_who_may_paste_it(client, alice, bob, team, settings):
    settings.HOOKS_URL = "https://dailies.example.com"
    key = keyring.add(team, "scenario", {"key": "api_k", "secret": "s"}, label="", by=alice)
    address = f"https://dailies.example.com/hooks/scenario/{key.hook_token}/"

    client.force_login(alice)
    assert address in client.get("/settings/providers/").text
    client.force_login(bob)
    assert address not in client.get("/settings/providers/").text
