"""Schemas of Kling's endpoints for faces, speech, sound, voices and elements."""

from tests.providers.kling.schema_more_video import CLIP, SESSION
from tests.providers.kling.schema_words import BLANK, URL, URL_OR_BASE64, body, listed, number, one_of, task, text, when

FIND_FACES = body(CLIP, **one_of("video_id", "video_url"))
TIME = {"anyOf": [{"type": "integer", "minimum": 0}, BLANK]}
FACE = body(
    {
        "face_id": {"type": "string", "minLength": 1},
        "audio_id": {"type": "string", "minLength": 1},
        "sound_file": URL_OR_BASE64,
        "sound_start_time": TIME,
        "sound_end_time": TIME,
        "sound_insert_time": TIME,
        "sound_volume": number(0, 2),
        "original_audio_volume": number(0, 2),
    },
    ("face_id", "sound_start_time", "sound_end_time", "sound_insert_time"),
    **one_of("audio_id", "sound_file"),
)
LIP_SYNC = task({**SESSION, "face_choose": listed(FACE, 1, 1)}, ("session_id", "face_choose"))

AVATAR = task(
    {
        "image": URL_OR_BASE64,
        "audio_id": {"type": "string", "minLength": 1},
        "sound_file": URL_OR_BASE64,
        "prompt": text(2500),
        "mode": {"enum": ["std", "pro"]},
    },
    ("image",),
    **one_of("audio_id", "sound_file"),
)

SPEECH = body(
    {
        "text": text(1000),
        "voice_id": {"type": "string", "minLength": 1},
        "voice_language": {"enum": ["zh", "en"]},
        "voice_speed": number(0.8, 2),
    },
    ("text", "voice_id", "voice_language"),
)
TEXT_TO_AUDIO = task({"prompt": text(200), "duration": number(3, 10)}, ("prompt", "duration"), watermark=False)
VIDEO_TO_AUDIO = task(
    {
        **CLIP,
        "sound_effect_prompt": text(200),
        "bgm_prompt": text(200),
        "asmr_mode": {"type": "boolean"},
    },
    watermark=False,
    **one_of("video_id", "video_url"),
)

VIEWS = task({"element_frontal_image": URL_OR_BASE64}, ("element_frontal_image",), watermark=False)

NEW_ELEMENT = task(
    {
        "element_name": text(20),
        "element_description": text(100),
        "reference_type": {"enum": ["image_refer", "video_refer"]},
        "element_image_list": body(
            {
                "frontal_image": URL_OR_BASE64,
                "refer_images": listed(body({"image_url": URL_OR_BASE64}, ("image_url",)), 1, 3),
            },
            ("frontal_image", "refer_images"),
        ),
        "element_video_list": body({"refer_videos": listed(body({"video_url": URL}, ("video_url",)), 1, 1)}),
        "element_voice_id": {"type": "string", "minLength": 1},
    },
    ("element_name", "element_description", "reference_type"),
    watermark=False,
    allOf=[
        when({"reference_type": {"const": "image_refer"}}, {"required": ["element_image_list"]}),
        when({"reference_type": {"const": "video_refer"}}, {"required": ["element_video_list"]}),
    ],
)

NEW_VOICE = task(
    {"voice_name": text(20), "voice_url": URL, "video_id": {"type": "string", "not": {"pattern": "://"}}},
    ("voice_name",),
    watermark=False,
    **one_of("voice_url", "video_id"),
)
