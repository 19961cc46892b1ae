"""JSON Schemas of Runware's tasks for Kling, by AIR and workflow, written by hand from its documentation.

Sources: the page "KlingAI provider" (sizes, lengths, settings), the API reference (common fields), the model pages and
the SDK's types as read in November 2026 (3.0 Turbo, 4K, elements, motion control). Imports nothing of the studio.
"""

MEDIA = {"type": "string", "minLength": 1}


def one_of(*values):
    return {"enum": list(values)}


def text(least, most):
    return {"type": "string", "minLength": least, "maxLength": most}


def items(schema, most, least=1):
    return {"type": "array", "items": schema, "minItems": least, "maxItems": most}


def objects(required, **properties):
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def between(least, most, kind="number"):
    return {"type": kind, "minimum": least, "maximum": most}


BOOLEAN = {"type": "boolean"}
COMMON = {
    "taskUUID": {"const": "{{uuid}}"},
    "deliveryMethod": one_of("sync", "async"),
    "includeCost": BOOLEAN,
    "outputType": {"const": "URL"},
    "numberResults": between(1, 4, "integer"),
}


def task(kind, air, required, either=(), **properties):
    """One task. `either`: names of which at least one is there."""
    own = {"taskType": {"const": kind}, "model": {"const": air}}
    schema = objects(("taskType", "taskUUID", "model", *required), **COMMON, **own, **properties)
    return schema | ({"anyOf": [{"required": [name]} for name in either]} if either else {})


def sized(schema, *pairs):
    """Width and height together, one of the pairs, each `WxH`; where absent, both are."""
    known = [dict(zip(("width", "height"), map(int, pair.split("x")), strict=True)) for pair in pairs]
    options = [{"properties": {name: {"const": side} for name, side in pair.items()}} for pair in known]
    schema["properties"] |= {"width": {"type": "integer"}, "height": {"type": "integer"}}
    schema["dependentRequired"] = {"width": ["height"], "height": ["width"]}
    return schema | {"allOf": [{"if": {"required": ["width"]}, "then": {"anyOf": options}}]}


def settings(**properties):
    return objects(("klingai",), klingai=objects((), **properties))


def inputs(required=(), **properties):
    return objects(required, **properties)


PROMPT, LONG_PROMPT = text(2, 2500), text(3, 3072)
P720 = ("1280x720", "720x720", "720x1280")
P1080 = ("1920x1080", "1080x1080", "1080x1920")
W720 = ("1280x720", "960x960", "720x1280")
W1080 = ("1920x1080", "1440x1440", "1080x1920")
W4K = ("3840x2160", "2880x2880", "2160x3840")
FIVE_OR_TEN = {"type": "integer", "enum": [5, 10]}
SIZE = ("width", "height")


# Up to 2.5


def old_frames(*words):
    frame = objects(("inputImage", "frame"), inputImage=MEDIA, frame=one_of(*words))
    return items(frame, len(words))


def old_fields(negative):
    fields = {"duration": FIVE_OR_TEN, "CFGScale": between(0, 1), "positivePrompt": PROMPT}
    return fields | ({"negativePrompt": PROMPT} if negative else {})


def old_text(air, *sizes):
    return sized(task("videoInference", air, ["positivePrompt"], **old_fields(True)), *sizes)


def old_image(air, *sizes, frames=("first",), negative=True):
    schema = task("videoInference", air, ["frameImages"], frameImages=old_frames(*frames), **old_fields(negative))
    return sized(schema, *sizes) if sizes else schema


OLD = {
    ("klingai:1@1", "text-to-video"): old_text("klingai:1@1", *P720),
    ("klingai:1@1", "image-to-video"): old_image("klingai:1@1", *P720),
    ("klingai:1@2", "text-to-video"): old_text("klingai:1@2", *P720),
    ("klingai:1@2", "image-to-video"): old_image("klingai:1@2", *P720),
    ("klingai:2@1", "image-to-video"): old_image("klingai:2@1", *P720, negative=False),
    ("klingai:2@2", "image-to-video"): old_image("klingai:2@2", *P1080, negative=False),
    ("klingai:3@1", "text-to-video"): old_text("klingai:3@1", *P720),
    ("klingai:3@1", "image-to-video"): old_image("klingai:3@1", *P720),
    ("klingai:3@2", "text-to-video"): old_text("klingai:3@2", *P1080),
    ("klingai:3@2", "image-to-video"): old_image("klingai:3@2", *P1080),
    ("klingai:4@3", "text-to-video"): old_text("klingai:4@3", *P720),
    ("klingai:4@3", "image-to-video"): old_image("klingai:4@3", *P720),
    ("klingai:5@1", "image-to-video"): old_image("klingai:5@1", *P720, negative=False),
    ("klingai:5@2", "image-to-video"): old_image("klingai:5@2", *P1080, frames=("first", "last"), negative=False),
    ("klingai:5@3", "text-to-video"): old_text("klingai:5@3", *P1080),
    ("klingai:5@3", "image-to-video"): old_image("klingai:5@3", *P1080),
    ("klingai:6@0", "image-to-video"): old_image("klingai:6@0"),
    ("klingai:6@1", "text-to-video"): old_text("klingai:6@1", *P720, *P1080),
    ("klingai:6@1", "image-to-video"): old_image("klingai:6@1", *P720, *P1080, frames=("first", "last")),
}


# From 2.6 on

FRAME = objects(("image", "frame"), image=MEDIA, frame=one_of("first", "last"))
FIRST = objects(("image", "frame"), image=MEDIA, frame=one_of("first"))
FRAMES = items(FRAME, 2)
SHOT = objects(("prompt", "duration"), prompt=text(1, 512), duration={"type": "string", "pattern": "^[1-9][0-9]?$"})
ELEMENT = objects(
    ("id", "frontalImage", "images"),
    id={"type": "string", "minLength": 1},
    frontalImage=MEDIA,
    images=items(MEDIA, 3),
    description={"type": "string"},
    voice=MEDIA,
)


def made_26(required, **more):
    own = {"CFGScale": between(0, 1), "negativePrompt": PROMPT, "duration": FIVE_OR_TEN, "positivePrompt": PROMPT}
    own["providerSettings"] = settings(sound=BOOLEAN)
    return task("videoInference", "klingai:kling-video@2.6-pro", required, **own, **more)


def motion(air, **more):
    clip = inputs(
        ("referenceImages", "referenceVideos"), referenceImages=items(MEDIA, 1), referenceVideos=items(MEDIA, 1)
    )
    words = settings(characterOrientation=one_of("image", "video"), keepOriginalSound=BOOLEAN, **more)
    return task("videoInference", air, ["inputs"], positivePrompt=PROMPT, inputs=clip, providerSettings=words)


VOICES = items(MEDIA, 2)
V26 = {
    ("klingai:kling-video@2.6-pro", "text-to-video"): sized(
        made_26(["positivePrompt", *SIZE], inputs=inputs(("referenceVoices",), referenceVoices=VOICES)), *W1080
    ),
    ("klingai:kling-video@2.6-pro", "image-to-video"): made_26(
        ["inputs"], inputs=inputs(("frameImages",), frameImages=FRAMES, referenceVoices=VOICES)
    ),
    ("klingai:kling-video@2.6-pro", "motion-control"): motion("klingai:kling-video@2.6-pro", sound=BOOLEAN),
    ("klingai:kling-video@2.6-standard", "motion-control"): motion("klingai:kling-video@2.6-standard"),
}


def story(air, cuts, negative, either=(), required=(), **more):
    """A clip of 3 to 15 seconds with shots and sound."""
    words = {"sound": BOOLEAN, "multiPrompt": items(SHOT, 6)} | ({"shotType": one_of("customize")} if cuts else {})
    own = {"positivePrompt": PROMPT, "duration": between(3, 15, "integer"), "providerSettings": settings(**words)}
    own |= {"negativePrompt": PROMPT} if negative else {}
    return task("videoInference", air, required, either, **own, **more)


def story_routes(air, sizes, elements, cuts=False, negative=False):
    frames = inputs(("frameImages",), frameImages=FRAMES, elements=items(ELEMENT, elements))
    return {
        (air, "text-to-video"): sized(story(air, cuts, negative, ("positivePrompt", "providerSettings"), SIZE), *sizes),
        (air, "image-to-video"): story(air, cuts, negative, required=["inputs"], inputs=frames),
    }


V30 = {
    **story_routes("klingai:kling-video@3-standard", W720, 3, cuts=True, negative=True),
    **story_routes("klingai:kling-video@3-pro", W1080, 3, cuts=True, negative=True),
    **story_routes("klingai:kling-video@3-4k", W4K, 3, negative=True),
}

TURBO = "klingai:kling-video@3.0-turbo"
TURBO_LENGTH = {"duration": between(3, 15, "integer")}
V30_TURBO = {
    (TURBO, "text-to-video"): sized(
        task("videoInference", TURBO, ["positivePrompt", *SIZE], positivePrompt=LONG_PROMPT, **TURBO_LENGTH),
        *W720,
        *W1080,
    ),
    (TURBO, "image-to-video"): task(
        "videoInference",
        TURBO,
        ["inputs", "resolution"],
        positivePrompt=text(3, 2500),
        negativePrompt=PROMPT,
        resolution=one_of("720p", "1080p"),
        inputs=inputs(("frameImages",), frameImages=items(FIRST, 1)),
        **TURBO_LENGTH,
    ),
}


def o1(air, sizes, fast):
    """The four workflows; the inputs choose."""
    keep = settings(keepOriginalSound=BOOLEAN)
    edit = settings(keepOriginalSound=BOOLEAN, **({"fast": BOOLEAN} if fast else {}))
    base = {"kind": "videoInference", "air": air, "positivePrompt": PROMPT}
    referring = inputs((), referenceImages=items(MEDIA, 7), referenceVideos=items(MEDIA, 1))
    referring["anyOf"] = [{"required": ["referenceImages"]}, {"required": ["referenceVideos"]}]
    editing = inputs(("video",), video=MEDIA, referenceImages=items(MEDIA, 4))
    three_to_ten = between(3, 10, "integer")
    framed = inputs(("frameImages",), frameImages=FRAMES)
    both = ["positivePrompt", "inputs"]
    return {
        (air, "text-to-video"): sized(task(required=["positivePrompt", *SIZE], duration=FIVE_OR_TEN, **base), *sizes),
        (air, "image-to-video"): task(required=both, duration=FIVE_OR_TEN, inputs=framed, **base),
        (air, "reference-to-video"): task(
            required=both, duration=three_to_ten, inputs=referring, providerSettings=keep, **base
        ),
        (air, "edit-video"): task(required=both, inputs=editing, providerSettings=edit, **base),
    }


FEATURE = items(objects(("video", "referType"), video=MEDIA, referType=one_of("feature")), 1)


def o3_referring(air, sizes, video):
    """Pictures, elements and a video; beside the video no sound, no shots, and four pictures at most."""
    clip = {"referenceVideos": FEATURE} if video else {}
    own = inputs((), referenceImages=items(MEDIA, 7), elements=items(ELEMENT, 7), **clip)
    own["minProperties"] = 1
    own["if"] = {"required": ["referenceVideos"]}
    own["then"] = {"properties": {"referenceImages": {"maxItems": 4}}}
    words = {"sound": BOOLEAN, "multiPrompt": items(SHOT, 6)} | ({"keepOriginalSound": BOOLEAN} if video else {})
    fields = {"positivePrompt": PROMPT, "duration": between(3, 15, "integer")}
    required = ["inputs", *SIZE]
    schema = task("videoInference", air, required, inputs=own, providerSettings=settings(**words), **fields)
    sole = {"properties": {"klingai": objects((), keepOriginalSound=BOOLEAN)}}
    schema["if"] = {"properties": {"inputs": {"required": ["referenceVideos"]}}}
    schema["then"] = {"required": ["positivePrompt"], "properties": {"providerSettings": sole}}
    return sized(schema, *sizes)


def o3_editing(air):
    own = inputs(("video",), video=MEDIA, referenceImages=items(MEDIA, 4))
    keep = settings(keepOriginalSound=BOOLEAN)
    both = ["positivePrompt", "inputs"]
    return task("videoInference", air, both, positivePrompt=PROMPT, inputs=own, providerSettings=keep)


def o3(air, sizes, video=True):
    routes = story_routes(air, sizes, 7) | {(air, "reference-to-video"): o3_referring(air, sizes, video)}
    return routes | ({(air, "edit-video"): o3_editing(air)} if video else {})


def avatar(air):
    both = inputs(("image", "audio"), image=MEDIA, audio=MEDIA)
    return {(air, "avatar"): task("videoInference", air, ["inputs"], inputs=both, positivePrompt=text(1, 2500))}


LIP_SYNC = {
    ("klingai:7@1", "lip-sync"): task(
        "videoInference",
        "klingai:7@1",
        ["inputs"],
        inputs=inputs(("video", "audio"), video=MEDIA, audio=MEDIA),
        providerSettings=settings(soundVolume=between(0, 2), originalAudioVolume=between(0, 2)),
    )
}

I1K = ("1024x1024", "1248x832", "832x1248", "1168x880", "880x1168", "768x1360", "1360x768", "1552x656")
I2K = ("2048x2048", "2496x1664", "1664x2496", "2336x1760", "1760x2336", "1536x2720", "2720x1536", "3104x1312")
I4K = ("4096x4096", "4992x3328", "3328x4992", "4736x3520", "3520x4736", "3072x5440", "5440x3072", "6272x2688")


def image(air, least, references, sizes, tiers=()):
    """From text with a size; from references with a size, or with a tier and no size where there are tiers."""
    words = {"positivePrompt": text(least, 2500)}
    own = inputs(("referenceImages",), referenceImages=items(MEDIA, references))
    need = ["positivePrompt", "inputs", *(() if tiers else SIZE)]
    tier = {"resolution": one_of(*tiers)} if tiers else {}
    referring = sized(task("imageInference", air, need, inputs=own, **words, **tier), *sizes)
    referring["not"] = {"required": ["resolution", "width"]}
    return {
        (air, "text-to-image"): sized(task("imageInference", air, ["positivePrompt", *SIZE], **words), *sizes),
        (air, "image-to-image"): referring,
    }


SCHEMAS = {
    **OLD,
    **V26,
    **V30,
    **V30_TURBO,
    **LIP_SYNC,
    **o1("klingai:kling@o1-standard", W720, fast=False),
    **o1("klingai:kling@o1", W1080, fast=True),
    **o3("klingai:kling-video@o3-standard", W720),
    **o3("klingai:kling-video@o3-pro", W1080),
    **o3("klingai:kling-video@o3-4k", W4K, video=False),
    **avatar("klingai:avatar@2.0-standard"),
    **avatar("klingai:avatar@2.0-pro"),
    **image("klingai:kling-image@o1", 3, 10, I1K + I2K, ("1k", "2k")),
    **image("klingai:kling-image@3", 1, 1, I1K + I2K, ("1K", "2K")),
    **image("klingai:kling-image@o3", 1, 10, I1K + I2K + I4K),
}
"""By AIR and workflow."""
