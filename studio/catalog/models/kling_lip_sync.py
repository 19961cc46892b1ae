"""Kling Lip-sync: lips that follow words or a recording."""

from studio.catalog.common import fal_sound as via_fal
from studio.catalog.common import kling_sound as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.controls import Number
from studio.catalog.media_controls import Limits, audio, input_video
from studio.catalog.pricing import CLIP, SECOND, PriceList, Rate
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, kling_map, runware, runware_pages

SPEECH_VOLUME = Number(name="speech_volume", label="Volume of the new speech", least=0, most=2, step=0.1, default=1)
ORIGINAL_VOLUME = Number(
    name="original_volume", label="Volume of the clip's own sound", least=0, most=2, step=0.1, default=1
)

KLING_LIP_SYNC = Model(
    slug="kling-lip-sync",
    name="Kling Lip-sync",
    family="Lip-sync",
    blurb="Lips that follow new words, for dubbing and voice-over.",
    routes=(
        via_kling.lip_sync(),
        via_kling.identify_faces(),
        Route(
            provider="runware",
            task="lip-sync",
            endpoint="klingai:7@1",
            controls=(
                input_video(Limits(formats=via_runware.CLIPS, side=(512, 2160), seconds=(2, 60), megabytes=20)),
                audio(Limits(formats=via_runware.RECORDINGS, seconds=(2, 60))),
                SPEECH_VOLUME,
                ORIGINAL_VOLUME,
                via_runware.TAKES,
            ),
            price=PriceList(
                rates=(
                    Rate("0.0462", CLIP, within=5),
                    Rate("0.0924", CLIP, within=10),
                    Rate("0.0092", SECOND, first=("0.0924", 10)),
                ),
                source=runware_pages("price of Lip-Sync"),
                length_of="input_video",
            ),
            sources=(runware(955, 997), via_runware.API),
            notes=(
                Note(
                    "Size",
                    "Sides of 512 to 2,160 px stand beside “720p or 1080p”: the sides are measured.",
                    (runware(967), runware(969)),
                ),
                Note(
                    "Volumes",
                    "The page gives no range; Runware's SDK and ComfyUI nodes have 0 to 2, and 1 when nothing is set.",
                    (runware(973), runware_pages("SDK: soundVolume, originalAudioVolume")),
                ),
                Note(
                    "What speaks",
                    "Kling's own map drives the lips by text or audio; Runware takes a recording only.",
                    (runware(965, 968), kling_map(140)),
                ),
                Note(
                    "Price",
                    "By length, and nothing says whether of the clip or of the recording: the clip's is taken.",
                    (runware_pages("price of Lip-Sync"),),
                ),
            ),
        ),
        via_fal.lip_sync(),
        via_scenario.lip_sync(),
    ),
)

MODELS = (KLING_LIP_SYNC,)
