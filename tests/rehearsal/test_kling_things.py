"""What at Kling has an id: faces, speech, marks, voices, elements, longer videos. Lines: kling-official.md."""

import pytest

from tests.rehearsal.asking import CLIP, DOT, TEXT, Kling, ours, stranger

SPEECH = {"text": "Good evening, and welcome to the late show", "voice_id": "uk_man2", "voice_language": "en"}
ELEMENT = {
    "element_name": "Mara",
    "element_description": "A woman in red",
    "reference_type": "image_refer",
    "element_image_list": {"frontal_image": DOT, "refer_images": [{"image_url": DOT}]},
}


@pytest.fixture
def kling(stage):
    return Kling(stage)


def spoken(kling) -> dict:
    return kling.data("/v1/audio/tts", SPEECH)["task_result"]["audios"][0]


def video_of(task: dict) -> str:
    return task["task_result"]["videos"][0]["id"]


def test_a_face_that_was_found_says_what_was_spoken(stage, kling):
    found = kling.data("/v1/videos/identify-face", CLIP)
    audio = spoken(kling)
    face = {
        "face_id": found["face_data"][0]["face_id"],
        "audio_id": audio["id"],
        "sound_start_time": 0,
        "sound_end_time": 2000,
        "sound_insert_time": 500,
    }
    sync = {"session_id": found["session_id"], "face_choose": [face]}
    task = kling.made("/v1/videos/advanced-lip-sync", sync)

    assert task["task_result"]["videos"][0]["url"]
    assert [row["amount"] for row in stage.charges("kling")[-3:]] == ["0.05", "0.05", "0.5"]  # line 254
    assert kling.code("/v1/videos/advanced-lip-sync", sync | {"face_choose": [face | {"face_id": "x"}]}) == (400, 1201)
    assert (
        kling.code("/v1/videos/advanced-lip-sync", sync | {"face_choose": [face | {"sound_end_time": 900}]})[1] == 1201
    )
    assert stranger(stage).code("/v1/videos/advanced-lip-sync", sync) == (400, 1201)
    stage.later(86401)
    assert kling.code("/v1/videos/advanced-lip-sync", sync) == (400, 1201)  # a session is good for a day (line 73)


def test_a_task_without_a_look_up_is_found_only_by_klings_own_id(kling):
    our_id = ours()
    kling.data("/v1/general/ai-multi-shot", {"element_frontal_image": DOT, "external_task_id": our_id})

    assert kling.code(f"/v1/general/ai-multi-shot/{our_id}") == (400, 1201)


def test_parts_of_a_clip_are_marked_unmarked_and_edited_in_one_session(kling):
    def call(name, **more):
        return kling.data(f"/v1/videos/multi-elements/{name}-selection", {"session_id": opened["session_id"]} | more)

    opened = kling.data("/v1/videos/multi-elements/init-selection", CLIP)
    points = [{"x": 0.25, "y": 0.5}, {"x": 0.75, "y": 0.5}]

    assert len(call("add", frame_index=12, points=points)["res"]["rle_mask_list"]) == 2
    assert len(call("delete", frame_index=12, points=points[:1])["res"]["rle_mask_list"]) == 1
    wrong = {"session_id": opened["session_id"], "frame_index": 12, "points": points[:1]}
    assert kling.code("/v1/videos/multi-elements/delete-selection", wrong) == (400, 1201)
    assert call("preview")["res"]["video"]
    assert call("clear")["session_id"] == opened["session_id"]

    swap = {"session_id": opened["session_id"], "edit_mode": "swap", "prompt": "x", "image_list": [{"image": DOT}]}
    (video,) = kling.made("/v1/videos/multi-elements", swap)["task_result"]["videos"]
    assert video["session_id"] == opened["session_id"]
    assert kling.code("/v1/videos/multi-elements", swap | {"edit_mode": "removal"}) == (400, 1201)
    assert kling.code("/v1/videos/multi-elements", swap | {"session_id": "none"}) == (400, 1201)


def test_a_video_grows_by_five_seconds_and_names_what_it_was_made_from(stage, kling):
    first = video_of(kling.made("/v1/videos/text2video", TEXT))

    longer = kling.made("/v1/videos/video-extend", {"video_id": first})
    longest = kling.made("/v1/videos/video-extend", {"video_id": video_of(longer)})

    assert longer["task_info"]["parent_video"]["id"] == first
    assert [task["task_result"]["videos"][0]["duration"] for task in (longer, longest)] == ["15", "20"]
    assert stranger(stage).code("/v1/videos/video-extend", {"video_id": first}) == (400, 1201)
    stage.later(31 * 86400)
    assert kling.code("/v1/videos/video-extend", {"video_id": first}) == (400, 1201)


def test_a_voice_is_taken_from_a_video_with_sound_used_and_deleted(kling):
    silent = video_of(kling.made("/v1/videos/text2video", TEXT))
    heard = video_of(kling.made("/v1/videos/text2video", TEXT | {"sound": "on"}))
    voice = {"voice_name": "Mara", "video_id": heard}
    made = kling.made("/v1/general/custom-voices", voice)["task_result"]["voices"][0]
    says = {"model_name": "kling-v2-6", "mode": "pro", "image": DOT, "sound": "on"}
    says["voice_list"] = [{"voice_id": made["voice_id"]}]

    assert made["voice_name"] == "Mara"
    assert kling.code("/v1/general/custom-voices", voice | {"video_id": silent}) == (400, 1201)
    assert kling.code("/v1/videos/image2video", says) == (200, 0)
    assert kling.data("/v1/general/delete-voices", {"voice_id": made["voice_id"]})["task_status"] == "succeed"
    assert kling.code("/v1/videos/image2video", says) == (400, 1201)
    assert made["voice_id"] not in str(kling.data("/v1/general/custom-voices"))


def test_the_voices_that_kling_has_ready_are_46_and_cannot_be_deleted(kling):
    presets = kling.data("/v1/general/presets-voices?pageSize=1000")
    voices = [voice for task in presets for voice in task["task_result"]["voices"]]

    assert (len(voices), {voice["owned_by"] for voice in voices}) == (46, {"kling"})
    assert kling.code("/v1/general/delete-voices", {"voice_id": voices[0]["voice_id"]}) == (400, 1201)


def test_an_element_is_made_for_nothing_used_listed_and_deleted_under_either_address(stage, kling):
    before = len(stage.charges("kling"))
    first, second = (
        kling.made("/v1/general/advanced-custom-elements", ELEMENT)["task_result"]["elements"][0] for _ in range(2)
    )
    shot = {
        "model_name": "kling-v3",
        "mode": "std",
        "image": DOT,
        "element_list": [{"element_id": first["element_id"]}],
    }

    assert isinstance(first["element_id"], int)
    assert len(stage.charges("kling")) == before
    assert kling.code("/v1/videos/image2video", shot) == (200, 0)
    for element, way in ((first, "delete-advanced-elements"), (second, "delete-elements")):
        kling.data(f"/v1/general/{way}", {"element_id": element["element_id"]})
    assert kling.code("/v1/videos/image2video", shot) == (400, 1201)
    states = [
        task["task_result"]["elements"][0]["status"] for task in kling.data("/v1/general/advanced-custom-elements")
    ]
    assert states[:2] == ["deleted", "deleted"]
    assert kling.data("/v1/general/advanced-presets-elements")[0]["task_result"]["elements"][0]["owned_by"] == "kling"


def test_sounds_come_in_both_forms_and_views_by_three(kling):
    sound = kling.made("/v1/audio/text-to-audio", {"prompt": "Rain", "duration": 3.5})["task_result"]["audios"][0]
    scored = kling.made("/v1/audio/video-to-audio", CLIP)["task_result"]
    views = kling.made("/v1/general/ai-multi-shot", {"element_frontal_image": DOT})["task_result"]["images"]
    seen = kling.data("/v1/videos/image-recognize", {"image": DOT})["task_result"]["images"]

    assert (sound["duration_mp3"], sound["duration_wav"]) == ("3.5", "3.5")
    assert sound["url_wav"].endswith(".wav")
    assert (len(scored["videos"]), len(scored["audios"])) == (1, 1)
    assert [sorted(set(view)) for view in views] == [["index", "url_1", "url_2", "url_3"]] * 3
    assert [image["type"] for image in seen] == ["object_seg", "head_seg", "face_seg", "cloth_seg"]
