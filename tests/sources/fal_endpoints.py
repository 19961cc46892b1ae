"""fal's Kling endpoints: every id and every parameter, as fal's JavaScript client has them.

Origin: the types of @fal-ai/client of 2026-08-02, as gathered for this project ("fal.ai queue API and its Kling
endpoints: facts", part B6; `line` is the line of the group there), and fal's page of Kling 1.6 Pro, which was given
with the project (`PAGE`, lines there). `most` are characters of a text or items of a list, `together` the most of
pictures and elements (`beside_a_clip`: only then), `between` the least and most of a number or of items.
"""

from dataclasses import dataclass, field

from tests.sources.fal_words import NEWER_SCENES, VOICES

TEXT, NUMBER, YES_NO, FILE, TEXTS = "text", "number", "yes or no", "file", "texts"


@dataclass(frozen=True, slots=True)
class Row:
    """One parameter: its name, type and whether it is required; its words, what is taken without it, its limits."""

    name: str
    type: str
    required: bool
    options: tuple[str, ...] = ()
    default: object = None
    limits: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Endpoints that share one schema."""

    line: int
    ids: tuple[str, ...]
    rows: tuple[Row, ...]


def row(required, name, type, options=(), default=None, **limits):
    words = tuple(options.split()) if isinstance(options, str) else tuple(options)
    return Row(name, type, required, words, default, limits)


def need(name, type, options=(), **more):
    return row(True, name, type, options, **more)


def may(name, type, options=(), **more):
    return row(False, name, type, options, **more)


def of(name):
    return f"list of {name}"


def each(name, parts):
    """The ids that differ in one part."""
    return " ".join(name.format(part) for part in parts.split())


def group(line, ids, *rows):
    return Group(line, tuple(f"fal-ai/{name}" for name in ids.split()), rows)


PICTURE = {"megabytes": 10, "side": (300, None), "ratio": (0.4, 2.5)}
TURBO_PICTURE = {"formats": "jpeg png", "megabytes": 50, "side": (300, None), "ratio": (0.4, 2.5)}
O1_CLIP = {"formats": "mp4 mov", "megabytes": 200, "side": (720, 2160), "seconds": (3, 10.05)}
O3_CLIP = {"formats": "mp4 mov", "megabytes": 200, "side": (720, 3840), "seconds": (3, 15)}
LIP_CLIP = {"formats": "mp4 mov", "megabytes": 100, "side": (720, 1920), "seconds": (2, 60)}
SCORED_CLIP = {"formats": "mp4 mov", "megabytes": 100, "seconds": (3, 20)}
RECORDING = {"formats": "mp3 wav mp4 mov", "seconds": (5, 30)}

# Rows that many endpoints share

CFG = may("cfg_scale", NUMBER, default=0.5)
SHORT = may("duration", TEXT, "5 10", default="5")
MIDDLE = may("duration", TEXT, "3 4 5 6 7 8 9 10", default="5")
LONG = may("duration", TEXT, "3 4 5 6 7 8 9 10 11 12 13 14 15", default="5")
NEGATIVE = may("negative_prompt", TEXT, default="blur, distort, and low quality")
ASKED, PROMPT = need("prompt", TEXT), may("prompt", TEXT)
SHAPE = may("aspect_ratio", TEXT, "16:9 9:16 1:1", default="16:9")
STYLE = may("shot_type", TEXT, "customize intelligent", default="customize")
SHOTS = may("multi_prompt", of("KlingV3MultiPromptElement"))
FORMAT, SYNC = may("output_format", TEXT, "jpeg png webp", default="png"), may("sync_mode", YES_NO)
FACING = need("character_orientation", TEXT, "image video")
KEEP = may("keep_original_sound", YES_NO, default=True)

# fmt: off
GROUPS = (
    group(64, "kling-image/o1",
        may("aspect_ratio", TEXT, "auto 16:9 9:16 1:1 4:3 3:4 3:2 2:3 21:9", default="auto"),
        may("elements", of("ElementInput"), together=10), need("image_urls", TEXTS, most=10),
        may("num_images", NUMBER, default=1, between=(1, 9)), FORMAT, need("prompt", TEXT, most=2500),
        may("resolution", TEXT, "1K 2K", default="1K"), SYNC,
    ),
    group(74, "kling-image/o3/image-to-image",
        may("aspect_ratio", TEXT, "16:9 9:16 1:1 4:3 3:4 3:2 2:3 21:9 auto", default="auto"),
        may("elements", of("ElementInput")), need("image_urls", TEXTS, most=10),
        may("num_images", NUMBER, default=1, between=(1, 9)), FORMAT, need("prompt", TEXT, most=2500),
        may("resolution", TEXT, "1K 2K 4K", default="1K"),
        may("result_type", TEXT, "single series", default="single"), may("series_amount", NUMBER, between=(2, 9)),
        SYNC,
    ),
    group(86, "kling-image/o3/text-to-image",
        may("aspect_ratio", TEXT, "16:9 9:16 1:1 4:3 3:4 3:2 2:3 21:9", default="16:9"),
        may("elements", of("ElementInput")), may("num_images", NUMBER, default=1, between=(1, 9)), FORMAT,
        need("prompt", TEXT, most=2500), may("resolution", TEXT, "1K 2K 4K", default="1K"),
        may("result_type", TEXT, "single series", default="single"), may("series_amount", NUMBER, between=(2, 9)),
        SYNC,
    ),
    group(97, "kling-image/v3/image-to-image",
        may("aspect_ratio", TEXT, "16:9 9:16 1:1 4:3 3:4 3:2 2:3 21:9", default="16:9"),
        may("elements", of("ElementInput")), need("image_url", FILE, **PICTURE),
        may("num_images", NUMBER, default=1, between=(1, 9)), FORMAT, need("prompt", TEXT, most=2500),
        may("resolution", TEXT, "1K 2K", default="1K"), SYNC,
    ),
    group(107, "kling-image/v3/text-to-image",
        may("aspect_ratio", TEXT, "16:9 9:16 1:1 4:3 3:4 3:2 2:3 21:9", default="16:9"),
        may("elements", of("ElementInput")), may("negative_prompt", TEXT),
        may("num_images", NUMBER, default=1, between=(1, 9)), FORMAT, need("prompt", TEXT, most=2500),
        may("resolution", TEXT, "1K 2K", default="1K"), SYNC,
    ),
    group(117, each("kling-video/{}", "ai-avatar/v2/pro ai-avatar/v2/standard v1/pro/ai-avatar v1/standard/ai-avatar"),
        need("audio_url", FILE), need("image_url", FILE), may("prompt", TEXT, default="."),
    ),
    group(122, "kling-video/create-voice",
        need("voice_url", FILE, **RECORDING),
    ),
    group(125, "kling-video/lipsync/audio-to-video",
        need("audio_url", FILE), need("video_url", FILE),
    ),
    group(129, "kling-video/lipsync/text-to-video",
        need("text", TEXT, most=120), need("video_url", FILE, **LIP_CLIP), need("voice_id", TEXT, VOICES),
        may("voice_language", TEXT, "zh en", default="en"), may("voice_speed", NUMBER, default=1),
    ),
    group(136, each("kling-video/{}/image-to-video", "o1 o1/standard"),
        MIDDLE, may("end_image_url", FILE), ASKED, need("start_image_url", FILE, **PICTURE),
    ),
    group(142, each("kling-video/{}/reference-to-video", "o1 o1/standard"),
        SHAPE, MIDDLE, may("elements", of("OmniVideoElementInput"), together=7),
        may("image_urls", TEXTS, together=7), ASKED,
    ),
    group(149, each("kling-video/{}/edit", "o1/standard/video-to-video o1/video-to-video"),
        may("elements", of("OmniVideoElementInput"), together=4), may("image_urls", TEXTS, together=4),
        may("keep_audio", YES_NO), ASKED, need("video_url", FILE, **O1_CLIP),
    ),
    group(156, each("kling-video/{}/reference", "o1/standard/video-to-video o1/video-to-video"),
        may("aspect_ratio", TEXT, "auto 16:9 9:16 1:1", default="auto"), MIDDLE,
        may("elements", of("OmniVideoElementInput"), together=4), may("image_urls", TEXTS, together=4),
        may("keep_audio", YES_NO), ASKED, need("video_url", FILE, **O1_CLIP),
    ),
    group(165, each("kling-video/o3/{}/image-to-video", "4k pro standard"),
        LONG, may("end_image_url", FILE), may("generate_audio", YES_NO), need("image_url", FILE), SHOTS, PROMPT,
        STYLE,
    ),
    group(174, each("kling-video/o3/{}/reference-to-video", "4k pro standard"),
        SHAPE, LONG, may("elements", of("KlingV3ComboElementInput")), may("end_image_url", FILE),
        may("generate_audio", YES_NO), may("image_urls", TEXTS, together=4, beside_a_clip=True), SHOTS, PROMPT, STYLE,
        may("start_image_url", FILE),
    ),
    group(186, each("kling-video/o3/{}/text-to-video", "4k pro standard"),
        SHAPE, LONG, may("generate_audio", YES_NO), SHOTS, PROMPT, STYLE,
    ),
    group(194, each("kling-video/o3/{}/video-to-video/edit", "pro standard"),
        may("elements", of("KlingV3ImageElementInput")), may("image_urls", TEXTS, together=4),
        may("keep_audio", YES_NO, default=True), ASKED, may("shot_type", TEXT, default="customize"),
        need("video_url", FILE, **O3_CLIP),
    ),
    group(202, each("kling-video/o3/{}/video-to-video/reference", "pro standard"),
        may("aspect_ratio", TEXT, "auto 16:9 9:16 1:1", default="auto"),
        may("duration", TEXT, "3 4 5 6 7 8 9 10 11 12 13 14 15"), may("elements", of("KlingV3ImageElementInput")),
        may("image_urls", TEXTS, together=4), may("keep_audio", YES_NO, default=True), ASKED,
        may("shot_type", TEXT, default="customize"), need("video_url", FILE, **O3_CLIP),
    ),
    group(212, each("kling-video/{}/effects", "v1.5/pro v1.6/pro v1.6/standard v1/standard"),
        SHORT, need("effect_scene", TEXT, NEWER_SCENES), may("input_image_urls", TEXTS),
    ),
    group(217, "kling-video/v1.5/pro/image-to-video",
        SHAPE, CFG, SHORT, may("dynamic_masks", of("DynamicMask")), need("image_url", FILE), NEGATIVE, ASKED,
        may("static_mask_url", FILE), may("tail_image_url", FILE),
    ),
    group(228, each(
            "kling-video/{}/text-to-video", "v1.5/pro v1.6/pro v1.6/standard v2.1/master v2.5-turbo/pro v2/master"
        ),
        SHAPE, CFG, SHORT, NEGATIVE, ASKED,
    ),
    group(235, each("kling-video/v1.6/{}/elements", "pro standard"),
        SHAPE, SHORT, need("input_image_urls", TEXTS, most=4), NEGATIVE, ASKED,
    ),
    group(242, "kling-video/v1.6/pro/image-to-video",
        SHAPE, CFG, SHORT, need("image_url", FILE), NEGATIVE, ASKED, may("tail_image_url", FILE),
    ),
    group(251, each(
            "kling-video/{}/image-to-video", "v1.6/standard v2.1/master v2.1/standard v2.5-turbo/standard v2/master"
        ),
        CFG, SHORT, need("image_url", FILE), NEGATIVE, ASKED,
    ),
    group(258, "kling-video/v1/standard/image-to-video",
        CFG, SHORT, may("dynamic_masks", of("DynamicMask")), need("image_url", FILE), NEGATIVE, ASKED,
        may("static_mask_url", FILE), may("tail_image_url", FILE),
    ),
    group(268, "kling-video/v1/standard/text-to-video",
        may("advanced_camera_control", "CameraControl"), SHAPE,
        may("camera_control", TEXT, "down_back forward_up right_turn_forward left_turn_forward"), CFG, SHORT,
        NEGATIVE, ASKED,
    ),
    group(277, "kling-video/v1/tts",
        need("text", TEXT), may("voice_id", TEXT, VOICES, default="genshin_vindi2"),
        may("voice_speed", NUMBER, default=1),
    ),
    group(282, each("kling-video/{}/pro/image-to-video", "v2.1 v2.5-turbo"),
        CFG, SHORT, need("image_url", FILE), NEGATIVE, ASKED, may("tail_image_url", FILE),
    ),
    group(290, "kling-video/v2.6/pro/image-to-video",
        SHORT, may("end_image_url", FILE), may("generate_audio", YES_NO, default=True), NEGATIVE, ASKED,
        need("start_image_url", FILE), may("voice_ids", TEXTS, most=2),
    ),
    group(299, each("kling-video/v2.6/{}/motion-control", "pro standard"),
        FACING, need("image_url", FILE), KEEP, PROMPT, need("video_url", FILE, seconds={"image": 10, "video": 30}),
    ),
    group(306, "kling-video/v2.6/pro/text-to-video",
        SHAPE, CFG, SHORT, may("generate_audio", YES_NO, default=True), NEGATIVE, ASKED,
    ),
    group(314, each("kling-video/v3/{}/image-to-video", "4k pro standard"),
        CFG, LONG, may("elements", of("KlingV3ComboElementInput")), may("end_image_url", FILE),
        may("generate_audio", YES_NO, default=True), SHOTS, NEGATIVE, PROMPT, STYLE, need("start_image_url", FILE),
    ),
    group(326, each("kling-video/v3/{}/text-to-video", "4k pro standard"),
        SHAPE, CFG, LONG, may("generate_audio", YES_NO, default=True), SHOTS, NEGATIVE, PROMPT, STYLE,
    ),
    group(336, each("kling-video/v3/{}/motion-control", "pro standard"),
        FACING, may("elements", of("KlingV3ImageElementInput"), most=1), need("image_url", FILE), KEEP, PROMPT,
        need("video_url", FILE, seconds={"image": 10, "video": 30}),
    ),
    group(344, each("kling-video/v3/turbo/{}/image-to-video", "pro standard"),
        LONG, need("image_url", FILE, **TURBO_PICTURE),
        may("multi_prompt", of("KlingV3MultiPromptElement"), most=6, seconds=15), PROMPT,
    ),
    group(350, each("kling-video/v3/turbo/{}/text-to-video", "pro standard"),
        SHAPE, LONG, may("multi_prompt", of("KlingV3MultiPromptElement"), most=6, seconds=15), PROMPT,
    ),
    group(356, "kling-video/video-to-audio",
        may("asmr_mode", YES_NO), may("background_music_prompt", TEXT, default="intense car race", most=200),
        may("sound_effect_prompt", TEXT, default="Car tires screech as they accelerate in a drag race", most=200),
        need("video_url", FILE, **SCORED_CLIP),
    ),
    group(362, "kling/v1-5/kolors-virtual-try-on",
        need("garment_image_url", FILE), need("human_image_url", FILE), SYNC,
    ),
)

TYPES = {
    "CameraControl": (
        need("movement_type", TEXT, "horizontal vertical pan tilt roll zoom"), need("movement_value", NUMBER),
    ),
    "DynamicMask": (need("mask_url", FILE), may("trajectories", of("Trajectory"))),
    "ElementInput": (may("frontal_image_url", FILE), may("reference_image_urls", TEXTS, between=(0, 3))),
    "KlingV3ComboElementInput": (
        may("frontal_image_url", FILE), may("reference_image_urls", TEXTS, between=(1, 3)),
        may("video_url", FILE, one_a_request=True), may("voice_id", TEXT),
    ),
    "KlingV3ImageElementInput": (may("frontal_image_url", FILE), may("reference_image_urls", TEXTS, between=(0, 3))),
    "KlingV3MultiPromptElement": (
        may("duration", TEXT, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", default="5"), ASKED,
    ),
    "OmniVideoElementInput": (
        need("frontal_image_url", FILE, **PICTURE), may("reference_image_urls", TEXTS, between=(1, 3)),
    ),
}
"""What goes into a parameter: lines 396 to 429. What a Trajectory is (x and y), only the page's example tells."""
# fmt: on

OTHERS = {"fal-ai/kolors": 367, "fal-ai/kolors/image-to-image": 380}
"""The two ids of the list that are no Kling endpoints."""

ENDPOINTS = {name: found for found in GROUPS for name in found.ids}
ROWS = tuple((name, row) for name, found in ENDPOINTS.items() for row in found.rows)
"""Every parameter of every endpoint."""

# fal's page of Kling 1.6 Pro: the line of each parameter, its examples, its price

PAGE = {
    "text-to-video": {"prompt": 196, "duration": 198, "aspect_ratio": 204, "negative_prompt": 210, "cfg_scale": 214},
    "image-to-video": {
        "prompt": 74,
        "image_url": 76,
        "duration": 78,
        "aspect_ratio": 84,
        "tail_image_url": 90,
        "negative_prompt": 94,
        "cfg_scale": 98,
    },
    "elements": {"prompt": 323, "input_image_urls": 325, "duration": 329, "aspect_ratio": 335, "negative_prompt": 341},
    "effects": {"input_image_urls": 441, "effect_scene": 445, "duration": 451},
}
PAGE_SCENES = 448
PROSE_ONLY = {"static_mask_url": 561, "dynamic_mask_url": 562, "special_fx": 563}
"""Named in words, absent from the schemas of the page."""

PAGE_PRICE = {"line": 658, "second": "0.095", 5: "0.475", 10: "0.95"}
