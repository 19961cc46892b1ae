"""Kling's audio: sound for a clip, sound from words, speech and voices."""

from studio.catalog.common import fal_sound as via_fal
from studio.catalog.common import kling_sound as via_kling
from studio.catalog.common import scenario as via_scenario
from studio.catalog.schema import Model

KLING_VIDEO_TO_AUDIO = Model(
    slug="kling-video-to-audio",
    name="Kling Video to Audio",
    family="Audio",
    blurb="Sound that fits a clip.",
    routes=(
        via_kling.video_to_audio(),
        via_fal.video_to_audio(),
        via_scenario.video_to_audio(),
    ),
)

KLING_TEXT_TO_AUDIO = Model(
    slug="kling-text-to-audio",
    name="Kling Text to Audio",
    family="Audio",
    blurb="Sound from words.",
    routes=(via_kling.text_to_audio(),),
)

KLING_SPEECH = Model(
    slug="kling-speech",
    name="Kling Speech",
    family="Audio",
    blurb="Words spoken by a preset voice.",
    search="tts",
    routes=(via_kling.speech(), via_fal.speech()),
)

KLING_VOICE = Model(
    slug="kling-voice",
    name="Kling Voice",
    family="Audio",
    blurb="A voice of your own, from a recording.",
    routes=(via_kling.create_voice(), via_fal.create_voice()),
)

MODELS = (KLING_VIDEO_TO_AUDIO, KLING_TEXT_TO_AUDIO, KLING_SPEECH, KLING_VOICE)
