"""Kling Effects: ready-made scenes for one or two pictures."""

from studio.catalog.cast_controls import Effect
from studio.catalog.common import fal as via_fal
from studio.catalog.common.fal_scenes import SCENES
from studio.catalog.common.kling import EFFECTS_RETIRED, PICTURE, changes, docs
from studio.catalog.common.kling_scenes import PAIRS, SINGLES
from studio.catalog.media_controls import ReferenceImages
from studio.catalog.rules import CountBy
from studio.catalog.schema import Model, Route
from studio.catalog.sources import Note, fal, kling_map

KLING_EFFECTS_PAGE = docs("video effects: /v1/videos/effects", "2026-09-10")
KLING_NOTES = (
    Note(
        "Scenes",
        "219 by Kling's page of September 2026, 15 of them for two people. They change by the month: the page still "
        "lists magic_match_tree, which the change log ended in July.",
        (KLING_EFFECTS_PAGE, changes("2026-07-03")),
    ),
    Note(
        "Hug, kiss, heart gesture and fight",
        f"The first four scenes belonged to the models 1.0 to 1.6 and stand there; Kling ended them on "
        f"{EFFECTS_RETIRED.on}. hug_pro, kiss_pro, heart_gesture_pro and fight_pro took their place.",
        (kling_map(40), EFFECTS_RETIRED.source),
    ),
)

KLING_EFFECTS = Model(
    slug="kling-effects",
    name="Kling Effects",
    family="Effects",
    blurb="Ready-made scenes: hug, kiss, and many more.",
    routes=(
        Route(
            provider="kling",
            task="effects",
            endpoint="/v1/videos/effects",
            controls=(
                ReferenceImages(least=1, most=2, accepts=PICTURE, required=True, label="Picture"),
                Effect(options=(*SINGLES, *PAIRS), pairs=PAIRS, required=True),
            ),
            rules=(CountBy("reference_images", "effect", ((PAIRS, 2, 2),), (1, 1)),),
            sources=(KLING_EFFECTS_PAGE,),
            notes=KLING_NOTES,
        ),
        via_fal.effects(
            "v1.6/pro",
            SCENES,
            via_fal.PICTURE_1_6,
            price=via_fal.PRICE_1_6_PRO,
            sources=(fal(382), fal(441, 455)),
        ),
    ),
)

MODELS = (KLING_EFFECTS,)
