"""What Scenario's routes share: its parameter page, limits of files, tuples of controls, and builders of routes.

A builder's `about` is whatever else the route says. No public page gives a price: what a job costs in creative units is
asked by a dry run.
"""

from dataclasses import replace

from studio.catalog.cast_controls import Elements, Voice
from studio.catalog.common.voices import PRESET_VOICES
from studio.catalog.controls import (
    Choice,
    Control,
    Guidance,
    NegativePrompt,
    Number,
    Ratio,
    Seconds,
    Switch,
    Text,
    Words,
    sound,
)
from studio.catalog.media_controls import (
    Beside,
    Limits,
    ReferenceImages,
    audio,
    first_frame,
    input_image,
    input_video,
    last_frame,
    reference_video,
)
from studio.catalog.rules import AtMost, ExactlyOne, Excludes, NeedsOne, NeedsWith, Requires, Rule, ShotsAddUp
from studio.catalog.schema import Route
from studio.catalog.sources import Note, Source, scenario
from studio.catalog.story_controls import Shots, ShotStyle

# Sources


def page(model: str) -> Source:
    """The parameters of one model on Scenario's page of Kuaishou's video models."""
    return Source("Scenario: Kuaishou Technology", model, "2026-07-01")


SKILL = Source("Scenario: skills for agents", "scenario-kling: elements", "2026-11")

# Files. Where the page says nothing, nothing is measured.

ANY = Limits()
CLIP = Limits(formats=("mp4", "mov"), side=(720, 2160), seconds=(3, 10), megabytes=200)
"""O1: reference video and video editing; V3 Omni names the same but the formats."""

OMNI_CLIP = Limits(side=(720, 2160), seconds=(3, 10), megabytes=200)
OMNI_FIRST = Limits(side=(300, None), ratio=(0.4, 2.5), megabytes=10)
OMNI_LAST = Limits(side=(300, None), megabytes=10)

# Controls

PROMPT = Text(most=2500)
ASKED = Text(most=2500, required=True)
NEGATIVE = NegativePrompt(most=2500)
FIVE_OR_TEN = Seconds(options=(5, 10))
LENGTHS = tuple(range(3, 16))
RATIO = Ratio(options=("16:9", "9:16", "1:1"), default="16:9")
KEEP_SOUND = Switch(name="keep_original_sound", label="Keep the original sound", default=True)
ORIENTATION = Choice(name="character_orientation", label="The character faces as in the", options=("image", "video"))
NUMBERS = {"lengths": "number"}

# Notes

WORDS_NOTE = Note(
    "Length of the words",
    "2,500 characters are Kling's limit: Scenario names one for V3 Omni only.",
    (page("Kling V3 Omni Video: prompt"), Source("Kling AI: API documentation", "prompt", "2026-09")),
)
PRICE_NOTE = Note(
    "Price",
    "No public page says how many creative units a model costs; Scenario tells it with a key, by a dry run.",
    (Source("Scenario: API reference", "generate/custom: dryRun", "2026-11"),),
)
COMMON_NOTES = (WORDS_NOTE, PRICE_NOTE)
NEGATIVE_NOTE = Note(
    "Negative prompt",
    "“All Kling models support negative prompts”, says the text; the parameters of this model have none.",
    (scenario(143), page("parameters")),
)
SHOTS_NOTE = Note(
    "Shots",
    "Five at most, by Scenario's text; its page of parameters sets no number, V3 Omni has six. Their sum is the "
    "length. 512 characters a shot is Kling's limit.",
    (scenario(21), scenario(188), page("Kling V3: multiPrompt"), page("Kling V3 Omni Video: multiPrompt")),
)
ELEMENTS_NOTE = Note(
    "Elements",
    "A front with up to four further views, or a clip, mentioned by place; how many is Kling's own limit.",
    (SKILL, page("Kling V3: elements"), Source("Kling AI: API documentation", "element_list", "2026-09")),
)
LAST_FRAME_NOTE = Note(
    "Last frame",
    "Scenario's text has it in the single-scene workflow; the parameters do not say that shots exclude it.",
    (scenario(241), page("Kling V3 I2V: endImage")),
)


CAST_NOTE = Note(
    "Elements",
    "One at most is Kling's limit of motion control; Scenario names none.",
    (page("Kling V3 Motion Control: elements"), Source("Kling AI: API documentation", "motion control", "2026-09")),
)
OMNI_SHOTS_NOTE = Note(
    "Shots",
    "Six at most, written as one JSON text, beside a prompt that is always asked for; their sum is sent as the length.",
    (page("Kling V3 Omni Video: multiPrompt"), page("Kling V3 Omni Video: prompt")),
)
V1_6_NOTE = Note(
    "Text to video",
    "The first frame is optional among the parameters, but the model is described as one for image to video only.",
    (page("Kling V1.6: startImage"), scenario(177), scenario(222, 224)),
)
VOICES_NOTE = Note(
    "Voices",
    "The same 46 as Kling's, with their language before the name.",
    (page("Kling Lipsync: voiceId"),),
)
ENGLISH = {
    "AOT", "oversea_male1", "girlfriend_4_speech02", "chat_0407_5-1", "uk_boy1", "PeppaPig_platform",
    "ai_huangzhong_712", "calm_story1", "uk_man2", "reader_en_m-v1", "commercial_lady_en_f-v1",
}  # fmt: skip
VOICES = tuple(f"{'en' if voice in ENGLISH else 'zh'}_{voice}" for voice in PRESET_VOICES)
ELEMENT_IMAGES = ReferenceImages(least=1, most=4, required=True)


def elements(most: int, views: tuple[int, int] = (0, 4), *, videos: bool = True, least: int = 1) -> Elements:
    """Characters and things, sent with the job; without words of their own."""
    return Elements(most=most, least=least, views=views, videos=videos, handles=False, described=False)


def route(task: str, model: str, *controls: Control, **about: object) -> Route:
    """A route of one model of Scenario's, with the notes that all share."""
    notes = (*about.pop("notes", ()), *COMMON_NOTES)
    sources = about.pop("sources", (page(model),))
    return Route(
        provider="scenario", task=task, endpoint=model, controls=controls, notes=notes, sources=sources, **about
    )


def named(task: str, words: str, *sources: Source) -> Route:
    """A model that Scenario's text names, and of which no page gives the parameters."""
    return Route(
        provider="scenario",
        task=task,
        endpoint="",
        composable=False,
        reason=f"Scenario names {words}, but publishes neither its id nor its parameters. Choose another provider.",
        sources=sources,
    )


# Models up to 2.6, one for each task


def text(model: str, *fine: Control, **about: object) -> Route:
    """Text to video in one of three shapes, 5 or 10 seconds."""
    return route("text-to-video", model, ASKED, RATIO, FIVE_OR_TEN, *fine, **about)


def image(model: str, *fine: Control, first: Limits = ANY, frames: tuple[Control, ...] = (), **about: object) -> Route:
    """Image to video from a first frame, and to a last one where `frames` has it; the shape is the picture's."""
    return route("image-to-video", model, first_frame(first), *frames, ASKED, FIVE_OR_TEN, *fine, **about)


def v1_6(model: str, *frames: Control) -> tuple[Route, Route]:
    """1.6 from a first frame, or from up to four reference images, beside which frames are ignored."""
    fine = (NEGATIVE, Guidance())
    return (
        route("elements", model, ELEMENT_IMAGES, ASKED, RATIO, FIVE_OR_TEN, *fine, wire=NUMBERS),
        image(model, *fine, frames=frames, wire=NUMBERS, notes=(V1_6_NOTE,)),
    )


# V3: its own models for text and image

V3_LENGTH = (Seconds(options=LENGTHS), sound(default=True))
V3_SHOTS = Shots(most=5, totals=LENGTHS)
V3_STYLE = ShotStyle(options=("customize", "intelligent"), default="customize")
V3_RULES = (ExactlyOne(("prompt", "shots")), ShotsAddUp())


def v3_text(tier: str) -> Route:
    """V3 from text: one prompt or up to five shots."""
    model = f"model_kling-v3-t2v-{tier}"
    controls = (PROMPT, V3_SHOTS, V3_STYLE, RATIO, *V3_LENGTH, NEGATIVE, Guidance())
    return route("text-to-video", model, *controls, rules=V3_RULES, notes=(SHOTS_NOTE,))


def v3_image(tier: str) -> Route:
    """V3 from a picture. In 4K it asks who cuts, in the others for the shape."""
    model = f"model_kling-v3-i2v-{tier}"
    own = V3_STYLE if tier == "4k" else RATIO
    frames = (first_frame(ANY), last_frame(ANY), elements(3))
    rules = (*V3_RULES, NeedsWith("shot_style", "shots")) if tier == "4k" else V3_RULES
    return route(
        "image-to-video",
        model,
        *(*frames, PROMPT, V3_SHOTS, own, *V3_LENGTH, NEGATIVE, Guidance()),
        rules=rules,
        notes=(SHOTS_NOTE, ELEMENTS_NOTE, LAST_FRAME_NOTE),
    )


def v3_motion(tier: str) -> Route:
    """A character of V3; the page names formats of the clip and no length."""
    driving = Limits(formats=("mp4", "mov", "webm", "gif"), kinds=("image",))
    return motion(f"model_kling-v3-{tier}-motion-control", ANY, driving, elements(1, videos=False), notes=(CAST_NOTE,))


def motion(model: str, picture: Limits, clip: Limits, *more: Control, longer: Beside = (), **about: object) -> Route:
    """A character that moves as in a clip; the result is as long as the clip."""
    driving = reference_video(clip, required=True, label="Driving clip", beside=longer)
    controls = (input_image(picture, "Character"), driving, PROMPT, ORIENTATION, KEEP_SOUND, *more)
    notes = (*about.pop("notes", ()), NEGATIVE_NOTE)
    return route("motion-control", model, *controls, notes=notes, **about)


# V3 Omni: one model for all tasks and tiers

OMNI_STORY = (ASKED, Shots(most=6, totals=LENGTHS), Seconds(options=LENGTHS), sound())
OMNI_FRAMES = (first_frame(OMNI_FIRST), last_frame(OMNI_LAST))
OMNI_SHAPE = replace(RATIO, required=True)
OMNI_KIND = Choice(name="reference_kind", label="The reference video lends", options=("feature",))
OMNI_CLIP_RULES = (
    AtMost(("reference_images",), 4, other="reference_video"),
    Excludes("sound", "reference_video"),
    Requires("keep_original_sound", "reference_video"),
    Requires("reference_kind", "reference_video"),
)


def omni(task: str, mode: str, *controls: Control, rules: tuple[Rule, ...] = (ShotsAddUp(),), kind: str = "") -> Route:
    """V3 Omni for one task, told its tier, and what a clip is for where it is always the same."""
    wire = {"mentions": "angle", "story": "json", "lengths": "number"}
    wire["names"] = {"reference_video": "referenceVideo", "input_video": "referenceVideo"}
    wire["fixed"] = {"mode": mode} | ({"videoReferenceType": kind} if kind else {})
    return route(
        task, "model_kling-v3-omni-video", *controls, rules=rules, wire=wire, notes=(NEGATIVE_NOTE, OMNI_SHOTS_NOTE)
    )


def omni_routes(mode: str, *, clips: bool = True) -> tuple[Route, ...]:
    """All that V3 Omni does in one tier. Without `clips` no video goes in."""
    clip = (reference_video(OMNI_CLIP), OMNI_KIND, replace(KEEP_SOUND, default=None)) if clips else ()
    referring = (NeedsOne(("reference_images", "reference_video")), *OMNI_CLIP_RULES) if clips else ()
    editing = (input_video(OMNI_CLIP), ReferenceImages(least=1, most=4), ASKED, KEEP_SOUND)
    return (
        omni("text-to-video", mode, *OMNI_STORY, OMNI_SHAPE),
        omni("image-to-video", mode, *OMNI_FRAMES, *OMNI_STORY),
        omni(
            "reference-to-video",
            mode,
            *(ReferenceImages(least=1, most=7, required=not clips), *clip, *OMNI_STORY, OMNI_SHAPE),
            rules=(ShotsAddUp(), *referring),
        ),
        *([omni("edit-video", mode, *editing, rules=(), kind="base")] if clips else []),
    )


# Sound and speech


def lip_sync() -> Route:
    """Lips that follow a recording, or words that one of 46 voices speaks."""
    return route(
        "lip-sync",
        "model_kling-lip-sync",
        input_video(Limits(side=(720, 1920), seconds=(2, 10), megabytes=100)),
        audio(Limits(megabytes=5), required=False),
        Words(name="speech_text", label="Words to speak", most=2500),
        Voice(presets=VOICES),
        Number(name="voice_speed", label="Speed of speech", least=0.8, most=2, step=0.1),
        rules=(
            ExactlyOne(("audio", "speech_text")),
            Requires("voice", "speech_text"),
            Requires("voice_speed", "speech_text"),
        ),
        wire={"names": {"input_video": "videoUrl", "audio": "audioFile"}},
        notes=(VOICES_NOTE, NEGATIVE_NOTE),
    )


def video_to_audio() -> Route:
    """Sound and music that fit a clip; an MP3 and the clip with it come back."""
    return route(
        "video-to-audio",
        "model_kling-video-to-audio",
        input_video(Limits(seconds=(3, 20), megabytes=100)),
        Words(name="sound_prompt", label="What is heard", most=200),
        Words(name="music_prompt", label="What is played", most=200),
        Switch(name="asmr", label="Close, detailed sound (ASMR)", default=False),
    )
