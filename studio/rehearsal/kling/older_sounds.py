"""Kling's older calls for speech, sounds, faces, elements and voices. kling-official.md, lines 204-235."""

from collections.abc import Mapping

from studio.rehearsal.fields import (
    apart,
    choice,
    exactly_one,
    flag,
    given,
    group,
    listed,
    needed,
    number,
    text,
    when,
    whole,
)
from studio.rehearsal.kling import prices
from studio.rehearsal.kling.endpoints import CLIP, FREE, MEDIA, TASK, Body, Endpoint

MILLISECONDS = whole(0)
VOLUME = number(0, 2)
TAGS = tuple(f"o_{number}" for number in range(101, 109))

FACE = group(
    face_id=needed(text()),
    audio_id=text(),
    sound_file=MEDIA,
    sound_start_time=needed(MILLISECONDS),
    sound_end_time=needed(MILLISECONDS),
    sound_insert_time=needed(MILLISECONDS),
    sound_volume=VOLUME,
    original_audio_volume=VOLUME,
)
"""Line 208."""


def _face(body: Body) -> Mapping[str, object]:
    faces = body.get("face_choose")
    return faces[0] if isinstance(faces, list) and faces and isinstance(faces[0], Mapping) else {}


def _too_short(body: Body) -> bool:
    """Line 208: 2 seconds at least are kept."""
    face = _face(body)
    ends = face.get("sound_end_time"), face.get("sound_start_time")
    return all(isinstance(end, int) for end in ends) and ends[0] - ends[1] < 2000


def _of_reference(kind: str, name: str):
    """What `reference_type` says must be there."""
    return when(
        lambda body: body.get("reference_type") == kind and not given(body, name),
        (name,),
        f"is required when reference_type is {kind}",
    )


LIP_SYNC_SECONDS = 5
"""What a call is counted as: the length of the clip is not known to the stand-in (line 254: $0.07 for 5 s)."""

ENDPOINTS = (
    Endpoint(
        path="/v1/videos/advanced-lip-sync",
        takes={**TASK, "session_id": needed(text()), "face_choose": needed(listed(FACE, 1, 1))},
        rules=(
            when(
                lambda body: exactly_one("audio_id", "sound_file")(_face(body)) is not None,
                ("face_choose", 0, "sound_file"),
                "exactly one of audio_id, sound_file is required",
            ),
            when(_too_short, ("face_choose", 0, "sound_end_time"), "should leave 2 seconds of sound at least"),
        ),
        makes="lips of a session",
        units=lambda body: prices.clip("2.6", "1080p", LIP_SYNC_SECONDS) / 5,
        by_our_id=False,
    ),
    Endpoint(
        path="/v1/videos/lip-sync",
        takes={
            **TASK,
            "input": needed(
                group(
                    video_id=text(),
                    video_url=CLIP,
                    mode=needed(choice("text2video", "audio2video")),
                    text=text(120),
                    voice_id=text(),
                    voice_language=choice("zh", "en"),
                    voice_speed=number(0.8, 2),
                    audio_type=choice("file", "url"),
                    audio_file=MEDIA,
                    audio_url=CLIP,
                )
            ),
        },
        rules=(lambda body: exactly_one("video_id", "video_url")(body["input"]),),
        makes="video",
        units=lambda body: prices.clip("2.6", "1080p", LIP_SYNC_SECONDS) / 5,
    ),
    Endpoint(
        path="/v1/videos/avatar/image2video",
        takes={
            **TASK,
            "image": needed(MEDIA),
            "audio_id": text(),
            "sound_file": MEDIA,
            "prompt": text(2500),
            "mode": choice("std", "pro"),
        },
        rules=(exactly_one("audio_id", "sound_file"),),
        makes="video",
        units=lambda body: prices.clip("avatar", body.get("mode") or "std", 5),
    ),
    Endpoint(
        path="/v1/audio/text-to-audio",
        takes={**TASK, "prompt": needed(text(200)), "duration": needed(number(3, 10))},
        makes="sound",
        units=lambda body: prices.call("sound"),
    ),
    Endpoint(
        path="/v1/audio/video-to-audio",
        takes={
            **TASK,
            "video_id": text(),
            "video_url": CLIP,
            "sound_effect_prompt": text(200),
            "bgm_prompt": text(200),
            "asmr_mode": flag(),
        },
        rules=(exactly_one("video_id", "video_url"),),
        makes="video and sound",
        units=lambda body: prices.call("sound"),
    ),
    Endpoint(
        path="/v1/general/advanced-custom-elements",
        takes={
            **TASK,
            "element_name": needed(text(20)),
            "element_description": needed(text(100)),
            "reference_type": needed(choice("image_refer", "video_refer")),
            "element_image_list": group(
                frontal_image=needed(MEDIA), refer_images=needed(listed(group(image_url=needed(MEDIA)), 1, 3))
            ),
            "element_video_list": group(refer_videos=needed(listed(group(video_url=needed(CLIP)), 1, 1))),
            "element_voice_id": text(),
            "tag_list": listed(group(tag_id=needed(choice(*TAGS)))),
        },
        rules=(
            _of_reference("image_refer", "element_image_list"),
            _of_reference("video_refer", "element_video_list"),
            apart(("element_image_list",), ("element_video_list",)),
        ),
        makes="element",
        units=lambda body: FREE,
    ),
    Endpoint(
        path="/v1/general/custom-elements",
        takes={
            **TASK,
            "element_name": needed(text(20)),
            "element_description": needed(text(100)),
            "element_frontal_image": needed(MEDIA),
            "element_refer_list": listed(group(image_url=needed(MEDIA)), 1, 3),
        },
        makes="element",
        units=lambda body: FREE,
    ),
    Endpoint(
        path="/v1/general/custom-voices",
        takes={**TASK, "voice_name": needed(text(20)), "voice_url": CLIP, "video_id": text()},
        rules=(exactly_one("voice_url", "video_id"),),
        makes="voice",
        units=lambda body: prices.call("voice"),
    ),
)
