"""Kling's image models 1.0 to 2.1."""

from dataclasses import replace

from studio.catalog.common import kling_image as via_kling
from studio.catalog.common.kling import NEWER_IMAGE_MAP, RETIRED, changes, docs
from studio.catalog.schema import Model
from studio.catalog.sources import Note, kling_map

KLING_FIDELITY_NOTE = Note(
    "Subject, face and how closely",
    "Older pages have the fidelity for 1.0 and 1.5, and the face's for 1.5; the page of September 2026 for 2.1 only, "
    "after the others had been retired. Each model keeps what its own time's page said.",
    (via_kling.OLDER_GENERATIONS, via_kling.GENERATIONS),
)
KLING_2_0_NOTE = Note(
    "Image to image",
    "The map's table of resolutions has image to image by 2.0 in 1K; its table of features has several pictures and "
    "restyling. Both are offered, and the plain one.",
    (kling_map(172, 176), kling_map(199)),
)
KLING_SEVERAL_NOTE = Note(
    "Model",
    "The map has several pictures by 2.0; Kling's page of that endpoint names 2.1 only.",
    (kling_map(175), docs("multi-image to image: model_name")),
)
KLING_2_1_NOTE = Note(
    "Image to image, series",
    "The older map has 2.1 from text and from several pictures; the newer one also from one picture, keeping a subject "
    "or a face. It says “series” too, for which no endpoint of 2.1 has a field: not offered.",
    (kling_map(187, 190), NEWER_IMAGE_MAP, via_kling.GENERATIONS),
)

KLING_IMAGE_1_0 = Model(
    slug="kling-image-1.0",
    name="Kling IMAGE 1.0",
    family="Image",
    generation="1.0",
    blurb="The first image model.",
    routes=(
        via_kling.text("kling-v1", via_kling.SEVEN, sources=(kling_map(159), kling_map(198)), retired=RETIRED),
        via_kling.from_image(
            "kling-v1",
            via_kling.SEVEN,
            extras=(via_kling.FIDELITY,),
            sources=(kling_map(160), kling_map(199)),
            notes=(KLING_FIDELITY_NOTE,),
            retired=RETIRED,
        ),
    ),
)

KLING_IMAGE_1_5 = Model(
    slug="kling-image-1.5",
    name="Kling IMAGE 1.5",
    family="Image",
    generation="1.5",
    blurb="Keeps a subject or a face.",
    routes=(
        via_kling.text("kling-v1-5", sources=(kling_map(166), kling_map(198)), retired=RETIRED),
        via_kling.from_image(
            "kling-v1-5",
            extras=(
                replace(via_kling.REFERENCE_AS, required=True),
                via_kling.FIDELITY,
                via_kling.HUMAN_FIDELITY,
            ),
            rules=via_kling.ONLY_SUBJECT,
            sources=(kling_map(167, 168), kling_map(199), changes("2025-03-25")),
            notes=(KLING_FIDELITY_NOTE,),
            retired=RETIRED,
        ),
    ),
)

KLING_IMAGE_2_0 = Model(
    slug="kling-image-2.0",
    name="Kling IMAGE 2.0",
    family="Image",
    generation="2.0",
    blurb="Several pictures into one, and restyling.",
    routes=(
        via_kling.text("kling-v2", resolutions=("1k", "2k"), sources=(kling_map(174), kling_map(198)), retired=RETIRED),
        via_kling.from_image("kling-v2", sources=(kling_map(199),), notes=(KLING_2_0_NOTE,), retired=RETIRED),
        via_kling.several("kling-v2", sources=(kling_map(175),), notes=(KLING_SEVERAL_NOTE,), retired=RETIRED),
        via_kling.restyle("kling-v2", sources=(kling_map(176),), retired=RETIRED),
    ),
)

KLING_IMAGE_2_0_NEW = Model(
    slug="kling-image-2.0-new",
    name="Kling IMAGE 2.0 New",
    family="Image",
    generation="2.0",
    blurb="Restyling.",
    routes=(via_kling.restyle("kling-v2-new", sources=(kling_map(183), changes("2025-08-15")), retired=RETIRED),),
)

KLING_IMAGE_2_1 = Model(
    slug="kling-image-2.1",
    name="Kling IMAGE 2.1",
    family="Image",
    generation="2.1",
    blurb="Several pictures into one.",
    routes=(
        via_kling.text(
            "kling-v2-1",
            resolutions=("1k", "2k"),
            price=via_kling.per_image("0.014"),
            sources=(kling_map(189), NEWER_IMAGE_MAP),
        ),
        via_kling.from_image(
            "kling-v2-1",
            resolutions=("1k", "2k"),
            extras=(via_kling.REFERENCE_AS, via_kling.FIDELITY, via_kling.HUMAN_FIDELITY),
            rules=via_kling.ONLY_SUBJECT,
            price=via_kling.per_image("0.028"),
            sources=(NEWER_IMAGE_MAP, via_kling.GENERATIONS),
            notes=(KLING_FIDELITY_NOTE, KLING_2_1_NOTE),
        ),
        via_kling.several("kling-v2-1", price=via_kling.per_image("0.056"), sources=(kling_map(190),)),
    ),
)

MODELS = (KLING_IMAGE_1_0, KLING_IMAGE_1_5, KLING_IMAGE_2_0, KLING_IMAGE_2_0_NEW, KLING_IMAGE_2_1)
