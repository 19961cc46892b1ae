"""The page of elements and voices: who is on it, how one is made and changed, and what providers keep."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from studio.accounts import keyring
from studio.core import clock
from studio.library.models import Asset, Element, Handle, Voice
from studio.pages import shelves

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return client


def media(asset: Asset) -> str:
    return json.dumps({"asset": str(asset.pk)})


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


# Keeping


def test_a_voice_is_kept_with_who_agreed_and_not_without(page, speech):
    url, given = reverse("element-new", args=["voice"]), {"name": "Anna", "recording": media(speech), "language": "en"}

    refused = page.post(url, given)
    kept = page.post(url, given | {"consent_name": "Anna Ames", "consent": "on"})

    assert refused.status_code == 422
    assert "Whose voice is it?" in text(refused)
    assert "Without that person’s consent" in text(refused).replace("&#x27;", "’")
    voice = Voice.objects.get()
    assert (voice.name, voice.consent_name, voice.language, voice.recording) == ("Anna", "Anna Ames", "en", speech)
    assert kept["Location"] == reverse("element", args=["voice", voice.pk])


def test_each_wrong_thing_is_said_at_its_field(page, kept, mara):
    cases = {
        ("voice", "recording", ""): "A recording is missing",
        ("voice", "recording", media(kept("chelsea.jpg"))): "is not a recording",
        ("voice", "name", "Anna Ames"): "is no name for a prompt",
        ("voice", "name", ""): "It has no name yet",
        ("element", "name", "M" * 21): "At most 20 characters are possible; 21 were given",
        ("element", "name", "Mara"): "The team has another element called Mara",
        ("element", "front", ""): "How does it look?",
        ("element", "clip", media(kept("numbered-24fps.mp4"))): "not by both",
        ("element", "views", json.dumps([{"asset": "7f3a"}])): "is not in this team",
    }
    base = {
        "voice": {"name": "Bo", "recording": media(mara.voice.recording), "consent": "on", "consent_name": "Bo"},
        "element": {"name": "Rex", "front": media(mara.front)},
    }

    for (kind, field, value), words in cases.items():
        answer = page.post(reverse("element-new", args=[kind]), base[kind] | {field: value})

        assert answer.status_code == 422, (kind, field)
        assert words in " ".join(answer.context["form"].errors[field]), (kind, field)
    assert (Voice.objects.count(), Element.objects.count()) == (1, 1)


@pytest.mark.parametrize(("seconds", "words"), [(3, "It is 3.0 s long; 5 to 30 s"), (31, "It is 31.0 s long")])
def test_a_recording_is_neither_too_short_nor_too_long(page, speech, seconds, words):
    Asset.objects.update(duration_s=seconds)

    answer = page.post(reverse("element-new", args=["voice"]), {"name": "Anna", "recording": media(speech)})

    assert words in answer.context["form"].errors["recording"][0]


def test_silence_is_no_voice(page, speech, monkeypatch):
    monkeypatch.setattr("studio.pages.castforms.QUIET_DB", 3.0)  # louder than anything

    answer = page.post(reverse("element-new", args=["voice"]), {"name": "Anna", "recording": media(speech)})

    assert "It is nearly silent" in answer.context["form"].errors["recording"][0]


def test_an_element_is_kept_changed_binned_and_taken_back(page, mara, anna):
    url = reverse("element-change", args=["element", mara.pk])
    page.post(url, {"name": "Mara-2", "front": media(mara.front), "description": "In red", "voice": ""})
    mara.refresh_from_db()
    assert (mara.name, mara.description, mara.views, mara.voice) == ("Mara-2", "In red", [], None)

    binned = page.post(reverse("element-bin", args=["element", mara.pk]), follow=True)
    assert "Mara-2 is in the bin" in text(binned)
    assert not Element.objects.of_team(mara.team).exists()

    page.post(reverse("element-restoration", args=["element", mara.pk]))
    assert Element.objects.of_team(mara.team).get() == mara


def test_consent_is_dated_anew_when_somebody_else_is_heard(page, anna):
    Voice.objects.update(consent_at=clock.now() - timedelta(days=9))
    anna.refresh_from_db()
    url, given = reverse("element-change", args=["voice", anna.pk]), {"name": "Ann", "recording": media(anna.recording)}

    page.post(url, given | {"consent": "on", "consent_name": "Anna Ames"})
    renamed = Voice.objects.get()
    page.post(url, given | {"consent": "on", "consent_name": "Bo Ames"})

    assert (renamed.name, renamed.consent_at) == ("Ann", anna.consent_at)
    assert Voice.objects.get().consent_at > anna.consent_at


def test_a_voice_in_the_bin_is_heard_no_more(mara, anna):
    Voice.objects.update(binned_at=clock.now())

    assert "voice" not in Element.objects.select_related("voice").get().as_value()


def test_choosing_a_file_draws_it_and_says_nothing_is_wrong_yet(page, mara):
    url = reverse("element-new", args=["element"])

    answer = page.post(url, {"front": media(mara.front)}, headers={"HX-Request": "true", "HX-Target": "cast-files"})

    assert mara.front.poster_url in text(answer)
    assert "error" not in text(answer)
    assert Element.objects.count() == 1


# From the composer

IN_A_SHEET = {"HX-Request": "true", "HX-Target": "sheet"}


def test_a_voice_for_the_composer_is_made_in_a_sheet_and_goes_where_it_was_made_for(page, speech):
    url = f"{reverse('element-new', args=['voice'])}?for=id_voices"

    shown = page.get(f"{url}&recording={speech.pk}", headers=IN_A_SHEET)
    refused = page.post(url, {"name": "Anna", "recording": media(speech)}, headers=IN_A_SHEET)
    consent = {"consent_name": "Anna Ames", "consent": "on"}
    made = page.post(url, {"name": "Anna", "recording": media(speech)} | consent, headers=IN_A_SHEET)

    assert "<html" not in text(shown)
    assert speech.original_url in text(shown)
    assert (refused.status_code, Voice.objects.count()) == (422, 1)
    assert "Whose voice is it?" in text(refused) and "<html" not in text(refused)
    assert '<attach-made for="id_voices"' in text(made)
    assert str(speech.pk) in text(made)


def test_a_recording_of_strangers_is_not_put_in(client, charlie, speech):
    client.force_login(charlie)

    shown = client.get(f"{reverse('element-new', args=['voice'])}?recording={speech.pk}")

    assert shown.status_code == 200
    assert speech.original_url not in text(shown)


# Standing


def test_how_an_element_stands_is_told_from_the_catalog_and_the_handles(page, mara, team):
    kling = keyring.add(team, "kling", {"key": "api-key-a1b2"})

    before = text(page.get(reverse("element", args=["element", mara.pk])))
    Handle.objects.create(account=kling, kind="element", its_id="u-77", element=mara)
    after = page.get(reverse("element", args=["element", mara.pk]))

    assert "Make it at Kling · price ?" in before
    words = {ready.standing.provider: ready.said for ready in after.context["readies"]}
    assert words["kling"] == "Ready"
    assert words["fal"] == "Sent with each job"
    assert "Make it at Kling" not in text(after)


def test_without_a_key_nothing_can_be_made_there(page, anna):
    answer = page.get(reverse("element", args=["voice", anna.pk]))

    words = {ready.standing.provider: ready.said for ready in answer.context["readies"]}
    assert (words["kling"], words["scenario"]) == ("Not made yet", "Not supported")
    assert "no key to Kling" in text(answer)
    assert "Make it at" not in text(answer)


def test_what_is_gone_and_what_has_expired_is_said(page, team, anna):
    kling = keyring.add(team, "kling", {"key": "api-key-a1b2"})
    past = clock.now() - timedelta(days=2)
    Handle.objects.create(account=kling, kind="voice", its_id="v-1", name="Ann-one", gone_at=past)
    Handle.objects.create(account=kling, kind="voice", its_id="v-2", name="Ann-two", expires_at=past, voice=anna)

    words = text(page.get(reverse("elements")))

    assert f"Gone since {past:%-d} {past:%b}" in words
    assert f"Expired {past:%-d} {past:%b}" in words
    assert "Anna stays here, and can be made there again at its price." in words


# Permission


def test_a_stranger_finds_nothing_and_a_reviewer_looks_only(client, charlie, bob, mara, team):
    client.force_login(charlie)
    for name in ("element", "element-change"):
        assert client.get(reverse(name, args=["element", mara.pk])).status_code == 404
    for name in ("element-bin", "element-making", "element-restoration"):
        assert client.post(reverse(name, args=["element", mara.pk])).status_code == 404
    assert "Mara" not in text(client.get(reverse("elements")))

    bob.memberships.update(role="reviewer")
    client.force_login(bob)
    shown = client.get(reverse("element", args=["element", mara.pk]))
    assert "@Mara" in text(shown)
    assert "New element" not in text(shown)
    assert client.get(reverse("element-change", args=["element", mara.pk])).status_code == 403
    assert client.post(reverse("element-bin", args=["element", mara.pk])).status_code == 403
    assert Element.objects.of_team(team).exists()


def test_only_who_may_make_asks_a_provider_with_the_teams_key(client, bob, team, settings, tmp_path, monkeypatch):
    settings.KEYS = tmp_path
    account = keyring.add(team, "kling", {"key": "api_k"})
    monkeypatch.setattr(shelves, "_asked", lambda name, ask: pytest.fail(f"{name} was asked"))
    client.force_login(bob)
    assert "Refresh" in text(client.get(reverse("elements")))

    for role in ("reviewer", "guest"):
        bob.memberships.update(role=role)
        assert client.post(reverse("shelf-refresh", args=[account.pk])).status_code == 403
        assert client.get(reverse("shelf-presets", args=[account.pk, "voice"])).status_code == 403
        shown = text(client.get(reverse("elements")))
        assert "Refresh" not in shown and "own voices" not in shown
