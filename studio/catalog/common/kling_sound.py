"""Builders of the routes of Kling's own helpers and sound: faces, speech, voices, elements, avatar, lip-sync."""

from dataclasses import replace

from studio.catalog.cast_controls import Elements, Faces, Recording, Voice
from studio.catalog.common.kling import (
    CAST,
    CLIPS,
    ELEMENT_DOCS,
    PICTURE,
    PROMPT,
    RECORDINGS,
    SEEN,
    VIDEO_PRICES,
    VOICE_DOCS,
    WATERMARK,
    docs,
)
from studio.catalog.common.voices import PRESET_VOICES, VOICES_NOTE
from studio.catalog.controls import Choice, Number, Seconds, Switch, Text, Words
from studio.catalog.media_controls import Limits, Media, audio, input_image, input_video
from studio.catalog.pricing import CLIP, GIVEN, IMAGE, SECOND, PriceList, Rate
from studio.catalog.rules import ExactlyOne, NeedsWith, Requires
from studio.catalog.schema import Route
from studio.catalog.sources import Note, Source, kling_map

FACE_CLIP = Limits(formats=CLIPS, side=(512, 2160), seconds=(2, 60), megabytes=100)
LIP_SOUND = Limits(formats=RECORDINGS, seconds=(2, 60), megabytes=5)
AVATAR_SOUND = Limits(formats=RECORDINGS, seconds=(2, 300), megabytes=5)
VOICE_SOUND = Limits(formats=("mp3", "wav", *CLIPS), seconds=(5, 30), kinds=("video",))
SCORED_CLIP = Limits(formats=CLIPS, seconds=(3, 20), megabytes=100)

FACES = docs("face recognition: /v1/videos/identify-face")
SPEECH = docs("speech: /v1/audio/tts")

TO_SPEAK = Words(name="speech_text", label="Words to speak", most=1000)
VOICE = Voice(presets=PRESET_VOICES)
LANGUAGE = Choice(name="voice_language", label="Language of the voice", options=("zh", "en"))
SPEED = Number(name="voice_speed", label="Speed of speech", least=0.8, most=2, step=0.1)
LANGUAGE_NOTE = Note(
    "Language",
    "Kling's page says that it must be sent, and that it is Chinese when it is not: without a choice Chinese is sent.",
    (SPEECH,),
)
SPOKEN = (TO_SPEAK, VOICE, LANGUAGE, SPEED)
SPOKEN_RULES = (
    NeedsWith("voice", "speech_text"),
    *(Requires(name, "speech_text") for name in ("voice", "voice_language", "voice_speed")),
)


def volume(name: str, label: str) -> Number:
    """How loud: 1 as it is, 0 silent, 2 twice."""
    return Number(name=name, label=label, least=0, most=2, step=0.1, default=1)


def per_call(amount: str, unit: str = CLIP) -> PriceList:
    """One price for each call."""
    return PriceList(rates=(Rate(amount, unit),), source=VIDEO_PRICES)


def _lip_sync_price() -> PriceList:
    """$0.07 for each begun 5 seconds of the clip, $0.007 for finding the faces, and as much for speaking the words."""
    fives = range(1, 13)
    spoken = tuple(Rate(f"{0.07 * n + 0.014:.3f}", CLIP, {"speech_text": GIVEN}, within=5 * n) for n in fives)
    silent = tuple(Rate(f"{0.07 * n + 0.007:.3f}", CLIP, within=5 * n) for n in fives)
    return PriceList(rates=(*spoken, *silent), source=VIDEO_PRICES, length_of="input_video")


def lip_sync() -> Route:
    """A face in a clip says something: a recording at given times, a recording from the start, or words."""
    return Route(
        provider="kling",
        task="lip-sync",
        endpoint="/v1/videos/advanced-lip-sync",
        controls=(
            input_video(FACE_CLIP),
            Faces(most=1, shortest=2, accepts=LIP_SOUND),
            audio(LIP_SOUND, required=False),
            *SPOKEN,
            volume("speech_volume", "Volume of the speech"),
            volume("original_volume", "Volume of the clip's own sound"),
            WATERMARK,
        ),
        rules=(ExactlyOne(("faces", "audio", "speech_text")), *SPOKEN_RULES),
        price=_lip_sync_price(),
        sources=(kling_map(140), docs("lip-sync: /v1/videos/advanced-lip-sync"), FACES, SPEECH),
        notes=(
            Note(
                "Words",
                "Kling speaks them first and then moves the lips to what was spoken. An older endpoint took up to 120 "
                "characters itself; it is no longer documented.",
                (kling_map(140), SPEECH, Source("ComfyUI: Kling nodes", "lip sync, text to video", "2026-09")),
            ),
            Note(
                "Several faces",
                "Kling takes one face a job: two faces are two jobs, the second on the first one's result.",
                (docs("lip-sync: face_choose"),),
            ),
            LANGUAGE_NOTE,
            VOICES_NOTE,
        ),
    )


def identify_faces() -> Route:
    """Who can be seen in a clip, and when."""
    return Route(
        provider="kling",
        task="identify-faces",
        endpoint="/v1/videos/identify-face",
        controls=(input_video(FACE_CLIP),),
        price=per_call("0.007"),
        sources=(kling_map(140), FACES),
    )


def avatar(mode: str, amount: str) -> Route:
    """A portrait speaks a recording, or words."""
    return Route(
        provider="kling",
        task="avatar",
        endpoint="/v1/videos/avatar/image2video",
        controls=(
            input_image(PICTURE, "Portrait"),
            audio(AVATAR_SOUND, required=False),
            *SPOKEN,
            PROMPT,
            WATERMARK,
        ),
        rules=(ExactlyOne(("audio", "speech_text")), *SPOKEN_RULES),
        price=PriceList(rates=(Rate(amount, SECOND),), source=VIDEO_PRICES, length_of="audio"),
        sources=(kling_map(139), docs("avatar: /v1/videos/avatar/image2video"), SPEECH),
        notes=(
            Note(
                "Version",
                "Kling's API has one avatar, without a version. Since December 2025 it speaks for up to five minutes, "
                "which is what others call 2.0.",
                (
                    docs("avatar: /v1/videos/avatar/image2video"),
                    Source("Kling AI: API updates", "", "2025-12-04"),
                ),
            ),
            LANGUAGE_NOTE,
            VOICES_NOTE,
        ),
        wire={"mode": mode},
    )


def video_to_audio() -> Route:
    """Sound for a clip."""
    return Route(
        provider="kling",
        task="video-to-audio",
        endpoint="/v1/audio/video-to-audio",
        controls=(
            input_video(SCORED_CLIP),
            Words(name="sound_prompt", label="What is heard", most=200),
            Words(name="music_prompt", label="What is played", most=200),
            Switch(name="asmr", label="Close, detailed sound (ASMR)", default=False),
        ),
        price=per_call("0.035"),
        sources=(kling_map(141), docs("video to audio: /v1/audio/video-to-audio")),
    )


def text_to_audio() -> Route:
    """Sound from words."""
    page = docs("text to audio: /v1/audio/text-to-audio")
    return Route(
        provider="kling",
        task="text-to-audio",
        endpoint="/v1/audio/text-to-audio",
        controls=(Text(most=200, required=True), Seconds(options=tuple(range(3, 11)), required=True)),
        price=per_call("0.035"),
        sources=(page,),
        notes=(
            Note(
                "Text to audio",
                "A dash in Kling's older map; the newer map and the reference have it as an endpoint: it exists. "
                "Tenths of a second are possible there, Dailies takes whole ones.",
                (kling_map(142), page, docs("video capability map", "2026-05-19")),
            ),
        ),
    )


def speech() -> Route:
    """Words, spoken by a preset voice."""
    return Route(
        provider="kling",
        task="text-to-speech",
        endpoint="/v1/audio/tts",
        controls=(
            replace(TO_SPEAK, required=True),
            replace(VOICE, required=True),
            LANGUAGE,
            replace(SPEED, default=1),
        ),
        price=per_call("0.007"),
        sources=(SPEECH,),
        notes=(LANGUAGE_NOTE, VOICES_NOTE),
        wire={"voice_language": "zh"},
    )


def create_voice() -> Route:
    """A voice of one's own, from a clean recording or from a clip with one voice."""
    return Route(
        provider="kling",
        task="create-voice",
        endpoint="/v1/general/custom-voices",
        controls=(Recording(accepts=VOICE_SOUND),),
        price=per_call("0.007"),
        sources=(VOICE_DOCS,),
    )


ONE_ELEMENT: dict[str, object] = {"least": 1, "most": 1, "handles": False, "required": True}


def create_element(*, videos: bool) -> Route:
    """An element of one's own, kept in Kling's library."""
    element: Elements = replace(CAST if videos else SEEN, **ONE_ELEMENT)
    return Route(
        provider="kling",
        task="create-element",
        endpoint="/v1/general/advanced-custom-elements",
        controls=(element,),
        sources=(ELEMENT_DOCS,),
    )


def element_views() -> Route:
    """Three proposals of how an element looks from other sides."""
    front: Media = input_image(PICTURE, "Front")
    return Route(
        provider="kling",
        task="element-views",
        endpoint="/v1/general/ai-multi-shot",
        controls=(front,),
        price=PriceList(rates=(Rate("0.07", IMAGE),), source=docs("prices of images")),
        sources=(docs("AI multi-shot: /v1/general/ai-multi-shot"),),
    )


def element_helpers(*, videos: bool = True) -> tuple[Route, ...]:
    """What makes elements, for the models that take them."""
    return (create_element(videos=videos), element_views())
