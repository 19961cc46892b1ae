"""What jobs cost through Runware in USD: its public model pages as read in November 2026, job by job.

Rows: model, task, values, seconds of the file that is billed by its length (None: the recipe says), amount.
"""

TEXT, IMAGE, REFERENCE, EDIT = "text-to-video", "image-to-video", "reference-to-video", "edit-video"

PRICES = (
    ("kling-1.5-standard", IMAGE, {"duration": 5}, None, "0.1848"),
    ("kling-1.6-standard", TEXT, {"duration": 5}, None, "0.185"),
    ("kling-1.6-standard", IMAGE, {"duration": 10}, None, "0.37"),
    ("kling-2.1-standard", IMAGE, {"duration": 5}, None, "0.185"),
    ("kling-2.0-master", TEXT, {"duration": 5}, None, "0.924"),
    ("kling-2.0-master", IMAGE, {"duration": 10}, None, "1.848"),
    ("kling-2.1-master", TEXT, {"duration": 5}, None, "0.924"),
    ("kling-2.1-master", IMAGE, {"duration": 10}, None, "1.848"),
    ("kling-2.5-turbo-standard", IMAGE, {"duration": 10}, None, "0.42"),
    ("kling-3.0-standard", TEXT, {"duration": 10}, None, "0.84"),
    ("kling-3.0-standard", IMAGE, {"duration": 10, "sound": True}, None, "1.26"),
    ("kling-3.0-pro", TEXT, {"duration": 10, "sound": False}, None, "1.12"),
    ("kling-3.0-pro", IMAGE, {"duration": 10, "sound": True}, None, "1.68"),
    ("kling-3.0-4k", TEXT, {"duration": 10, "sound": True}, None, "4.2"),
    ("kling-3.0-4k", IMAGE, {"duration": 10}, None, "4.2"),
    ("kling-3.0-turbo-standard", TEXT, {"duration": 3}, None, "0.336"),
    ("kling-3.0-turbo-standard", IMAGE, {"duration": 10}, None, "1.12"),
    ("kling-3.0-turbo-pro", TEXT, {"duration": 3}, None, "0.42"),
    ("kling-3.0-turbo-pro", IMAGE, {"duration": 3}, None, "0.42"),
    ("kling-o1-standard", TEXT, {"duration": 10}, None, "0.84"),
    ("kling-o1-standard", IMAGE, {"duration": 5}, None, "0.42"),
    ("kling-o1-standard", REFERENCE, {"duration": 10}, None, "1.26"),
    ("kling-o1-standard", EDIT, {}, 10, "1.26"),
    ("kling-o1-pro", TEXT, {"duration": 10}, None, "1.12"),
    ("kling-o1-pro", IMAGE, {"duration": 10}, None, "1.12"),
    ("kling-o1-pro", REFERENCE, {"duration": 10}, None, "1.68"),
    ("kling-o1-pro", EDIT, {}, 9.2, "1.68"),
    ("kling-o3-standard", TEXT, {"duration": 10}, None, "0.84"),
    ("kling-o3-standard", IMAGE, {"duration": 10, "sound": True}, None, "1.12"),
    ("kling-o3-standard", REFERENCE, {"duration": 10}, None, "1.26"),
    ("kling-o3-standard", EDIT, {}, 10, "1.26"),
    ("kling-o3-pro", TEXT, {"duration": 10}, None, "1.12"),
    ("kling-o3-pro", IMAGE, {"duration": 10, "sound": True}, None, "1.4"),
    ("kling-o3-pro", REFERENCE, {"duration": 10}, None, "1.68"),
    ("kling-o3-pro", EDIT, {}, 10, "1.68"),
    ("kling-lip-sync", "lip-sync", {}, 5, "0.0462"),
    ("kling-lip-sync", "lip-sync", {}, 10, "0.0924"),
    ("kling-lip-sync", "lip-sync", {}, 60, "0.5524"),
    ("kling-avatar-2.0-standard", "avatar", {}, 10, "0.44"),
    ("kling-avatar-2.0-pro", "avatar", {}, 10, "0.87"),
    ("kling-image-o1", "text-to-image", {"width": 1024, "height": 1024}, None, "0.028"),
    ("kling-image-o1", "image-to-image", {"takes": 4}, None, "0.112"),
    ("kling-image-3.0", "text-to-image", {"width": 2048, "height": 2048}, None, "0.028"),
    ("kling-image-o3", "text-to-image", {"width": 2048, "height": 2048}, None, "0.028"),
    ("kling-image-o3", "text-to-image", {"width": 4096, "height": 4096}, None, "0.056"),
    ("kling-image-o3", "image-to-image", {"width": 5440, "height": 3072}, None, "0.056"),
)

UNKNOWN = (
    "kling-1.0-standard", "kling-1.0-pro", "kling-1.5-pro", "kling-1.6-pro", "kling-2.1-pro", "kling-2.5-turbo-pro",
    "kling-2.6-standard", "kling-2.6-pro", "kling-o3-4k",
)  # fmt: skip
"""Models for which no page gives a price."""
