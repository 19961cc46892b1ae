"""Kling 3.0: clips of 3 to 15 seconds with sound, first and last frame, and up to six shots."""

from studio.catalog.common import fal_omni as via_fal
from studio.catalog.common import kling_video as via_kling
from studio.catalog.common import runware as via_runware
from studio.catalog.common import scenario as via_scenario
from studio.catalog.common.kling import ELEMENT_DOCS, GENERATIONS_NOTE, NEWER_MAP, SHOTS_NOTE, changes, docs
from studio.catalog.common.kling_sound import element_helpers
from studio.catalog.pricing import PriceList
from studio.catalog.schema import Model
from studio.catalog.sources import Note, Source, runware, runware_pages, scenario

RUNWARE_SHOTS_NOTE = Note(
    "Shots",
    "Six at most, by Runware's list; Scenario's page says five. 512 characters a shot is Kling's limit: Runware "
    "names none. The examples give shots without a prompt or a duration, so neither is asked for beside them.",
    (runware(778), runware(820, 842), scenario(21)),
)
RUNWARE_SHOT_STYLE_NOTE = Note(
    "Who cuts",
    "Runware lists shotType and uses only “customize”; nothing says which other words it knows.",
    (runware(784), runware(828)),
)
RUNWARE_FRAME_SIZE_NOTE = Note(
    "Size",
    "With a frame the size follows the picture: Runware takes either frames or width and height.",
    (runware(774, 776), runware_pages("3.0: frameImages or width and height")),
)
RUNWARE_REFERENCES_NOTE = Note(
    "References and editing",
    "Runware's introduction of 3.0 promises both; its workflows are text and image to video, and elements beside a "
    "first frame are the only reference.",
    (runware(763, 769), runware(846, 852), runware_pages("3.0: elements need frameImages")),
)
RUNWARE_GUIDANCE_NOTE = Note(
    "How closely to follow the prompt",
    "Scenario's page has it for 3.0; Runware's specification of 3.0 has none.",
    (runware(771, 784), scenario(141)),
)


def runware_routes(
    endpoint: str, sizes: tuple[str, ...], price: PriceList, sources: tuple[Source, ...], *notes: Note
) -> tuple:
    """Text and image to video through Runware: the same story, with a size or with frames."""
    shared = {
        "endpoint": endpoint,
        "story": via_runware.CUT_STORY,
        "fine": (via_runware.NEGATIVE,),
        "rules": via_runware.CUT_RULES,
        "price": price,
        "sources": (*sources, via_runware.API),
    }
    common = (RUNWARE_SHOTS_NOTE, RUNWARE_SHOT_STYLE_NOTE, RUNWARE_REFERENCES_NOTE, RUNWARE_GUIDANCE_NOTE, *notes)
    about_frames = (RUNWARE_FRAME_SIZE_NOTE, via_runware.ELEMENTS_NOTE)
    return (
        via_runware.story_text(sizes, notes=common, **shared),
        via_runware.story_image(most_elements=3, notes=(*common, *about_frames), **shared),
    )


KLING_NOTES = (
    GENERATIONS_NOTE,
    SHOTS_NOTE,
    Note(
        "First and last frame with shots",
        "Older pages exclude them from clips of several shots; since May 2026 they go together.",
        (changes("2026-05-07"), docs("image to video: multi_shot", "2026-04")),
    ),
    Note(
        "Voices",
        "The fields of 2.6 for voices exist for 3.0 too; the map says that 3.0 does not follow them. An element may "
        "have a voice of its own.",
        (NEWER_MAP, ELEMENT_DOCS, changes("2026-03-23")),
    ),
)
KLING_MOTION_NOTE = Note(
    "Two generations of the API",
    "Motion control by 3.0 goes through the newer path, the only one whose page describes elements for it; the change "
    "log of March 2026 also names the older one.",
    (docs("motion control: /motion-control/kling-3.0"), changes("2026-03-04")),
)

KLING_3_0_STANDARD = Model(
    slug="kling-3.0-standard",
    name="Kling 3.0 Standard",
    family="3.0",
    blurb="Sound and up to six shots, in 720p.",
    routes=(
        via_kling.story_text(
            "std", price=via_kling.per_second("0.084", "0.126"), sources=(NEWER_MAP,), notes=KLING_NOTES
        ),
        via_kling.story_image(
            "std", price=via_kling.per_second("0.084", "0.126"), sources=(NEWER_MAP,), notes=KLING_NOTES
        ),
        via_kling.motion_3_0("720p", "0.126", sources=(NEWER_MAP, changes("2026-03-04")), notes=(KLING_MOTION_NOTE,)),
        *element_helpers(),
        *runware_routes(
            "klingai:kling-video@3-standard",
            via_runware.SIZES_720P_WIDE_SQUARE,
            via_runware.silent_or_sound("0.084", "0.126", "price of 3.0 Standard"),
            (runware(761, 842),),
            Note(
                "Size",
                "The list gives 720p, two examples and Scenario 1080p: the list holds.",
                (runware(773), runware(792, 793), runware(824, 825), scenario(163)),
            ),
        ),
        *via_fal.v3("standard", via_fal.v3_price("0.084", "0.126", "0.154", "v3/standard"), via_fal.PRICE_NOTE),
        via_fal.v3_motion("standard"),
        via_scenario.v3_text("standard"),
        via_scenario.v3_image("standard"),
        via_scenario.v3_motion("standard"),
    ),
)

KLING_3_0_PRO = Model(
    slug="kling-3.0-pro",
    name="Kling 3.0 Pro",
    family="3.0",
    blurb="Sound and up to six shots, in 1080p.",
    routes=(
        via_kling.story_text(
            "pro", price=via_kling.per_second("0.112", "0.168"), sources=(NEWER_MAP,), notes=KLING_NOTES
        ),
        via_kling.story_image(
            "pro", price=via_kling.per_second("0.112", "0.168"), sources=(NEWER_MAP,), notes=KLING_NOTES
        ),
        via_kling.motion_3_0("1080p", "0.168", sources=(NEWER_MAP, changes("2026-03-04")), notes=(KLING_MOTION_NOTE,)),
        *element_helpers(),
        *runware_routes(
            "klingai:kling-video@3-pro",
            via_runware.SIZES_1080P_WIDE_SQUARE,
            via_runware.silent_or_sound("0.112", "0.168", "price of 3.0 Pro"),
            (runware(844, 953),),
        ),
        *via_fal.v3("pro", via_fal.v3_price("0.112", "0.168", "0.196", "v3/pro"), via_fal.PRICE_NOTE),
        via_fal.v3_motion("pro"),
        via_scenario.v3_text("pro"),
        via_scenario.v3_image("pro"),
        via_scenario.v3_motion("pro"),
    ),
)

KLING_3_0_4K = Model(
    slug="kling-3.0-4k",
    name="Kling 3.0 4K",
    family="3.0",
    blurb="Sound and up to six shots, in 4K.",
    routes=(
        via_kling.story_text("4k", price=via_kling.per_second("0.42", "0.42"), sources=(NEWER_MAP,), notes=KLING_NOTES),
        via_kling.story_image(
            "4k", price=via_kling.per_second("0.42", "0.42"), sources=(NEWER_MAP,), notes=KLING_NOTES
        ),
        *element_helpers(),
        via_runware.story_text(
            via_runware.SIZES_4K,
            fine=(via_runware.NEGATIVE,),
            rules=via_runware.STORY_RULES,
            endpoint="klingai:kling-video@3-4k",
            price=via_runware.per_second("0.42", "price of 3.0 4K"),
            sources=(runware_pages("3.0 4K"), via_runware.API),
            notes=(via_runware.SHOTS_LIMIT_NOTE,),
        ),
        via_runware.story_image(
            most_elements=3,
            fine=(via_runware.NEGATIVE,),
            rules=via_runware.STORY_RULES,
            endpoint="klingai:kling-video@3-4k",
            price=via_runware.per_second("0.42", "price of 3.0 4K"),
            sources=(runware_pages("3.0 4K"), via_runware.API),
            notes=(via_runware.SHOTS_LIMIT_NOTE, via_runware.ELEMENTS_NOTE),
        ),
        *via_fal.v3("4k", via_fal.PRICE_4K),
        via_scenario.v3_text("4k"),
        via_scenario.v3_image("4k"),
    ),
)

MODELS = (KLING_3_0_STANDARD, KLING_3_0_PRO, KLING_3_0_4K)
