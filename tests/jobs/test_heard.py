"""Nobody's voice is used without consent: not by the page, and not by a request that was made by hand."""

import uuid

import pytest
from asgiref.sync import async_to_sync
from django.urls import reverse

from studio.accounts import keyring
from studio.accounts.models import Team
from studio.catalog.cast_controls import Elements, Recording, Voices
from studio.catalog.controls import Control
from studio.catalog.recipe import Recipe
from studio.catalog.registry import MODELS
from studio.core import clock
from studio.jobs import actions
from studio.jobs.heard import without_consent
from studio.jobs.models import Job
from studio.library.keep import keep_upload
from studio.library.models import Asset, Voice
from tests.jobs.rehearsed.conftest import MEDIA
from tests.planted import PARTS
from tests.walks import walk

pytestmark = pytest.mark.django_db

ADDRESS = {"handle": "https://media.example/somebody.mp3"}
ITS_ID = {"handle": "829824295735410756"}
NOBODY = "nobody is known to have agreed that this recording is used. Keep it as a voice first"
NO_ADDRESS = "an address does not say who agreed. Upload the recording instead."
NO_FILE = " knows by its id does not say who agreed. Upload the recording instead."


def element(voice: dict[str, str]) -> list[dict[str, object]]:
    seen = {"front": {"handle": "https://media.example/mara.png"}, "views": [ADDRESS]}
    return [{"name": "Ken", **seen}, {"name": "Mara", **seen, "voice": voice}]


PLACES = {
    "voices": (lambda voice: [{"name": "Anna", **voice}], "Voice 1: "),
    "elements": (element, "Element 2, voice: "),
    "audio": (lambda voice: voice, "Audio: "),
}
"""Name of a value -> a value with this voice in it, and how a sentence about the voice begins."""


def takes_a_voice(control: Control) -> bool:
    is_of_elements = isinstance(control, Elements) and control.voices
    return is_of_elements or isinstance(control, Voices | Recording)


ROUTES = [
    (model.slug, route, control.name)
    for model in MODELS
    for route in model.routes
    for control in route.controls
    if route.provider in PARTS and takes_a_voice(control)
]


def keep(user, team: Team, project, tmp_path) -> Asset:
    path = tmp_path / "speech.mp3"
    path.write_bytes((MEDIA / "speech.mp3").read_bytes())
    return async_to_sync(keep_upload)(path, path.name, user=user, team=team, project=project)


@pytest.fixture
def speech(alice, team, project, tmp_path):
    """Somebody speaks, in Alice's library; nobody has said who."""
    return keep(alice, team, project, tmp_path)


@pytest.fixture
def agreed(alice, team):
    """agreed(recording) -> it is a voice of the team's now, with Anna's consent."""

    def agreed(recording: Asset, team: Team = team) -> Voice:
        consent = {"consent_name": "Anna Ames", "consent_at": clock.now()}
        return Voice.objects.create(team=team, owner=alice, name="Anna", recording=recording, **consent)

    return agreed


def said(team: Team, slug: str, route, name: str, voice: dict[str, str]) -> list[tuple[str, str]]:
    """The field and the sentence of each problem."""
    recipe = Recipe(slug, route.task, route.provider, {name: PLACES[name][0](voice)})
    return [(problem.field, problem.message) for problem in without_consent(recipe, team)]


@walk(("slug", "route", "name"), ROUTES, lambda slug, route, name: f"{slug} {route.task} {route.provider} {name}")
def test_wherever_a_route_takes_a_voice_consent_is_asked_for_at_its_field(slug, route, name, team, speech, agreed):
    begin, recording = PLACES[name][1], {"asset": str(speech.pk)}

    [(field, words)] = said(team, slug, route, name, recording)
    assert (field, words.startswith(begin + NOBODY)) == (name, True)
    [(field, words)] = said(team, slug, route, name, ADDRESS)
    assert (field, words.startswith(begin + NO_ADDRESS)) == (name, True)

    voice = agreed(speech)
    assert said(team, slug, route, name, recording) == []
    voice.delete()


def test_the_walk_has_each_provider_that_takes_voices_and_each_place():
    assert {(route.provider, name) for _, route, name in ROUTES} == {
        *(("fal", name) for name in PLACES),
        *(("kling", name) for name in PLACES),
        *(("runware", name) for name in ("voices", "elements")),
    }


@walk(("slug", "route", "name"), ROUTES, lambda slug, route, name: f"{slug} {route.task} {route.provider} {name}")
def test_an_id_is_taken_where_it_is_that_of_a_voice_and_not_where_it_is_that_of_a_file(slug, route, name, team):
    is_a_file = route.provider == "runware" or name == "audio"

    words = said(team, slug, route, name, ITS_ID)

    assert [NO_FILE in message for _, message in words] == [True] * is_a_file


def test_a_voice_in_the_bin_and_one_of_another_team_say_nothing(alice, team, speech, agreed):
    slug, route, name = ROUTES[0]
    other = agreed(speech, Team.objects.create(name="Elsewhere"))
    assert len(said(team, slug, route, name, {"asset": str(speech.pk)})) == 1
    other.delete()

    voice = agreed(speech)
    Voice.objects.update(binned_at=clock.now())

    assert len(said(team, slug, route, name, {"asset": str(voice.recording_id)})) == 1


# From the button


FRAME = {"handle": "https://media.example/pier.png"}
SPEAKING = {"prompt": "She says <<<voice_1>>> hello", "first_frame": FRAME, "duration": 5, "sound": True}


@pytest.fixture
def press(alice, team, project):
    """press(provider, voice) -> the job of a clip in which it speaks."""
    keyring.add(team, "fal", PARTS["fal"])

    def press(provider: str, voice: dict[str, str]) -> Job:
        recipe = Recipe("kling-2.6-pro", "image-to-video", provider, {**SPEAKING, "voices": [voice]})
        return actions.submit(alice, team, project, recipe, uuid.uuid4().hex, actions.Consent(unknown_price=True))

    return press


def test_no_job_is_made_with_a_voice_of_which_nobody_knows_and_one_is_once_it_is_kept(press, speech, agreed):
    voice = {"asset": str(speech.pk)}
    for each, words in ((voice, NOBODY), (ADDRESS, NO_ADDRESS)):
        with pytest.raises(actions.CannotSubmit, match=words) as refused:
            press("fal", each)
        assert [problem.field for problem in refused.value.problems] == ["voices"]
    assert not Job.objects.exists()

    agreed(speech)

    assert press("fal", voice).recipe["values"]["voices"][0]["asset"] == str(speech.pk)


def test_a_preview_is_drawn_here_and_uses_nobodys_voice(press, speech):
    assert press("animatic", {"asset": str(speech.pk)}).provider == "animatic"


def test_what_is_sent_again_is_asked_about_again(alice, press, speech, agreed):
    voice = agreed(speech)
    job = actions.cancel(alice, press("fal", {"asset": str(speech.pk)}))
    voice.delete()

    with pytest.raises(actions.CannotSubmit, match=NOBODY):
        actions.send_again(alice, job)


def test_a_request_made_by_hand_is_refused_at_the_field(client, alice, team, speech):
    keyring.add(team, "fal", PARTS["fal"])
    client.force_login(alice)
    route = {"model": "kling-2.6-pro", "task": "image-to-video", "via": "fal"}
    frame, voice = '{"handle": "https://media.example/pier.png"}', f'[{{"asset": "{speech.pk}"}}]'
    given = {"prompt": "She says hello", "first_frame": frame, "voices": voice, "duration": "5", "sound": "on"}

    answer = client.post(
        reverse("jobs"), {"shown": " ".join(route.values()), **route, **given, "page": "p", "key": "k"}
    )

    assert answer.status_code == 422
    assert "Voice 1: " + NOBODY in answer.content.decode()
    assert not Job.objects.exists()
