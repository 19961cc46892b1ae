"""Kling 2.6: picture and sound in one pass, voices, and motion control."""

from studio.catalog.cast_controls import Voices
from studio.catalog.common import fal as via_fal
from studio.catalog.common import kling_video as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.common.kling import GENERATIONS_NOTE, NEWER_MAP, VOICE_DOCS, docs
from studio.catalog.controls import Guidance, Seconds, Size, sound
from studio.catalog.media_controls import Limits, first_frame, input_image, last_frame, reference_video
from studio.catalog.rules import Excludes, OnlyWhen, OptionsWith
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, Source, kling_map, runware, runware_pages

RUNWARE_VOICES = Voices(
    least=1, most=2, accepts=Limits(formats=("mp3", "wav", "mp4", "mov"), seconds=(5, 30), kinds=("video",))
)
"""Runware: KlingAI provider, line 668."""

RUNWARE_FINISH = (
    Seconds(options=(5, 10)),
    via_runware.TAKES,
    sound(),
    RUNWARE_VOICES,
    via_runware.NEGATIVE,
    Guidance(),
)
RUNWARE_VOICES_NOTE = Note(
    "Voices",
    "Runware: several, from text as well, and nothing says that sound must be on; two is Kling's limit. Kling's own "
    "map has voice control from a picture only.",
    (runware(668), runware(714, 728), kling_map(130)),
)
RUNWARE_LAST_FRAME_NOTE = Note(
    "Last frame and sound",
    "Kling's own map and Scenario have no sound beside a last frame; an example of Runware's has both: taken.",
    (runware(690, 713), kling_map(129), Source("Scenario: Kuaishou Technology", "Kling V2.6 I2V Pro", "2026-07-01")),
)
RUNWARE_CHARACTER_NOTE = Note(
    "The character",
    "The example of motion control has a driving clip and no picture, though the character faces as in the picture, "
    "and a duration of 10 though the clip decides it: the picture is asked for, among the reference images as in the "
    "newer pages, and no duration is sent.",
    (runware(729, 745), runware(666, 669), runware_pages("2.6 Standard: inputs.referenceImages")),
)


def runware_motion_control(endpoint: str, *extra: object, **about: object) -> Route:
    """A character that moves as in a clip; the result is as long as the clip."""
    by_image = ("character_orientation", "image", via_runware.DRIVING_BY_IMAGE)
    controls = (
        input_image(via_runware.FRAME, "Character"),
        reference_video(via_runware.DRIVING, required=True, label="Driving clip", beside=(by_image,)),
        via_runware.PROMPT,
        via_runware.ORIENTATION,
        via_runware.KEEP_SOUND,
        via_runware.TAKES,
        *extra,
    )
    wire = {"input_image": "reference"}
    return Route(provider="runware", task="motion-control", endpoint=endpoint, controls=controls, wire=wire, **about)


SCENARIO_CHARACTER = Limits(side=(340, 3850), ratio=(0.4, 2.5), megabytes=10)


def scenario_motion_control(mode: str) -> Route:
    """One model of Scenario's, told its tier; the clip lasts 10 seconds at most, 30 where it leads the character."""
    clip = Limits(seconds=(0, 10))
    return via_scenario.motion(
        "model_kling-v2-6-motion-control",
        SCENARIO_CHARACTER,
        clip,
        longer=(("character_orientation", "video", Limits(seconds=(0, 30))),),
        wire={"fixed": {"mode": mode}},
    )


FAL_LAST_FRAME_NOTE = Note(
    "Last frame and sound",
    "Kling's own map has no sound beside a last frame; fal's schema does not exclude it, and its sound is on where "
    "nothing is said: turn it off if fal refuses.",
    (kling_map(129), via_fal.schema("v2.6/pro/image-to-video: end_image_url, generate_audio")),
)
KLING_LAST_FRAME_NOTE = Note(
    "Last frame and sound",
    "Both of Kling's maps have first and last frame by 2.6 silent only; the page of the newer path asks for 1080p and "
    "says nothing of sound: the maps hold.",
    (kling_map(129), NEWER_MAP, docs("image to video: /image-to-video/kling-2.6")),
)
KLING_VOICES_NOTE = Note(
    "Voices",
    "An older page has the field from text as well; both maps have voice control from a picture only.",
    (docs("text to video: voice_list", "2026-02"), kling_map(130), NEWER_MAP),
)

KLING_2_6_STANDARD = Model(
    slug="kling-2.6-standard",
    name="Kling 2.6 Standard",
    family="2.6",
    blurb="720p, and motion control.",
    routes=(
        via_kling.text(
            "kling-v2-6",
            "std",
            price=via_kling.per_second("0.042"),
            sources=(kling_map(126),),
            notes=(GENERATIONS_NOTE,),
        ),
        via_kling.image(
            "kling-v2-6",
            "std",
            price=via_kling.per_second("0.042"),
            sources=(kling_map(128),),
            notes=(GENERATIONS_NOTE,),
        ),
        via_kling.motion("kling-v2-6", "std", "0.07", sources=(kling_map(131),), notes=(GENERATIONS_NOTE,)),
        runware_motion_control(
            "klingai:kling-video@2.6-standard",
            sources=(runware_pages("2.6 Standard: motion control"), runware(668, 670), via_runware.API),
            notes=(
                Note(
                    "Tasks",
                    "Kling's own map has text and image to video for Standard; through Runware it is motion control "
                    "only. Its limits are those that the page gives for 2.6 Pro.",
                    (runware_pages("2.6 Standard: parameters"), kling_map(126, 128)),
                ),
                RUNWARE_CHARACTER_NOTE,
            ),
        ),
        via_fal.motion("v2.6/standard"),
        scenario_motion_control("std"),
    ),
)

KLING_2_6_PRO = Model(
    slug="kling-2.6-pro",
    name="Kling 2.6 Pro",
    family="2.6",
    blurb="1080p with sound, voices and motion control.",
    routes=(
        via_kling.text(
            "kling-v2-6",
            "pro",
            makes_sound=True,
            price=via_kling.per_second("0.07", "0.14"),
            sources=(kling_map(126),),
            notes=(GENERATIONS_NOTE, KLING_VOICES_NOTE),
        ),
        via_kling.image(
            "kling-v2-6",
            "pro",
            extras=(via_kling.LAST, sound(), via_kling.VOICES),
            rules=(
                OptionsWith("sound", (False,), "last_frame"),
                OnlyWhen("voices", "sound", (True,)),
                Excludes("voices", "last_frame"),
            ),
            price=via_kling.per_second("0.07", "0.14", "0.168"),
            sources=(kling_map(128, 130), VOICE_DOCS),
            notes=(GENERATIONS_NOTE, KLING_LAST_FRAME_NOTE, KLING_VOICES_NOTE),
        ),
        via_kling.motion("kling-v2-6", "pro", "0.112", sources=(kling_map(131),), notes=(GENERATIONS_NOTE,)),
        Route(
            provider="runware",
            task="text-to-video",
            endpoint="klingai:kling-video@2.6-pro",
            controls=(
                via_runware.ASKED,
                Size(options=via_runware.SIZES_1080P_WIDE_SQUARE, required=True),
                *RUNWARE_FINISH,
            ),
            sources=(runware(649, 759), via_runware.API),
            notes=(RUNWARE_VOICES_NOTE,),
        ),
        Route(
            provider="runware",
            task="image-to-video",
            endpoint="klingai:kling-video@2.6-pro",
            controls=(
                first_frame(via_runware.FRAME),
                last_frame(via_runware.FRAME),
                via_runware.PROMPT,
                *RUNWARE_FINISH,
            ),
            sources=(runware(649, 713), via_runware.API),
            notes=(RUNWARE_LAST_FRAME_NOTE, RUNWARE_VOICES_NOTE),
            wire=via_runware.NEW_FRAMES,
        ),
        runware_motion_control(
            "klingai:kling-video@2.6-pro",
            sound(default=None),
            sources=(runware(649, 674), runware(729, 745), via_runware.API),
            notes=(RUNWARE_CHARACTER_NOTE,),
        ),
        via_fal.text("v2.6/pro", via_fal.SOUND, price=via_fal.PRICE_2_6_PRO),
        via_fal.sounding_image("v2.6/pro", price=via_fal.PRICE_2_6_PRO, notes=(FAL_LAST_FRAME_NOTE,)),
        via_fal.motion("v2.6/pro"),
        via_scenario.text("model_kling-v2-6-t2v-pro", sound(default=True), via_scenario.NEGATIVE, Guidance()),
        via_scenario.image(
            "model_kling-v2-6-i2v-pro",
            sound(),
            via_scenario.NEGATIVE,
            frames=(last_frame(via_scenario.ANY),),
            rules=(Excludes("sound", "last_frame"),),
            wire={"names": {"first_frame": "image", "last_frame": "lastFrameImage"}},
        ),
        scenario_motion_control("pro"),
    ),
)

MODELS = (KLING_2_6_STANDARD, KLING_2_6_PRO)
