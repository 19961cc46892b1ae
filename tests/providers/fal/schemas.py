"""JSON Schemas of fal's Kling endpoints by id, written by hand from the types of its JavaScript client (2026-08-02).

Where a type's description says more than the type (how many together, one or the other), the schema says it too. The
motion brush of 1.6 Pro is that of fal's page (lines 561 to 584). Imports nothing of the studio.
"""

FILE = {"type": "string", "minLength": 1}
TEXT = {"type": "string", "minLength": 1}
BOOLEAN = {"type": "boolean"}
SHAPES = {"enum": ["16:9", "9:16", "1:1"]}
SHAPES_OR_AUTO = {"enum": ["auto", "16:9", "9:16", "1:1"]}
FIVE_OR_TEN = {"enum": ["5", "10"]}
TO_TEN = {"enum": ["3", "4", "5", "6", "7", "8", "9", "10"]}
TO_FIFTEEN = {"enum": [*TO_TEN["enum"], "11", "12", "13", "14", "15"]}
CUTS = {"enum": ["customize", "intelligent"]}


def inputs(required="", **properties):
    """The inputs of an endpoint, flat."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def files(most=None, least=1):
    schema = {"type": "array", "items": FILE, "minItems": least}
    return schema | ({"maxItems": most} if most else {})


def listed(items, most=None):
    schema = {"type": "array", "items": items, "minItems": 1}
    return schema | ({"maxItems": most} if most else {})


def one_of(schema, *names):
    """Exactly one of these inputs."""
    return schema | {"oneOf": [{"required": [name]} for name in names]}


def not_both(schema, *names):
    return schema | {"not": {"required": list(names)}}


def together(schema, most, elements="elements", pictures="image_urls"):
    """Elements and pictures share their places: as many pictures as there are, so many fewer elements."""
    rules = []
    for count in range(1, most + 1):
        many = {"properties": {pictures: {"minItems": count}}, "required": [pictures]}
        few = {"properties": {elements: {"maxItems": most - count}}}
        both = {"required": [elements]}
        rules.append({"if": {"allOf": [many, both]}, "then": few})
    alone = {"properties": {elements: {"maxItems": most}, pictures: {"maxItems": most}}}
    return schema | {"allOf": [*rules, alone]}


# Up to 2.6

WORDS = {
    "prompt": TEXT,
    "negative_prompt": TEXT,
    "duration": FIVE_OR_TEN,
}
GUIDED = {**WORDS, "cfg_scale": {"type": "number", "minimum": 0, "maximum": 1}}
POINT = inputs("x y", x={"type": "integer"}, y={"type": "integer"})
MASK = inputs("mask_url", mask_url=FILE, trajectories={"type": "array", "items": POINT, "minItems": 2})
BRUSH = {"static_mask_url": FILE, "dynamic_masks": listed(MASK)}
TAIL = {"tail_image_url": FILE}
AXES = ["horizontal", "vertical", "pan", "tilt", "roll", "zoom"]
CAMERA = {
    "camera_control": {"enum": ["down_back", "forward_up", "right_turn_forward", "left_turn_forward"]},
    "advanced_camera_control": inputs(
        "movement_type movement_value", movement_type={"enum": AXES}, movement_value={"type": "number"}
    ),
}


def text(**more):
    return inputs("prompt", **GUIDED, aspect_ratio=SHAPES, **more)


def image(**more):
    return inputs("prompt image_url", **GUIDED, image_url=FILE, **more)


OLDER = {
    "v1/standard/text-to-video": text(**CAMERA),
    "v1/standard/image-to-video": image(**TAIL, **BRUSH),
    "v1.5/pro/text-to-video": text(),
    "v1.5/pro/image-to-video": image(**TAIL, **BRUSH, aspect_ratio=SHAPES),
    "v1.6/standard/text-to-video": text(),
    "v1.6/standard/image-to-video": image(),
    "v1.6/pro/text-to-video": text(),
    "v1.6/pro/image-to-video": image(**TAIL, **BRUSH, aspect_ratio=SHAPES),
    "v2/master/text-to-video": text(),
    "v2/master/image-to-video": image(),
    "v2.1/standard/image-to-video": image(),
    "v2.1/pro/image-to-video": image(**TAIL),
    "v2.1/master/text-to-video": text(),
    "v2.1/master/image-to-video": image(),
    "v2.5-turbo/standard/image-to-video": image(),
    "v2.5-turbo/pro/text-to-video": text(),
    "v2.5-turbo/pro/image-to-video": image(**TAIL),
    "v2.6/pro/text-to-video": text(generate_audio=BOOLEAN),
    "v2.6/pro/image-to-video": inputs(
        "prompt start_image_url",
        **WORDS,
        start_image_url=FILE,
        end_image_url=FILE,
        generate_audio=BOOLEAN,
        voice_ids=files(2),
    ),
}

SEVERAL = inputs("prompt input_image_urls", **WORDS, input_image_urls=files(4), aspect_ratio=SHAPES)
SCENE = inputs("effect_scene", effect_scene=TEXT, duration=FIVE_OR_TEN, input_image_urls=files(2))
"""The scenes themselves are held to the page one by one, in a test of their own."""


def motion(**more):
    return inputs(
        "character_orientation image_url video_url",
        character_orientation={"enum": ["image", "video"]},
        image_url=FILE,
        video_url=FILE,
        keep_original_sound=BOOLEAN,
        prompt=TEXT,
        **more,
    )


# 3.0 and O3

SHOT = inputs("prompt", prompt=TEXT, duration={"enum": [str(seconds) for seconds in range(1, 16)]})
STORY = {"prompt": TEXT, "multi_prompt": listed(SHOT, 6)}
CUT_STORY = {**STORY, "shot_type": CUTS}
LONG = {**CUT_STORY, "duration": TO_FIFTEEN, "generate_audio": BOOLEAN}
FINE = {"negative_prompt": TEXT, "cfg_scale": GUIDED["cfg_scale"]}
ALONE = ("prompt", "multi_prompt")


def pictured(least, front=""):
    return inputs(front, frontal_image_url=FILE, reference_image_urls=files(3, least))


SEEN = pictured(0)
SEEN_O1 = pictured(1, "frontal_image_url reference_image_urls")
CAST = {
    "oneOf": [
        inputs(
            "frontal_image_url reference_image_urls",
            frontal_image_url=FILE,
            reference_image_urls=files(3),
            voice_id=TEXT,
        ),
        inputs("video_url", video_url=FILE, voice_id=TEXT),
    ]
}


def cast(most):
    """At most one of them is a clip."""
    clip = {"contains": {"required": ["video_url"]}, "minContains": 0, "maxContains": 1}
    return listed(CAST, most) | clip


TURBO = {**STORY, "duration": TO_FIFTEEN}
V3_TEXT = one_of(inputs("", **LONG, **FINE, aspect_ratio=SHAPES), *ALONE)
V3_IMAGE = one_of(
    inputs("start_image_url", **LONG, **FINE, start_image_url=FILE, end_image_url=FILE, elements=cast(3)), *ALONE
)
V3_MOTION = motion(elements=listed(SEEN, 1)) | {
    "if": {"required": ["elements"]},
    "then": {"properties": {"character_orientation": {"const": "video"}}},
}
O3_TEXT = one_of(inputs("", **LONG, aspect_ratio=SHAPES), *ALONE)
O3_IMAGE = one_of(inputs("image_url", **LONG, image_url=FILE, end_image_url=FILE), *ALONE)
O3_REFERENCES = together(
    one_of(
        inputs(
            "",
            **LONG,
            aspect_ratio=SHAPES,
            elements=cast(7),
            image_urls=files(7),
            start_image_url=FILE,
            end_image_url=FILE,
        ),
        *ALONE,
    ),
    7,
)
REFERRING = {"prompt": TEXT, "video_url": FILE, "keep_audio": BOOLEAN, "image_urls": files(4)}
O3_CLIP = {**REFERRING, "elements": listed(SEEN, 4), "shot_type": TEXT}
O3_EDIT = together(inputs("prompt video_url", **O3_CLIP), 4)
O3_CLIP_REFERENCE = together(inputs("prompt video_url", **O3_CLIP, aspect_ratio=SHAPES_OR_AUTO, duration=TO_FIFTEEN), 4)
O1_IMAGE = inputs("prompt start_image_url", prompt=TEXT, start_image_url=FILE, end_image_url=FILE, duration=TO_TEN)
O1_REFERENCES = together(
    inputs(
        "prompt",
        prompt=TEXT,
        aspect_ratio=SHAPES,
        duration=TO_TEN,
        elements=listed(SEEN_O1, 7),
        image_urls=files(7),
    ),
    7,
)
O1_CLIP = {**REFERRING, "elements": listed(SEEN_O1, 4)}
O1_EDIT = together(inputs("prompt video_url", **O1_CLIP), 4)
O1_CLIP_REFERENCE = together(inputs("prompt video_url", **O1_CLIP, aspect_ratio=SHAPES_OR_AUTO, duration=TO_TEN), 4)

NEWER = {
    **{f"v3/{tier}/text-to-video": V3_TEXT for tier in ("standard", "pro", "4k")},
    **{f"v3/{tier}/image-to-video": V3_IMAGE for tier in ("standard", "pro", "4k")},
    **{f"v3/{tier}/motion-control": V3_MOTION for tier in ("standard", "pro")},
    **{
        f"v3/turbo/{tier}/text-to-video": one_of(inputs("", **TURBO, aspect_ratio=SHAPES), *ALONE)
        for tier in ("standard", "pro")
    },
    **{
        f"v3/turbo/{tier}/image-to-video": not_both(inputs("image_url", **TURBO, image_url=FILE), *ALONE)
        for tier in ("standard", "pro")
    },
    **{f"o3/{tier}/text-to-video": O3_TEXT for tier in ("standard", "pro", "4k")},
    **{f"o3/{tier}/image-to-video": O3_IMAGE for tier in ("standard", "pro", "4k")},
    **{f"o3/{tier}/reference-to-video": O3_REFERENCES for tier in ("standard", "pro", "4k")},
    **{f"o3/{tier}/video-to-video/edit": O3_EDIT for tier in ("standard", "pro")},
    **{f"o3/{tier}/video-to-video/reference": O3_CLIP_REFERENCE for tier in ("standard", "pro")},
    **{f"{tier}/image-to-video": O1_IMAGE for tier in ("o1", "o1/standard")},
    **{f"{tier}/reference-to-video": O1_REFERENCES for tier in ("o1", "o1/standard")},
    **{f"{tier}/video-to-video/edit": O1_EDIT for tier in ("o1", "o1/standard")},
    **{f"{tier}/video-to-video/reference": O1_CLIP_REFERENCE for tier in ("o1", "o1/standard")},
}

# Effects, several pictures, motion, sound

VOICE = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}
SPEED = {"type": "number", "exclusiveMinimum": 0}
PORTRAIT = inputs("audio_url image_url", audio_url=FILE, image_url=FILE, prompt=TEXT)
SPOKEN = {"voice_id": VOICE, "voice_speed": SPEED}

OTHER_VIDEO = {
    **{f"{version}/effects": SCENE for version in ("v1/standard", "v1.5/pro", "v1.6/standard", "v1.6/pro")},
    **{f"v1.6/{tier}/elements": SEVERAL for tier in ("standard", "pro")},
    **{f"v2.6/{tier}/motion-control": motion() for tier in ("standard", "pro")},
    "ai-avatar/v2/standard": PORTRAIT,
    "ai-avatar/v2/pro": PORTRAIT,
    "v1/standard/ai-avatar": PORTRAIT,
    "v1/pro/ai-avatar": PORTRAIT,
    "create-voice": inputs("voice_url", voice_url=FILE),
    "lipsync/audio-to-video": inputs("audio_url video_url", audio_url=FILE, video_url=FILE),
    "lipsync/text-to-video": inputs(
        "text video_url voice_id",
        text=TEXT | {"maxLength": 120},
        video_url=FILE,
        voice_language={"enum": ["zh", "en"]},
        **SPOKEN,
    ),
    "v1/tts": inputs("text", text=TEXT, **SPOKEN),
    "video-to-audio": inputs(
        "video_url",
        video_url=FILE,
        asmr_mode=BOOLEAN,
        background_music_prompt=TEXT | {"maxLength": 200},
        sound_effect_prompt=TEXT | {"maxLength": 200},
    ),
}

# Images

RATIOS = ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"]
PICTURE = {
    "prompt": TEXT | {"maxLength": 2500},
    "aspect_ratio": {"enum": RATIOS},
    "elements": listed(SEEN, 10),
    "num_images": {"type": "integer", "minimum": 1, "maximum": 9},
    "output_format": {"enum": ["jpeg", "png", "webp"]},
    "sync_mode": BOOLEAN,
    "resolution": {"enum": ["1K", "2K"]},
}
OR_AUTO = {"aspect_ratio": {"enum": ["auto", *RATIOS]}}
TO_4K = {"resolution": {"enum": ["1K", "2K", "4K"]}}
SERIES = {
    "result_type": {"enum": ["single", "series"]},
    "series_amount": {"type": "integer", "minimum": 2, "maximum": 9},
}
TEN = {"image_urls": files(10)}


def serial(schema):
    """The amount goes with a series, the number of images with single ones."""
    is_series = {"properties": {"result_type": {"const": "series"}}, "required": ["result_type"]}
    amount, number = {"required": ["series_amount"]}, {"required": ["num_images"]}
    return schema | {"if": is_series, "then": {"not": number}, "else": {"not": amount}}


IMAGES = {
    "o1": together(inputs("prompt image_urls", **(PICTURE | OR_AUTO | TEN)), 10),
    "v3/text-to-image": inputs("prompt", **PICTURE, negative_prompt=TEXT),
    "v3/image-to-image": inputs("prompt image_url", **PICTURE, image_url=FILE),
    "o3/text-to-image": serial(inputs("prompt", **(PICTURE | TO_4K | SERIES))),
    "o3/image-to-image": serial(
        together(inputs("prompt image_urls", **(PICTURE | OR_AUTO | TO_4K | SERIES | TEN)), 10)
    ),
}

SCHEMAS = {
    **{f"fal-ai/kling-video/{name}": schema for name, schema in (OLDER | NEWER | OTHER_VIDEO).items()},
    **{f"fal-ai/kling-image/{name}": schema for name, schema in IMAGES.items()},
}
"""By endpoint id."""
