"""What jobs cost through Kling's own API in USD: its public price pages for video and images, as of September 2026.

Rows: model, task, values, seconds of the file that is billed by its length (None: the recipe says), amount. Kling bills
in units: $0.14 for video, $0.0035 for images.
"""

TEXT, IMAGE, REFERENCE, EDIT = "text-to-video", "image-to-video", "reference-to-video", "edit-video"
MOTION, SYNC, PICTURE, PICTURES = "motion-control", "lip-sync", "text-to-image", "image-to-image"

VOICES = [{"handle": "8"}]
CLIP = {"reference_video": {"handle": "https://media.example/clip.mp4"}}
WORDS = {"speech_text": "Good evening"}

PRICES = (
    ("kling-3.0-turbo-standard", TEXT, {"duration": 10}, None, "1.12"),
    ("kling-3.0-turbo-pro", IMAGE, {"duration": 10}, None, "1.4"),
    ("kling-3.0-standard", TEXT, {"duration": 10}, None, "0.84"),
    ("kling-3.0-standard", IMAGE, {"duration": 10, "sound": True}, None, "1.26"),
    ("kling-3.0-standard", MOTION, {}, 9.5, "1.26"),
    ("kling-3.0-pro", TEXT, {"duration": 10, "sound": False}, None, "1.12"),
    ("kling-3.0-pro", IMAGE, {"shots": [{"prompt": "a", "duration": 4}], "sound": True}, None, "0.672"),
    ("kling-3.0-pro", MOTION, {}, 10, "1.68"),
    ("kling-3.0-4k", TEXT, {"duration": 10}, None, "4.2"),
    ("kling-3.0-4k", IMAGE, {"duration": 10, "sound": True}, None, "4.2"),
    ("kling-o3-standard", TEXT, {"duration": 10}, None, "0.84"),
    ("kling-o3-standard", TEXT, {"duration": 10, "sound": True}, None, "1.12"),
    ("kling-o3-standard", REFERENCE, {"duration": 10, **CLIP}, None, "1.26"),
    ("kling-o3-pro", IMAGE, {"duration": 10}, None, "1.12"),
    ("kling-o3-pro", REFERENCE, {"duration": 10, "sound": True}, None, "1.4"),
    ("kling-o3-pro", EDIT, {}, 10, "1.68"),
    ("kling-o3-4k", TEXT, {"duration": 10, "sound": True}, None, "4.2"),
    ("kling-o3-4k", EDIT, {}, 10, "4.2"),
    ("kling-o1-standard", TEXT, {"duration": 10}, None, "0.84"),
    ("kling-o1-standard", REFERENCE, {"duration": 10, **CLIP}, None, "1.26"),
    ("kling-o1-pro", IMAGE, {}, None, "0.56"),
    ("kling-o1-pro", EDIT, {}, 4.2, "0.84"),
    ("kling-2.6-standard", TEXT, {"duration": 10}, None, "0.42"),
    ("kling-2.6-standard", MOTION, {}, 10, "0.7"),
    ("kling-2.6-pro", TEXT, {"duration": 10}, None, "0.7"),
    ("kling-2.6-pro", TEXT, {"duration": 10, "sound": True}, None, "1.4"),
    ("kling-2.6-pro", IMAGE, {"duration": 10, "sound": True, "voices": VOICES}, None, "1.68"),
    ("kling-2.6-pro", MOTION, {}, 10, "1.12"),
    ("kling-2.5-turbo-standard", IMAGE, {"duration": 10}, None, "0.42"),
    ("kling-2.5-turbo-pro", TEXT, {"duration": 10}, None, "0.7"),
    ("kling-2.1-standard", IMAGE, {"duration": 5}, None, "0.28"),
    ("kling-2.1-pro", IMAGE, {"duration": 10}, None, "0.98"),
    ("kling-2.1-master", TEXT, {"duration": 5}, None, "1.4"),
    ("kling-avatar-2.0-standard", "avatar", {}, 10, "0.56"),
    ("kling-avatar-2.0-pro", "avatar", {}, 10, "1.12"),
    ("kling-lip-sync", SYNC, {}, 5, "0.077"),
    ("kling-lip-sync", SYNC, {}, 5.5, "0.147"),
    ("kling-lip-sync", SYNC, WORDS, 60, "0.854"),
    ("kling-lip-sync", "identify-faces", {}, None, "0.007"),
    ("kling-speech", "text-to-speech", {}, None, "0.007"),
    ("kling-voice", "create-voice", {}, None, "0.007"),
    ("kling-text-to-audio", "text-to-audio", {"duration": 5}, None, "0.035"),
    ("kling-video-to-audio", "video-to-audio", {}, None, "0.035"),
    ("kling-image-3.0", PICTURE, {"takes": 3}, None, "0.084"),
    ("kling-image-3.0", PICTURES, {"resolution": "2k"}, None, "0.028"),
    ("kling-image-o3", PICTURES, {"resolution": "4k", "series": 4}, None, "0.224"),
    ("kling-image-o3", PICTURE, {"resolution": "1k"}, None, "0.028"),
    ("kling-image-o1", PICTURES, {"takes": 9}, None, "0.252"),
    ("kling-image-2.1", PICTURE, {}, None, "0.014"),
    ("kling-image-2.1", PICTURES, {}, None, "0.028"),
    ("kling-image-2.1", "multi-image-to-image", {}, None, "0.056"),
    ("kling-image-o3", "element-views", {}, None, "0.07"),
    ("kling-image-expand", "expand-image", {"takes": 2}, None, "0.056"),
)

UNKNOWN = (
    # No source, or one that is uncertain of it: extension, effects, everything of 1.0 to 2.0, making an element.
    ("kling-1.0-standard", TEXT, {"duration": 5}),
    ("kling-1.5-pro", IMAGE, {"duration": 5}),
    ("kling-1.6-pro", "extend", {}),
    ("kling-1.6-pro", "effects", {"duration": 5}),
    ("kling-1.6-standard", "elements", {"duration": 5}),
    ("kling-1.6-standard", "edit-elements", {"duration": 5}),
    ("kling-2.0-master", TEXT, {"duration": 5}),
    ("kling-effects", "effects", {}),
    ("kling-image-1.0", PICTURE, {}),
    ("kling-image-1.5", PICTURES, {}),
    ("kling-image-2.0", "restyle", {}),
    ("kling-o3-pro", "create-element", {}),
    # A list price that depends on what nobody measured or decided yet.
    ("kling-lip-sync", SYNC, {}),
    ("kling-avatar-2.0-pro", "avatar", {}),
    ("kling-image-o3", PICTURES, {"series": "auto"}),
)
