"""Where speech comes from, one source at a time; and voices that wait until sound is on. Nothing held is lost."""

from django.http import QueryDict

from studio.catalog.rules import ExactlyOne
from studio.catalog.tasks import TASKS
from studio.pages import speaking
from studio.pages.composing import Choice, Composition, bound, carried, posted, submitted
from studio.pages.offers import price_of, ways
from tests.catalog.routes import COMPOSABLE

CLIP, SOUND = {"handle": "https://example.com/1.mp4"}, {"handle": "https://example.com/1.mp3"}
FACE = {"face": 0, "audio": SOUND, "at": 0, "from": 0, "to": 3}
WORDS = {"speech_text": "Who is there?", "voice": "genshin_vindi2", "voice_language": "en"}
LIPS = Choice("kling-lip-sync", "lip-sync", "kling")
SPEAKING = Choice("kling-2.6-pro", "image-to-video", "kling")
VOICES = [{"handle": "829824295735410756", "name": "Anna"}]
SPOKEN = {"first_frame": {"handle": "https://example.com/1.png"}, "prompt": "A pier", "voices": VOICES, "duration": 5}


def composed(choice: Choice, **how) -> Composition:
    chosen = {name: how.pop(name, "") for name in ("guide", "speech")}
    kept = how.pop("kept", {})
    return bound(carried(Composition(choice, how, kept, **chosen), choice))


# Speech from


def test_the_switch_stands_wherever_a_route_speaks_words_or_a_recording_and_names_all_of_its_sources():
    for _, route in COMPOSABLE:
        names = [control.name for control in speaking.sources(route)]
        apart = [rule.names for rule in route.rules if isinstance(rule, ExactlyOne) and "speech_text" in rule.names]
        assert not apart or set(apart[0]) == set(names)
        if TASKS[route.task].slug in ("lip-sync", "avatar") and route.control("speech_text"):
            assert names[-2:] == ["audio", "speech_text"]

    assert [control.name for control in speaking.sources(LIPS.route)] == ["faces", "audio", "speech_text"]


def test_one_source_speaks_and_the_others_are_kept_and_come_back_with_what_goes_with_them():
    here = composed(LIPS, input_video=CLIP, faces=[FACE], audio=SOUND, **WORDS)
    assert (here.speech, here.values["faces"], "audio" in here.values) == ("faces", [FACE], False)

    for source, held in (("speech_text", WORDS), ("audio", {"audio": SOUND}), ("faces", {"faces": [FACE]})):
        here.speech = source
        here = bound(carried(here, LIPS))
        everything = {"faces": [FACE], "audio": SOUND, **WORDS}
        assert {name: value for name, value in here.values.items() if name in everything} == held
        assert {name: here.kept[name] for name in everything.keys() - held.keys()} == {
            name: value for name, value in everything.items() if name not in held
        }
        assert here.form.is_valid() and here.kept_rows == []


def test_the_switch_says_what_is_kept_and_what_nobody_chose_is_what_holds_something():
    here = composed(LIPS, input_video=CLIP, **WORDS)
    assert here.speech == "speech_text"

    found = speaking.ways(LIPS.route, "audio", {"speech_text": "Who?"})

    assert [(way.label, way.current, way.kept) for way in found] == [
        ("Face by face", False, ""),
        ("Sound file", True, ""),
        ("Typed words", False, "as it was"),
    ]


def test_the_choice_holds_through_a_model_that_takes_a_recording_alone():
    here = composed(LIPS, input_video=CLIP, speech="speech_text", **WORDS)

    there = bound(carried(here, Choice("kling-lip-sync", "lip-sync", "runware")))
    assert speaking.ways(there.choice.route, there.speech, there.kept) == [] and "speech_text" in there.kept
    back = bound(carried(there, LIPS))

    assert (back.speech, {name: back.values[name] for name in WORDS}) == ("speech_text", WORDS)


def test_what_only_one_provider_takes_speaks_again_when_one_comes_back_to_it():
    here = composed(LIPS, input_video=CLIP, faces=[FACE], speech="faces")

    there = bound(carried(here, Choice("kling-lip-sync", "lip-sync", "fal")))
    assert (there.speech, there.kept["faces"]) == ("audio", [FACE])
    back = bound(carried(there, LIPS))

    assert (back.speech, back.values["faces"]) == ("faces", [FACE])


def test_what_is_missing_is_said_at_the_source_that_is_shown():
    post = QueryDict(mutable=True)
    post.update({"shown": str(LIPS), "task": LIPS.task, "model": LIPS.model, "via": LIPS.provider, "speech": "audio"})

    sent = submitted(post, None)

    assert "audio" in sent.form.errors and not speaking.hidden(LIPS.route, "audio") & sent.form.errors.keys()


# Voices


def test_voices_wait_for_sound_and_cost_nothing_meanwhile_and_come_back_with_it():
    loud = composed(SPEAKING, sound=True, **SPOKEN)
    assert loud.values["voices"] == VOICES and loud.waiting == {}
    with_voices = price_of(loud)

    loud.values["sound"] = False
    quiet = bound(carried(loud, SPEAKING))
    assert "voices" not in quiet.values and quiet.kept["voices"] == VOICES
    assert str(quiet.waiting["voices"]) == "Voices is only taken while sound is yes."
    assert quiet.form.is_valid() and quiet.kept_rows == []
    assert price_of(quiet).amount < with_voices.amount

    quiet.values["sound"] = True
    again = bound(carried(quiet, SPEAKING))
    assert again.values["voices"] == VOICES and "voices" not in again.kept
    assert price_of(again) == with_voices


def test_voices_that_wait_are_no_part_of_what_another_provider_would_be_sent():
    quiet = composed(SPEAKING, sound=False, **SPOKEN)

    assert "voices" not in quiet.through("fal").values
    assert [way.lost for way in ways(quiet) if way.provider == "fal"] == ["Nothing"]


def test_a_page_that_turns_sound_off_and_on_keeps_its_voices():
    post = QueryDict(mutable=True)
    post.update({"shown": str(SPEAKING), "task": SPEAKING.task, "model": SPEAKING.model, "via": SPEAKING.provider})
    post.update({"kept": '{"voices": [{"handle": "829824295735410756", "name": "Anna"}]}'})

    assert "voices" not in posted(post, None).values
    post["sound"] = "true"
    assert posted(post, None).values["voices"] == VOICES
