"""The stand-in for Kling, on the wire: tasks of both generations, prices, callbacks. Lines: kling-official.md."""

import base64
import json
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from studio.rehearsal.kling import hooks
from tests.providers.recorded import records
from tests.rehearsal.asking import CLIP, TEXT, TURBO, Kling, ours, stranger


@pytest.fixture
def kling(stage):
    return Kling(stage)


@pytest.fixture
def other(stage):
    """An account that nothing was done with."""
    return stranger(stage)


# Tasks


def test_a_task_is_submitted_then_processed_then_succeeds_with_a_file_and_what_it_cost(stage, other):
    stage.turn(queue_s=[10, 10], delay_s=[100, 100])
    our_id = ours()
    path = "/v1/videos/text2video"

    created = other.data(path, TEXT | {"sound": "on", "external_task_id": our_id})
    words = []
    for seconds in (0, 20, 100):
        stage.later(seconds)
        words.append(other.data(f"{path}/{created['task_id']}")["task_status"])
    done = other.data(f"{path}/{our_id}")
    (video,) = done["task_result"]["videos"]

    assert created["task_status"] == "submitted"
    assert words == ["submitted", "processing", "succeed"]
    assert done["task_info"]["external_task_id"] == our_id
    assert (done["final_unit_deduction"], video["duration"]) == ("10", "10")  # 10 s at $0.14 (line 251), $0.14 a unit
    assert stage.charges("kling")[-1]["amount"] == "10"
    assert stage.client.get(video["url"]).headers["content-type"] == "video/mp4"

    stage.later(40 * 86400)
    assert stage.client.get(video["url"]).status_code == 403


def test_the_newer_generation_has_its_own_words_a_list_for_all_and_rows_of_a_bill(other):
    our_id = ours()

    created = other.data("/text-to-video/kling-3.0-turbo", TURBO | {"options": {"external_task_id": our_id}})
    (task,) = other.data(f"/tasks?external_task_ids={our_id}")
    both = other.data(f"/tasks?task_ids={created['id']},unknown")
    page = other.data("/tasks", {"limit": 1, "filters": [{"key": "status", "values": ["succeeded"]}]})

    assert (created["status"], created["external_id"]) == ("submitted", our_id)
    assert (task["status"], task["outputs"][0]["duration"]) == ("succeeded", "4")
    assert task["billing"] == [{"charge_type": "unit", "amount": "4", "package_type": "video", "list_price": "0.56"}]
    assert both == [task]
    assert (page["count"], page["has_more"], page["result"]) == (1, False, [task])
    assert other.data("/tasks?task_ids=unknown") == []
    assert other.code("/tasks") == other.code("/tasks?task_ids=1&external_task_ids=2") == (400, 1201)


def test_an_id_of_ours_is_taken_once_and_found_only_where_it_was_given_and_by_whom(kling, other):
    our_id = ours()
    kling.data("/v1/videos/text2video", TEXT | {"external_task_id": our_id})

    assert kling.code("/v1/videos/text2video", TEXT | {"external_task_id": our_id}) == (400, 1201)
    assert other.data("/v1/videos/text2video", TEXT | {"external_task_id": our_id})
    assert kling.code(f"/v1/videos/image2video/{our_id}") == (400, 1201)
    assert kling.get("/v1/videos/text2video/nothing").json()["message"] == "Task not found"


def test_a_list_is_of_one_address_newest_first_a_page_at_a_time(other):
    path = "/v1/images/generations"
    made = [other.data(path, {"prompt": "A pier", "n": n})["task_id"] for n in (1, 2, 3)]
    other.data("/v1/videos/text2video", TEXT)

    assert [task["task_id"] for task in other.data(path)] == made[::-1]
    assert [task["task_id"] for task in other.data(f"{path}?pageNum=2&pageSize=2")] == made[:1]
    assert other.code(f"{path}?pageNum=0") == other.code(f"{path}?pageSize=501") == (400, 1201)


def test_pictures_come_by_index_in_the_size_that_was_asked_for_and_draw_image_units(stage, other):
    task = other.made(
        "/v1/images/generations", {"prompt": "A pier", "n": 3, "aspect_ratio": "9:16", "resolution": "2k"}
    )
    series = other.made("/v1/images/omni-image", {"prompt": "A pier", "result_type": "series", "series_amount": 2})

    assert [image["index"] for image in task["task_result"]["images"]] == [0, 1, 2]
    assert task["final_unit_deduction"] == "24"  # $0.028 each (line 254), $0.0035 a unit
    assert stage.client.get(task["task_result"]["images"][0]["url"]).headers["content-type"] == "image/png"
    assert (len(series["task_result"]["series_images"]), series["task_result"]["images"]) == (2, [])


def test_what_was_made_from_a_picture_has_its_proportions(stage, kling):
    tall = BytesIO()
    Image.new("RGB", (300, 600)).save(tall, "PNG")
    picture = base64.b64encode(tall.getvalue()).decode()

    task = kling.made("/v1/videos/image2video", {"model_name": "kling-v2-1", "image": picture})
    (charge,) = [row for row in stage.charges("kling") if row["their_id"] == task["task_id"]]

    assert charge["amount"] == "2"  # 5 s at $0.056 (line 253)
    told = task["task_result"]["videos"][0]["url"].rpartition("/")[2].partition(".")[0]
    shape = json.loads(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)))
    assert (shape["width"], shape["height"]) == (720, 1440)


def test_what_fails_after_it_was_taken_says_why_and_costs_nothing(stage, other):
    stage.turn(moderated=1)
    older = other.made("/v1/videos/text2video", TEXT)
    newer = other.data(f"/tasks?task_ids={other.data('/text-to-video/kling-3.0-turbo', TURBO)['id']}")[0]

    assert (older["task_status"], older["task_status_msg"]) == ("failed", "Failure to pass the risk control system")
    assert (older["final_unit_deduction"], "task_result" in older) == ("0", False)
    assert (newer["status"], newer["outputs"], newer["billing"]) == ("failed", [], [])
    assert all(row["refunded"] for row in stage.charges("kling")[-2:])


def test_an_account_that_pays_in_money_is_told_money(stage):
    rich = Kling(stage, f"cash-{uuid4().hex[:4]}")
    task = rich.made("/v1/videos/text2video", TEXT)
    (bill,) = rich.data(f"/tasks?task_ids={rich.data('/text-to-video/kling-3.0-turbo', TURBO)['id']}")[0]["billing"]

    assert task["final_balance_deduction"] == {"quota": "0.7", "list_price": "0.7"}
    assert (bill["charge_type"], bill["amount"], bill["currency"]) == ("cash", "0.56", "USD")
    assert [(row["amount"], row["currency"]) for row in stage.charges("kling")[-2:]] == [
        ("0.7", "USD"),
        ("0.56", "USD"),
    ]


# The account


def test_what_is_left_is_told_once_a_second_and_an_empty_pack_refuses(stage, other):
    costs = "/account/costs?start_time=1&end_time=9999999999999"
    stage.turn(balance=12)
    other.data("/v1/videos/text2video", TEXT)
    video, image = other.data(costs)["resource_pack_subscribe_infos"]

    assert (video["remaining_quantity"], image["remaining_quantity"]) == (7.0, 12.0)  # 10 s at $0.07 (line 251)
    assert other.code(costs) == (429, 1302)
    assert other.code("/v1/videos/text2video", TEXT | {"sound": "on"}) == (429, 1102)
    assert other.data("/account/billing/package", {})["result"]["count"] == 1
    assert other.data("/account/billing/balance", {})["result"]["count"] == 0


# Callbacks


def test_a_callback_is_the_bare_task_at_each_change_and_signed_as_the_vendor_shows(stage, kling):
    vector = (
        b'{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}'
    )
    task_id = kling.data("/v1/videos/text2video", TEXT | {"callback_url": "https://studio.example/hooks/kling/1"})[
        "task_id"
    ]
    task, writer = stage.frame.task("kling", task_id), stage.frame.hooks.writers["kling"]
    noted = [hook for hook in stage.frame.store.hooks("kling") if hook.task_id == task_id]
    messages = [writer(task, {"at": at}, at) for at in (task.plan.accepted - 1, task.plan.ends)]
    last = json.loads(messages[-1].body)

    assert hooks.signature(hooks.SECRET, "9876543210", 1781080794, vector) == (
        "v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4="  # line 83
    )
    assert len(noted) == 2
    assert [json.loads(message.body)["task_status"] for message in messages] == ["submitted", "succeed"]
    assert last == kling.data(f"/v1/videos/text2video/{task_id}")
    assert messages[-1].headers["webhook-signature"] == hooks.signature(
        hooks.SECRET, messages[-1].headers["webhook-id"], int(task.plan.ends), messages[-1].body
    )


# The witness: what the references' own bodies look like


def same_shape(theirs: object, ours: object, at: str = "") -> list[str]:
    """Where ours lacks what theirs has, or has it in another form."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        missing = [f"{at}.{name} is missing" for name in theirs if name not in ours]
        return missing + [
            found for name in theirs if name in ours for found in same_shape(theirs[name], ours[name], f"{at}.{name}")
        ]
    if isinstance(theirs, list) and isinstance(ours, list):
        return same_shape(theirs[0], ours[0], f"{at}[0]") if theirs and ours else []
    return [] if type(theirs) is type(ours) else [f"{at}: {ours!r} instead of {theirs!r}"]


def test_answers_look_like_the_recorded_ones(stage, kling):
    sound_file = {"text": "Good evening", "voice_id": "uk_man2", "voice_language": "en"}
    session = kling.data("/v1/videos/multi-elements/init-selection", CLIP)["session_id"]
    mark = {"session_id": session, "frame_index": 12, "points": [{"x": 0.5, "y": 0.5}]}
    turbo = kling.data("/text-to-video/kling-3.0-turbo", TURBO)["id"]
    text = kling.data("/v1/videos/text2video", TEXT | {"external_task_id": ours()})["task_id"]
    image = {"prompt": "A pier", "watermark_info": {"enabled": True}}
    answers = {
        "the older generation takes a task": kling.post("/v1/videos/text2video", TEXT),
        "the newer generation takes a task": kling.post("/text-to-video/kling-3.0-turbo", TURBO),
        "no header": Kling(stage, "").post("/v1/videos/text2video", TEXT),
        "speech is answered at once, and is a result": kling.post("/v1/audio/tts", sound_file),
        "faces are answered at once, without a status": kling.post("/v1/videos/identify-face", CLIP),
        "a clip is opened for marking": kling.post("/v1/videos/multi-elements/init-selection", CLIP),
        "a frame is marked": kling.post("/v1/videos/multi-elements/add-selection", mark),
        "it succeeded, in units of a package": kling.get(f"/v1/videos/text2video/{text}"),
        "older: our id is found": kling.get(f"/v1/videos/text2video/{text}"),
        "newer: its bill is in units": kling.get(f"/tasks?task_ids={turbo}"),
        "a copy with a watermark comes, too": kling.get(
            f"/v1/images/generations/{kling.data('/v1/images/generations', image)['task_id']}"
        ),
    }
    recorded = {record.name: record for record in records() if record.provider == "kling"}

    for name, answer in answers.items():
        assert answer.status_code == recorded[name].http, name
        assert same_shape(recorded[name].body, answer.json()) == [], name
