"""Schemas of the newer generation of Kling's API, where only that serves a model."""

from tests.providers.kling.schema_video import RATIO
from tests.providers.kling.schema_words import ID, URL, URL_OR_BASE64, WATERMARK, body, listed, text

OPTIONS = body({"external_task_id": ID, "watermark_info": WATERMARK}, ("external_task_id",))
NEW_SECONDS = {"type": "integer", "minimum": 3, "maximum": 15}
NEW_PROMPT = body({"type": {"const": "prompt"}, "text": text(2500)}, ("type", "text"))
TURBO_TEXT = body(
    {
        "prompt": text(3072),
        "settings": body(
            {"resolution": {"enum": ["720p", "1080p"]}, "aspect_ratio": RATIO, "duration": NEW_SECONDS},
            ("resolution",),
        ),
        "options": OPTIONS,
    },
    ("prompt", "settings", "options"),
)
FIRST_FRAME = body({"type": {"const": "first_frame"}, "url": URL_OR_BASE64}, ("type", "url"))
TURBO_IMAGE = body(
    {
        "contents": {
            **listed(
                {
                    "oneOf": [
                        NEW_PROMPT,
                        body({"type": {"const": "first_frame"}, "url": URL_OR_BASE64}, ("type", "url")),
                    ]
                },
                1,
                2,
            ),
            "contains": {"properties": {"type": {"const": "first_frame"}}},
        },
        "settings": body({"resolution": {"enum": ["720p", "1080p"]}, "duration": NEW_SECONDS}, ("resolution",)),
        "options": OPTIONS,
    },
    ("contents", "settings", "options"),
)
MOTION_3 = body(
    {
        "contents": {
            **listed(
                {
                    "oneOf": [
                        NEW_PROMPT,
                        body({"type": {"const": "image"}, "url": URL_OR_BASE64}, ("type", "url")),
                        body({"type": {"const": "video"}, "url": URL}, ("type", "url")),
                        body(
                            {
                                "type": {"const": "element"},
                                "element_id": {"type": "string", "minLength": 1},
                                "id": {"type": "string", "minLength": 1},
                            },
                            ("type", "element_id", "id"),
                        ),
                    ]
                },
                2,
                4,
            ),
            "allOf": [{"contains": {"properties": {"type": {"const": kind}}}} for kind in ("image", "video")],
        },
        "settings": body(
            {
                "character_orientation": {"enum": ["image", "video"]},
                "audio": {"enum": ["original", "off"]},
                "resolution": {"enum": ["720p", "1080p"]},
            },
            ("character_orientation", "resolution"),
        ),
        "options": OPTIONS,
    },
    ("contents", "settings", "options"),
    **{
        "if": {"properties": {"contents": {"contains": {"properties": {"type": {"const": "element"}}}}}},
        "then": {"properties": {"settings": {"properties": {"character_orientation": {"const": "video"}}}}},
    },
)
