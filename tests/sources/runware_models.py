"""Runware, page "KlingAI provider" of its documentation: what the specification of each of the 25 models says.

One row a model: AIR id, our slug, line of the heading, prompt (least, most characters; None: no prompt is listed),
negative prompt, CFG scale, sizes, frames per second by task, seconds by task, first and last frame, references,
settings of the provider. Sizes are `WxH`. Facts only; the words are the page's own only where they are names.
"""

P720 = "1280x720 720x720 720x1280"
P1080 = "1920x1080 1080x1080 1080x1920"
W720 = "1280x720 960x960 720x1280"
W1080 = "1920x1080 1440x1440 1080x1920"
I1K = "1024x1024 1248x832 832x1248 1168x880 880x1168 768x1360 1360x768 1552x656"
I2K = "2048x2048 2496x1664 1664x2496 2336x1760 1760x2336 1536x2720 2720x1536 3104x1312"
I4K = "4096x4096 4992x3328 3328x4992 4736x3520 3520x4736 3072x5440 5440x3072 6272x2688"

TEXT, IMAGE, REFERENCE, EDIT = "text-to-video", "image-to-video", "reference-to-video", "edit-video"
PICTURE, PICTURES = "text-to-image", "image-to-image"
OLD_FRAME = {"side": (300, 2048), "megabytes": 20}
NEW_FRAME = {"side": (300, None), "ratio": (0.4, 2.5), "megabytes": 10}
SHORT, STORY = (5, 10), tuple(range(3, 16))


PLAIN = {
    "prompt": (2, 2500),
    "negative": False,
    "cfg": False,
    "sizes": {},
    "fps": {},
    "seconds": {},
    "last_frame": False,
    "frame": None,
    "settings": set(),
}


def row(air, slug, line, tasks, **facts):
    """One model; what is not said is as in PLAIN."""
    return {"air": air, "slug": slug, "line": line, "tasks": tuple(tasks), **PLAIN, **facts}


def old(tasks, sizes, *fps, **facts):
    """1.0 to 2.5: CFG scale everywhere, 5 or 10 seconds, pictures of 300 to 2048 pixels and 20 MB."""
    about = {"negative": True, "cfg": True, "frame": OLD_FRAME, "fps": dict(zip(tasks, fps, strict=True))}
    return about | {"sizes": dict.fromkeys(tasks, sizes), "seconds": dict.fromkeys(tasks, SHORT)} | facts


def new(sizes, seconds, settings, frame, **facts):
    """2.6 to O3: sizes for text to video only, first and last frame, no frame rate."""
    about = {"sizes": {TEXT: sizes, IMAGE: ""}, "seconds": seconds, "last_frame": True, "frame": frame}
    return about | {"settings": set(settings.split())} | facts


def image(least, references, sizes):
    """Pictures from text with a size, and from references."""
    both = {PICTURE: sizes, PICTURES: sizes}
    return {"prompt": (least, 2500), "sizes": both, "references": {PICTURES: references}}


BOTH, ONE = (TEXT, IMAGE), (IMAGE,)
V26_SECONDS = {TEXT: SHORT, IMAGE: SHORT, "motion-control": None}
O1_FRAME = {"megabytes": 32}
O1_SECONDS = {TEXT: SHORT, IMAGE: SHORT, REFERENCE: tuple(range(3, 11)), EDIT: None}
O3_SECONDS = {TEXT: STORY, IMAGE: STORY, REFERENCE: STORY, EDIT: None}
V3_SECONDS = {TEXT: STORY, IMAGE: STORY}
PORTRAIT, SPEECH = {"side": (300, None), "ratio": (0.4, 2.5), "megabytes": 10}, {"seconds": (2, 300), "megabytes": 5}
AVATAR = {"input_image": PORTRAIT, "audio": SPEECH}
LIPS = {"input_video": {"seconds": (2, 60), "side": (512, 2160), "megabytes": 20}, "audio": {"seconds": (2, 60)}}
O_REFERENCES = {REFERENCE: 7, EDIT: 4}

WORDLESS = {"prompt": None, "negative": False}
ENDS = {"last_frame": True}
MOTION, TURN = "motion-control", "character_orientation"
CUT = "sound shots shot_style"

MODELS = (
    row("klingai:kling-image@o1", "kling-image-o1", 13, (PICTURE, PICTURES), **image(3, 10, f"{I1K} {I2K}")),
    row("klingai:kling-image@3", "kling-image-3.0", 82, (PICTURE, PICTURES), **image(1, 1, f"{I1K} {I2K}")),
    row("klingai:kling-image@o3", "kling-image-o3", 119, (PICTURE, PICTURES), **image(1, 10, f"{I1K} {I2K} {I4K}")),
    row("klingai:1@1", "kling-1.0-standard", 174, BOTH, **old(BOTH, P720, 30, 30)),
    row("klingai:1@2", "kling-1.0-pro", 216, BOTH, **old(BOTH, P720, 30, 30)),
    row("klingai:2@1", "kling-1.5-standard", 259, ONE, **old(ONE, P720, 30, **WORDLESS)),
    row("klingai:2@2", "kling-1.5-pro", 293, ONE, **old(ONE, P1080, 30, **WORDLESS)),
    row("klingai:3@1", "kling-1.6-standard", 327, BOTH, **old(BOTH, P720, 30, 24)),
    row("klingai:3@2", "kling-1.6-pro", 369, BOTH, **old(BOTH, P1080, 24, 24)),
    row("klingai:4@3", "kling-2.0-master", 424, BOTH, **old(BOTH, P720, 24, 24)),
    row("klingai:5@1", "kling-2.1-standard", 467, ONE, **old(ONE, P720, 24, **WORDLESS)),
    row("klingai:5@2", "kling-2.1-pro", 501, ONE, **old(ONE, P1080, 24, **WORDLESS, **ENDS)),
    row("klingai:5@3", "kling-2.1-master", 535, BOTH, **old(BOTH, P1080, 24, 24)),
    row("klingai:6@0", "kling-2.5-turbo-standard", 576, ONE, **old(ONE, "", 30)),
    row("klingai:6@1", "kling-2.5-turbo-pro", 609, BOTH, **old(BOTH, f"{P720} {P1080}", 30, 30, **ENDS)),
    row(
        "klingai:kling-video@2.6-pro",
        "kling-2.6-pro",
        649,
        (*BOTH, MOTION),
        **new(
            W1080, V26_SECONDS, "sound keep_original_sound character_orientation", OLD_FRAME, negative=True, cfg=True
        ),
    ),
    row(
        "klingai:kling-video@3-standard",
        "kling-3.0-standard",
        761,
        BOTH,
        **new(W720, V3_SECONDS, CUT, NEW_FRAME, negative=True),
    ),
    row(
        "klingai:kling-video@3-pro",
        "kling-3.0-pro",
        844,
        BOTH,
        **new(W1080, V3_SECONDS, CUT, NEW_FRAME, negative=True),
    ),
    row(
        "klingai:7@1",
        "kling-lip-sync",
        955,
        ("lip-sync",),
        prompt=None,
        inputs=LIPS,
        settings={"speech_volume", "original_volume"},
    ),
    row(
        "klingai:kling@o1-standard",
        "kling-o1-standard",
        1000,
        O1_SECONDS,
        **new(W720, O1_SECONDS, "keep_original_sound", O1_FRAME, references=O_REFERENCES),
    ),
    row(
        "klingai:kling@o1",
        "kling-o1-pro",
        1085,
        O1_SECONDS,
        **new(W1080, O1_SECONDS, "keep_original_sound fast", O1_FRAME, references=O_REFERENCES),
    ),
    row(
        "klingai:kling-video@o3-standard",
        "kling-o3-standard",
        1188,
        O3_SECONDS,
        **new(W720, O3_SECONDS, "sound shots keep_original_sound", NEW_FRAME, references=O_REFERENCES),
    ),
    row(
        "klingai:kling-video@o3-pro",
        "kling-o3-pro",
        1293,
        O3_SECONDS,
        **new(W1080, O3_SECONDS, "sound shots keep_original_sound", NEW_FRAME, references=O_REFERENCES),
    ),
    row(
        "klingai:avatar@2.0-standard",
        "kling-avatar-2.0-standard",
        1410,
        ("avatar",),
        prompt=(1, 2500),
        inputs=AVATAR,
    ),
    row("klingai:avatar@2.0-pro", "kling-avatar-2.0-pro", 1445, ("avatar",), prompt=(1, 2500), inputs=AVATAR),
)
