"""Builders of fal's routes of sound and speech: lip-sync, avatars, voices, speech, sound for a clip."""

from dataclasses import replace

from studio.catalog.cast_controls import Recording, Voice
from studio.catalog.common.fal import ANY, PROMPT, RECORDING, VIDEO, WORDS_NOTE, route, schema
from studio.catalog.common.voices import PRESET_VOICES, VOICES_NOTE
from studio.catalog.controls import Choice, Number, Switch, Words
from studio.catalog.media_controls import Limits, audio, input_image, input_video
from studio.catalog.rules import ExactlyOne, NeedsWith, Requires
from studio.catalog.schema import Route
from studio.catalog.sources import Note, Source

CLIPS = ("mp4", "mov")
LIP_CLIP = Limits(formats=CLIPS, side=(720, 1920), seconds=(2, 60), megabytes=100)
LIP_SOUND = Limits(seconds=(2, 60), megabytes=5)
SCORED_CLIP = Limits(formats=CLIPS, seconds=(3, 20), megabytes=100)
API_PAGE = Source("fal: API pages", "lipsync/audio-to-video")

VOICE = Voice(presets=PRESET_VOICES)
LANGUAGE = Choice(name="voice_language", label="Language of the voice", options=("zh", "en"), default="en")
SPEED = Number(name="voice_speed", label="Speed of speech", least=0.8, most=2, step=0.1, default=1)

SPEED_NOTE = Note(
    "Speed of speech",
    "From 0.8 to 2, as at Kling and Scenario: fal names no limits.",
    (schema("lipsync/text-to-video, v1/tts: voice_speed"), Source("Kling AI: API documentation", "speech", "2026-09")),
)
DRIVER_NOTE = Note(
    "What speaks",
    "fal has one endpoint for a recording and one for words: what is given decides.",
    (schema("lipsync/audio-to-video"), schema("lipsync/text-to-video")),
)
CLIP_NOTE = Note(
    "The clip",
    "The schema has its limits beside words only; they hold for both. An older page has 10 seconds beside a recording, "
    "and the recording's own limits.",
    (schema("lipsync/text-to-video: video_url"), API_PAGE),
)
FILLED_NOTE = Note(
    "Words left out",
    "Where they are left out, fal takes its own: a car race, with tires that screech. Write both.",
    (schema("video-to-audio: background_music_prompt, sound_effect_prompt"),),
)
LONG_SPEECH_NOTE = Note(
    "Length of the words",
    "1,000 characters are Kling's limit of speech: fal names none.",
    (schema("v1/tts: text"), Source("Kling AI: API documentation", "speech: /v1/audio/tts", "2026-09")),
)


def lip_sync() -> Route:
    """Lips that follow a recording, or up to 120 characters spoken by a preset voice."""
    spoken = ("voice", "voice_language", "voice_speed")
    return route(
        "lip-sync",
        f"{VIDEO}lipsync/audio-to-video",
        input_video(LIP_CLIP),
        audio(LIP_SOUND, required=False),
        Words(name="speech_text", label="Words to speak", most=120),
        *(VOICE, LANGUAGE, replace(SPEED, default=None)),
        rules=(
            ExactlyOne(("audio", "speech_text")),
            NeedsWith("voice", "speech_text"),
            *(Requires(name, "speech_text") for name in spoken),
        ),
        notes=(DRIVER_NOTE, CLIP_NOTE, SPEED_NOTE, VOICES_NOTE),
        wire={"beside": {"speech_text": f"{VIDEO}lipsync/text-to-video"}},
    )


def avatar(version: str) -> Route:
    """A portrait that speaks a recording."""
    return route("avatar", f"{VIDEO}{version}", input_image(ANY, "Portrait"), audio(ANY), PROMPT, notes=(WORDS_NOTE,))


def speech() -> Route:
    """Words, spoken by a preset voice."""
    words = Words(name="speech_text", label="Words to speak", most=1000, required=True)
    notes = (LONG_SPEECH_NOTE, SPEED_NOTE, VOICES_NOTE)
    return route("text-to-speech", f"{VIDEO}v1/tts", words, VOICE, SPEED, notes=notes)


def create_voice() -> Route:
    """A voice of one's own, from a clean recording or from a clip with one voice."""
    wire = {"names": {"audio": "voice_url"}}
    return route("create-voice", f"{VIDEO}create-voice", Recording(accepts=RECORDING), wire=wire)


def video_to_audio() -> Route:
    """Sound and music for a clip."""
    return route(
        "video-to-audio",
        f"{VIDEO}video-to-audio",
        input_video(SCORED_CLIP),
        Words(name="sound_prompt", label="What is heard", most=200),
        Words(name="music_prompt", label="What is played", most=200),
        Switch(name="asmr", label="Close, detailed sound (ASMR)", default=False),
        notes=(FILLED_NOTE,),
    )
