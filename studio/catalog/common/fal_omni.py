"""Builders of fal's routes of 3.0, 3.0 Turbo, O1 and O3: stories of 3 to 15 seconds, elements, references, editing."""

from dataclasses import replace

from studio.catalog.cast_controls import AtMostWith, Elements, ViewsUnless
from studio.catalog.common.fal import (
    ANY,
    ASKED,
    KEEP_SOUND,
    LAST,
    NEGATIVE,
    NEW_FRAMES,
    PICTURE,
    PROMPT,
    RATIO,
    RATIO_OR_AUTO,
    SOUND,
    VIDEO,
    VOICES_NOTE,
    WORDS_NOTE,
    motion,
    pages,
    per_second,
    route,
    schema,
    video,
)
from studio.catalog.controls import Guidance, Seconds, sound
from studio.catalog.media_controls import Limits, ReferenceImages, first_frame, input_video, reference_video
from studio.catalog.pricing import GIVEN, SECOND, PriceList, Rate
from studio.catalog.rules import AtMost, ExactlyOne, Excludes, OnlyWhen, OptionsUnless, Requires, ShotsAddUp
from studio.catalog.schema import Route
from studio.catalog.sources import Note, Source
from studio.catalog.story_controls import Shots, ShotStyle

CLIPS = ("mp4", "mov")
O1_CLIP = Limits(formats=CLIPS, side=(720, 2160), seconds=(3, 10.05), megabytes=200)
O3_CLIP = Limits(formats=CLIPS, side=(720, 3840), seconds=(3, 15), megabytes=200)
TURBO_PICTURE = Limits(formats=("jpeg", "png"), side=(300, None), ratio=(0.4, 2.5), megabytes=50)

LENGTHS = tuple(range(3, 16))
SHOTS = Shots(most=6, totals=LENGTHS, characters=512)
STYLE = ShotStyle(options=("customize", "intelligent"), default="customize")
STORY = (PROMPT, SHOTS, STYLE)
ONE_OR_SHOTS = (ExactlyOne(("prompt", "shots")), ShotsAddUp())

SEEN = Elements(most=1, views=(0, 3), handles=False, described=False)
"""Pictures only: up to three views beside the front."""

SEEN_O1 = replace(SEEN, most=7, views=(1, 3), accepts=PICTURE)
CAST = Elements(most=3, views=(1, 3), videos=True, voices=True, handles=False, described=False)
"""Pictures or a clip, with a voice. At least one view beside the front."""

ONE_CLIP = AtMostWith("elements", "video", 1)
KEEP_ITS_SOUND = replace(KEEP_SOUND, default=None)
"""Beside a clip that may be left out: nothing is chosen until there is one."""

SHOTS_NOTE = Note(
    "Shots",
    "They take the place of the prompt. Six, with 512 characters each, are Kling's limits: fal's schema names them for "
    "3.0 Turbo only, and there no length of the words. Their sum is the length, which fal is not told again.",
    (schema("multi_prompt"), Source("Kling AI: API documentation", "multi_prompt", "2026-04")),
)
STYLE_NOTE = Note(
    "Who cuts",
    "Beside a clip fal's schema takes any word and names none; its other endpoints know these two.",
    (schema("o3: video-to-video: shot_type"), schema("o3: text-to-video: shot_type")),
)
ELEMENTS_NOTE = Note(
    "Elements",
    "How many is Kling's limit where fal names none: three beside a first frame, seven among references, or four "
    "beside a clip. One of them may be a clip.",
    (schema("KlingV3ComboElementInput"), Source("Kling AI: API documentation", "element_list", "2026-09")),
)
PRICE_NOTE = Note(
    "Price",
    "Early pages of 3.0 have twice the amounts, a digest has $0.14 for Pro whatever is heard; fal's pages of mid-2026 "
    "agree on these.",
    (pages("v3: pricing"), Source("fal: learn", "how to use Kling 3.0 Pro", "2026-06-14")),
)

# Prices


def v3_price(silent: str, with_sound: str, with_voice: str, page: str) -> PriceList:
    """Silent, with sound, and with an element's own voice. Sound is on where nothing is said."""
    off, voiced = {"sound": False}, {"elements.voice": GIVEN}
    rates = (Rate(silent, SECOND, off), Rate(with_voice, SECOND, voiced), Rate(with_sound, SECOND))
    return per_second(pages(f"{page}: pricing"), *rates, sound=True)


PRICE_4K = per_second(Source("fal: learn", "Kling in 4K", "2026-08"), Rate("0.42", SECOND))
PRICE_O3_PRO_IMAGE = per_second(
    pages("o3/pro/image-to-video: pricing"), Rate("0.14", SECOND, {"sound": True}), Rate("0.112", SECOND)
)
"""No sound where nothing is said: fal's page of the endpoint."""

# 3.0


def v3(tier: str, price: PriceList, *notes: Note) -> tuple[Route, Route]:
    """Text and image to video: one prompt or several shots, with sound."""
    fine = (Seconds(options=LENGTHS), SOUND, NEGATIVE, Guidance())
    frames = (first_frame(ANY), LAST, CAST)
    notes = (SHOTS_NOTE, *notes)
    shared = {"price": price}
    return (
        video("text-to-video", f"v3/{tier}", *STORY, RATIO, *fine, rules=ONE_OR_SHOTS, notes=notes, **shared),
        video(
            "image-to-video",
            f"v3/{tier}",
            *(*frames, *STORY, *fine),
            rules=(*ONE_OR_SHOTS, ONE_CLIP),
            notes=(*notes, ELEMENTS_NOTE, VOICES_NOTE),
            wire=NEW_FRAMES,
            **shared,
        ),
    )


def v3_motion(tier: str) -> Route:
    """Motion control by 3.0: an element keeps the face, while the clip leads the character."""
    return motion(f"v3/{tier}", SEEN, rules=(OnlyWhen("elements", "character_orientation", ("video",)),))


def turbo(tier: str) -> tuple[Route, Route]:
    """3.0 Turbo, from text or from a first frame."""
    length = Seconds(options=LENGTHS)
    words = (PROMPT, SHOTS)
    alone = (Excludes("prompt", "shots"), ShotsAddUp())
    version = f"v3/turbo/{tier}"
    return (
        video("text-to-video", version, *words, RATIO, length, rules=ONE_OR_SHOTS, notes=(SHOTS_NOTE,)),
        video("image-to-video", version, first_frame(TURBO_PICTURE), *words, length, rules=alone, notes=(SHOTS_NOTE,)),
    )


# Omni: references share their places with elements, and there are fewer of them beside a clip


def references(*, clip: bool = True) -> tuple[AtMost, ...]:
    """How many pictures and elements go together."""
    few = (AtMost(("reference_images", "elements"), 4, "reference_video"),) if clip else ()
    return (*few, AtMost(("reference_images", "elements"), 7))


KEPT = {"keep_original_sound": "keep_audio"}
FRAMES = NEW_FRAMES["names"]
CLIP_RULES = (
    Requires("keep_original_sound", "reference_video"),
    OptionsUnless("aspect_ratio", RATIO.options, ("reference_video",)),
)


def o1(version: str) -> tuple[Route, ...]:
    """O1 in one tier: frames, references and editing; from words alone it has no endpoint."""
    length = Seconds(options=tuple(range(3, 11)))
    images = ReferenceImages(least=1, most=7)
    return (
        video("image-to-video", version, first_frame(PICTURE), LAST, ASKED, length, wire=NEW_FRAMES),
        video(
            "reference-to-video",
            version,
            *(images, reference_video(O1_CLIP), SEEN_O1, ASKED, RATIO_OR_AUTO, length, KEEP_ITS_SOUND),
            rules=(*references(), *CLIP_RULES),
            wire={"names": KEPT, "beside": {"reference_video": f"{VIDEO}{version}/video-to-video/reference"}},
        ),
        _editing(version, input_video(O1_CLIP), SEEN_O1),
    )


def o3(tier: str, *, clips: bool = True, **prices: PriceList) -> tuple[Route, ...]:
    """O3 in one tier; `clips`: whether one may go in. `prices` by the first word of the task."""
    version = f"o3/{tier}"
    length = (Seconds(options=LENGTHS), sound())
    words = {"rules": ONE_OR_SHOTS, "notes": (SHOTS_NOTE,)}
    frames, names = (first_frame(ANY), LAST), {"last_frame": "end_image_url"}
    editing = (_editing(version, input_video(O3_CLIP), SEEN, STYLE, notes=(STYLE_NOTE,)),) if clips else ()
    return (
        video("text-to-video", version, *STORY, RATIO, *length, price=prices.get("text"), **words),
        video(
            "image-to-video",
            version,
            *frames,
            *STORY,
            *length,
            price=prices.get("image"),
            wire={"names": names},
            **words,
        ),
        _o3_references(version, clips=clips, price=prices.get("reference")),
        *editing,
    )


def _o3_references(version: str, *, clips: bool, **about: object) -> Route:
    """From pictures, elements and frames; or, at another endpoint, beside a clip, which takes words only."""
    clip = (reference_video(O3_CLIP), KEEP_ITS_SOUND) if clips else ()
    beside = {"beside": {"reference_video": f"{VIDEO}{version}/video-to-video/reference"}} if clips else {}
    alone = ("shots", "sound", "first_frame", "last_frame")
    apart = (*(Excludes(name, "reference_video") for name in alone), *CLIP_RULES) if clips else ()
    plain = tuple(AtMostWith("elements", key, 0, "reference_video") for key in ("video", "voice")) if clips else ()
    seen = (ViewsUnless("elements", 1, "reference_video"),)
    return video(
        "reference-to-video",
        version,
        *(ReferenceImages(least=1, most=7), replace(CAST, most=7, views=(0, 3)), *clip),
        *(first_frame(ANY, required=False), LAST, *STORY),
        *(RATIO_OR_AUTO if clips else RATIO, Seconds(options=LENGTHS), sound()),
        rules=(*ONE_OR_SHOTS, *references(clip=clips), ONE_CLIP, *apart, *plain, *seen),
        notes=(SHOTS_NOTE, ELEMENTS_NOTE, VOICES_NOTE, *((STYLE_NOTE,) if clips else ())),
        wire={"names": FRAMES | KEPT, **beside},
        **about,
    )


def _editing(version: str, clip: object, cast: Elements, *more: object, **about: object) -> Route:
    """A clip is changed as the words say; it keeps its length and its shape."""
    few = ReferenceImages(least=1, most=4)
    controls = (clip, few, replace(cast, most=4), ASKED, *more, KEEP_SOUND)
    about["notes"] = (*about.get("notes", ()), WORDS_NOTE)
    return route(
        "edit-video",
        f"{VIDEO}{version}/video-to-video/edit",
        *controls,
        rules=(AtMost(("reference_images", "elements"), 4),),
        wire={"names": KEPT},
        **about,
    )
