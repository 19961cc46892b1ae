"""Kling's requests, by the examples of its own documentation and by what is easily got wrong."""

import json

import pytest

from studio.catalog.registry import route
from studio.providers.errors import Unsupported
from studio.providers.kling import URL, Kling
from studio.providers.quote import quote

GIRL, BOY, CLIP = ({"handle": f"https://media.example/{name}"} for name in ("girl.png", "boy.png", "clip.mp4"))
SPOKEN = {"speech_text": "Throughout my time in college", "voice": "oversea_male1", "voice_language": "en"}


def requests(model: str, task: str, **values: object) -> list[dict]:
    """The requests of a valid recipe: path and body."""
    found = quote({"model": model, "task": task, "provider": "kling", "values": values})
    assert found["errors"] == []
    return [
        {"path": request["url"].removeprefix(URL), **json.loads(json.dumps(request["json"]))}
        for request in found["requests"]
    ]


def only(model: str, task: str, **values: object) -> dict:
    (request,) = requests(model, task, **values)
    return request


def test_text_with_several_shots():
    shots = [{"prompt": "Two friends under a streetlight", "duration": 2}, {"prompt": "A runner", "duration": 3}]

    assert only("kling-3.0-pro", "text-to-video", shots=shots, sound=True, aspect_ratio="9:16") == {
        "path": "/v1/videos/text2video",
        "model_name": "kling-v3",
        "mode": "pro",
        "multi_shot": True,
        "shot_type": "customize",
        "multi_prompt": [
            {"index": 1, "prompt": "Two friends under a streetlight", "duration": "2"},
            {"index": 2, "prompt": "A runner", "duration": "3"},
        ],
        "duration": "5",
        "sound": "on",
        "aspect_ratio": "9:16",
        "external_task_id": "{{uuid}}",
    }


def test_shots_that_the_model_cuts_itself_come_from_the_prompt():
    body = only("kling-3.0-4k", "text-to-video", prompt="A chase", shot_style="intelligent", duration=15)

    assert (body["multi_shot"], body["shot_type"], body["prompt"]) == (True, "intelligence", "A chase")
    assert (body["mode"], body["duration"]) == ("4k", "15")
    assert "multi_prompt" not in body


def test_voices_of_one_s_own_are_mentioned_in_the_prompt():
    voices = [{"handle": "829836802793406551", "name": "anna"}]
    prompt = "@anna asks the people to say the following words, 'Welcome everyone'"

    body = only(
        "kling-2.6-pro", "image-to-video", first_frame=GIRL, prompt=prompt, voices=voices, sound=True, duration=5
    )

    assert body == {
        "path": "/v1/videos/image2video",
        "model_name": "kling-v2-6",
        "mode": "pro",
        "image": "https://media.example/girl.png",
        "prompt": "<<<voice_1>>> asks the people to say the following words, 'Welcome everyone'",
        "voice_list": [{"voice_id": "829836802793406551"}],
        "sound": "on",
        "duration": "5",
        "external_task_id": "{{uuid}}",
    }


def test_a_voice_from_a_file_is_made_first():
    voice, clip = requests(
        "kling-2.6-pro", "image-to-video", first_frame=GIRL, voices=[{"asset": "v", "name": "anna"}], sound=True
    )

    assert voice == {
        "path": "/v1/general/custom-voices",
        "voice_name": "anna",
        "voice_url": "{{url:v}}",
        "external_task_id": "{{uuid}}",
    }
    assert clip["voice_list"] == [{"voice_id": "{{1.voice_id}}"}]


def test_an_element_with_a_voice_is_made_after_its_voice_and_before_the_clip():
    mara = {"name": "mara", "description": "a girl in red", "front": {"asset": "f"}, "views": [BOY]}

    voice, element, clip = requests(
        "kling-3.0-pro",
        "image-to-video",
        first_frame=GIRL,
        prompt="@mara waves",
        elements=[{"handle": "829836802793406551"}, mara | {"voice": {"asset": "v"}}],
    )

    assert voice["path"] == "/v1/general/custom-voices"
    assert element == {
        "path": "/v1/general/advanced-custom-elements",
        "element_name": "mara",
        "element_description": "a girl in red",
        "reference_type": "image_refer",
        "element_image_list": {
            "frontal_image": "{{file:f}}",
            "refer_images": [{"image_url": "https://media.example/boy.png"}],
        },
        "element_voice_id": "{{1.voice_id}}",
        "external_task_id": "{{uuid}}",
    }
    assert clip["element_list"] == [{"element_id": 829836802793406551}, {"element_id": "{{2.element_id}}"}]
    assert clip["prompt"] == "<<<element_2>>> waves"


@pytest.mark.parametrize(
    ("axis", "theirs"),
    [
        ("truck", "horizontal"),
        ("pedestal", "vertical"),
        ("tilt", "pan"),
        ("pan", "tilt"),
        ("roll", "roll"),
        ("zoom", "zoom"),
    ],
)
def test_the_camera_speaks_film_words_and_kling_its_own(axis, theirs):
    body = only("kling-1.0-standard", "text-to-video", prompt="A pier", camera={"preset": "custom", "axes": {axis: -3}})

    assert body["camera_control"] == {"type": "simple", "config": {theirs: -3}}


def test_a_preset_of_the_camera_has_no_axes():
    body = only("kling-1.0-standard", "text-to-video", prompt="A pier", camera={"preset": "forward_up"})

    assert body["camera_control"] == {"type": "forward_up"}


def test_paths_of_the_motion_brush_count_from_the_bottom_of_the_first_frame():
    brush = {"static_mask": {"asset": "still"}, "brushes": [{"mask": {"asset": "m"}, "path": [[10, 20], [30.4, 40.6]]}]}

    body = only("kling-1.5-pro", "image-to-video", first_frame={"asset": "frame"}, motion_brush=brush)

    assert body["static_mask"] == "{{file:still}}"
    assert body["dynamic_masks"] == [
        {
            "mask": "{{file:m}}",
            "trajectories": [{"x": 10, "y": "{{flip:frame:20}}"}, {"x": 30, "y": "{{flip:frame:41}}"}],
        }
    ]


def test_an_end_frame_alone():
    body = only("kling-1.6-pro", "image-to-video", last_frame=GIRL, duration=10)

    assert body["image_tail"] == "https://media.example/girl.png"
    assert "image" not in body


def test_omni_references_come_before_frames_so_that_image_1_is_the_first_reference():
    body = only(
        "kling-o1-pro",
        "reference-to-video",
        prompt="@image_1 strolls through Tokyo and meets @element_1",
        reference_images=[GIRL, BOY],
        elements=[{"handle": "105"}],
        first_frame={"asset": "start"},
        duration=7,
    )

    assert body["prompt"] == "<<<image_1>>> strolls through Tokyo and meets <<<element_1>>>"
    assert body["image_list"] == [
        {"image_url": "https://media.example/girl.png"},
        {"image_url": "https://media.example/boy.png"},
        {"image_url": "{{file:start}}", "type": "first_frame"},
    ]
    assert body["element_list"] == [{"element_id": 105}]


def test_a_clip_is_followed_or_edited():
    followed = only("kling-o1-pro", "reference-to-video", prompt="Generate the next shot", reference_video=CLIP)
    edited = only(
        "kling-o3-standard",
        "edit-video",
        prompt="Put the crown on the girl in blue from @video_1",
        input_video={"asset": "c"},
        keep_original_sound=True,
    )

    assert followed["video_list"] == [{"video_url": "https://media.example/clip.mp4", "refer_type": "feature"}]
    assert edited == {
        "path": "/v1/videos/omni-video",
        "model_name": "kling-v3-omni",
        "mode": "std",
        "prompt": "Put the crown on the girl in blue from <<<video_1>>>",
        "video_list": [{"video_url": "{{url:c}}", "refer_type": "base", "keep_original_sound": "yes"}],
        "external_task_id": "{{uuid}}",
    }


def test_first_and_last_frame_of_omni_have_roles():
    body = only("kling-o1-standard", "image-to-video", prompt="Dancing", first_frame=GIRL, last_frame=BOY)

    assert [image["type"] for image in body["image_list"]] == ["first_frame", "end_frame"]


def test_lips_follow_a_recording_at_given_times_by_a_face_that_is_found_first():
    faces = [{"face": "0", "audio": BOY, "at": 1, "from": 0, "to": 3}]

    find, sync = requests(
        "kling-lip-sync", "lip-sync", input_video=CLIP, faces=faces, speech_volume=2, original_volume=0.5
    )

    assert find == {"path": "/v1/videos/identify-face", "video_url": "https://media.example/clip.mp4"}
    assert sync == {
        "path": "/v1/videos/advanced-lip-sync",
        "session_id": "{{1.session_id}}",
        "face_choose": [
            {
                "face_id": "0",
                "sound_file": "https://media.example/boy.png",
                "sound_start_time": 0,
                "sound_end_time": 3000,
                "sound_insert_time": 1000,
                "sound_volume": 2,
                "original_audio_volume": 0.5,
            }
        ],
        "external_task_id": "{{uuid}}",
    }


def test_the_second_face_that_is_found_can_be_meant_by_its_place():
    faces = [{"face": 2, "audio": {"asset": "a"}, "at": 0, "from": 1.5, "to": 4}]

    _, sync = requests("kling-lip-sync", "lip-sync", input_video={"handle": "8430"}, faces=faces)

    assert sync["face_choose"][0]["face_id"] == "{{1.face_ids.2}}"
    assert sync["face_choose"][0]["sound_start_time"] == 1500


def test_a_recording_without_times_is_said_whole_by_the_first_face():
    _, sync = requests("kling-lip-sync", "lip-sync", input_video=CLIP, audio={"asset": "a"})

    assert sync["face_choose"] == [
        {
            "face_id": "{{1.face_id}}",
            "sound_file": "{{file:a}}",
            "sound_start_time": 0,
            "sound_end_time": "{{milliseconds:a}}",
            "sound_insert_time": 0,
        }
    ]


def test_words_are_spoken_before_the_lips_follow_them():
    find, speak, sync = requests("kling-lip-sync", "lip-sync", input_video={"handle": "8430"}, **SPOKEN)

    assert find == {"path": "/v1/videos/identify-face", "video_id": "8430"}
    assert speak == {
        "path": "/v1/audio/tts",
        "text": "Throughout my time in college",
        "voice_id": "oversea_male1",
        "voice_language": "en",
    }
    assert sync["face_choose"][0]["audio_id"] == "{{2.audio_id}}"
    assert sync["face_choose"][0]["sound_end_time"] == "{{2.milliseconds}}"


def test_an_avatar_speaks_a_recording_or_words():
    recorded = only("kling-avatar-2.0-standard", "avatar", input_image=GIRL, audio={"asset": "a"}, prompt="Happily")
    _, spoken = requests("kling-avatar-2.0-pro", "avatar", input_image=GIRL, **SPOKEN)

    assert recorded == {
        "path": "/v1/videos/avatar/image2video",
        "mode": "std",
        "image": "https://media.example/girl.png",
        "sound_file": "{{file:a}}",
        "prompt": "Happily",
        "external_task_id": "{{uuid}}",
    }
    assert (spoken["mode"], spoken["audio_id"]) == ("pro", "{{1.audio_id}}")


def test_what_is_removed_is_marked_first():
    opened, marked, edit = requests(
        "kling-1.6-standard",
        "edit-elements",
        input_video={"asset": "c"},
        edit_mode="removal",
        selection=[{"frame": 0, "points": [[0.77, 0.29]]}],
        prompt="Delete the chick from @video_1",
        duration=5,
    )

    assert opened == {"path": "/v1/videos/multi-elements/init-selection", "video_url": "{{url:c}}"}
    assert marked == {
        "path": "/v1/videos/multi-elements/add-selection",
        "session_id": "{{1.session_id}}",
        "frame_index": 0,
        "points": [{"x": 0.77, "y": 0.29}],
    }
    assert edit == {
        "path": "/v1/videos/multi-elements",
        "mode": "std",
        "prompt": "Delete the chick from <<<video_1>>>",
        "duration": "5",
        "session_id": "{{1.session_id}}",
        "edit_mode": "removal",
        "external_task_id": "{{uuid}}",
    }


def test_effects_for_one_and_for_two():
    one = only("kling-effects", "effects", effect="pet_lion_pro", reference_images=[{"asset": "a"}])
    two = only("kling-effects", "effects", effect="hug_pro", reference_images=[GIRL, BOY])
    old = only("kling-1.6-standard", "effects", effect="hug", reference_images=[GIRL, BOY], duration=5)

    assert one["input"] == {"image": "{{file:a}}"}
    assert two["input"] == {"images": ["https://media.example/girl.png", "https://media.example/boy.png"]}
    assert old["input"] == two["input"] | {"model_name": "kling-v1-6", "mode": "std", "duration": "5"}
    assert (one["effect_scene"], old["effect_scene"]) == ("pet_lion_pro", "hug")


def test_an_extension_names_a_clip_that_kling_made():
    known = only("kling-1.6-pro", "extend", input_video={"handle": "743211632612511839"}, prompt="A puppy appears")
    ours = only("kling-1.0-standard", "extend", input_video={"asset": "c"})

    assert known["video_id"] == "743211632612511839"
    assert ours == {"path": "/v1/videos/video-extend", "video_id": "{{id:c}}", "external_task_id": "{{uuid}}"}


def test_several_pictures_with_roles_become_one():
    body = only(
        "kling-image-2.1",
        "multi-image-to-image",
        prompt="In Ghibli style",
        reference_images=[GIRL, BOY | {"role": "style"}, {"asset": "s", "role": "scene"}],
        takes=2,
        aspect_ratio="9:16",
    )

    assert body["subject_image_list"] == [{"subject_image": "https://media.example/girl.png"}]
    assert (body["style_image"], body["scene_image"]) == ("https://media.example/boy.png", "{{file:s}}")
    assert (body["model_name"], body["n"]) == ("kling-v2-1", 2)


def test_a_series_takes_the_place_of_takes():
    body = only(
        "kling-image-o3", "image-to-image", prompt="A cover", reference_images=[GIRL], series="auto", resolution="4k"
    )

    assert (body["result_type"], body["series_amount"], body["resolution"]) == ("series", "auto", "4k")
    assert "n" not in body


def test_a_subject_or_a_face_is_kept():
    body = only(
        "kling-image-1.5",
        "image-to-image",
        prompt="A knight",
        input_image=GIRL,
        reference_as="subject",
        fidelity=0.4,
        human_fidelity=0.6,
    )

    assert (body["image_reference"], body["image_fidelity"], body["human_fidelity"]) == ("subject", 0.4, 0.6)


def test_turbo_speaks_the_newer_language():
    shots = [{"prompt": "A pier; fog", "duration": 3}, {"prompt": "A gull lands", "duration": 4}]

    text = only("kling-3.0-turbo-pro", "text-to-video", shots=shots, aspect_ratio="16:9", watermark=True)
    image = only("kling-3.0-turbo-standard", "image-to-video", first_frame={"asset": "f"}, prompt="Waves", duration=8)

    assert text == {
        "path": "/text-to-video/kling-3.0-turbo",
        "prompt": "shot 1, 3, A pier； fog; shot 2, 4, A gull lands;",
        "settings": {"resolution": "1080p", "aspect_ratio": "16:9", "duration": 7},
        "options": {"watermark_info": {"enabled": True}, "external_task_id": "{{uuid}}"},
    }
    assert image == {
        "path": "/image-to-video/kling-3.0-turbo",
        "contents": [{"type": "prompt", "text": "Waves"}, {"type": "first_frame", "url": "{{file:f}}"}],
        "settings": {"resolution": "720p", "duration": 8},
        "options": {"external_task_id": "{{uuid}}"},
    }


def test_motion_control_in_both_generations():
    values = {"input_image": GIRL, "reference_video": CLIP, "character_orientation": "video"}

    older = only("kling-2.6-pro", "motion-control", **values, keep_original_sound=False)
    newer = only(
        "kling-3.0-pro",
        "motion-control",
        **values,
        keep_original_sound=False,
        prompt="@element_1 dances",
        elements=[{"handle": "105"}],
    )

    assert older == {
        "path": "/v1/videos/motion-control",
        "model_name": "kling-v2-6",
        "mode": "pro",
        "image_url": "https://media.example/girl.png",
        "video_url": "https://media.example/clip.mp4",
        "character_orientation": "video",
        "keep_original_sound": "no",
        "external_task_id": "{{uuid}}",
    }
    assert newer["contents"][-1] == {"type": "element", "element_id": "105", "id": "element_1"}
    assert newer["contents"][0] == {"type": "prompt", "text": "@element_1 dances"}
    assert newer["settings"] == {"resolution": "1080p", "character_orientation": "video", "audio": "off"}


def test_a_value_that_an_endpoint_has_no_row_for_is_refused_and_never_dropped():
    found = route("kling-2.6-pro", "text-to-video", "kling")

    with pytest.raises(Unsupported, match="seed"):
        Kling().steps(found, {"prompt": "A pier", "seed": 7})


def test_nothing_that_a_recipe_does_not_hold_is_sent():
    body = only("kling-2.5-turbo-pro", "text-to-video", prompt="A pier")

    assert set(body) == {"path", "model_name", "mode", "prompt", "external_task_id"}


@pytest.mark.parametrize("task", ["text-to-video", "lip-sync"])
def test_no_key_is_part_of_a_template(task):
    model, values = ("kling-3.0-pro", {"prompt": "A pier"}) if task == "text-to-video" else (
        "kling-lip-sync", {"input_video": CLIP, **SPOKEN})  # fmt: skip

    for step in Kling().steps(route(model, task, "kling"), values):
        assert "authorization" not in {name.lower() for name in step.headers}
        assert step.url.startswith(URL)
