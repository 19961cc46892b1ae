"""“Guide motion with”: which ways a route takes one at a time, and that none of them loses what it holds."""

from itertools import combinations

import pytest
from django.http import QueryDict

from studio.catalog.rules import Excludes
from studio.pages import guiding
from studio.pages.composing import Choice, Composition, bound, carried, posted, submitted
from studio.pages.offers import ways
from tests.catalog.routes import COMPOSABLE

FRAME = {"handle": "https://example.com/1.png"}
BRUSH = {"static_mask": None, "brushes": [{"mask": FRAME, "path": [[1, 1], [9, 9]]}]}
ZOOM = {"preset": "custom", "axes": {"zoom": 3}}
ALL = {"first_frame": FRAME, "last_frame": FRAME, "motion_brush": BRUSH, "camera": ZOOM, "duration": 5}
PRO = Choice("kling-1.5-pro", "image-to-video", "kling")


def composed(choice: Choice = PRO, guide: str = "", **values) -> Composition:
    return bound(carried(Composition(choice, values, guide=guide), choice))


def test_what_stands_in_one_switch_excludes_each_other_and_what_excludes_motion_stands_in_it():
    switches = {}
    for slug, route in COMPOSABLE:
        apart = {frozenset(rule.fields) for rule in route.rules if isinstance(rule, Excludes)}
        names = [control.name for control in guiding.exclusive(route)]
        moving = {control.name for control in route.controls if control.group == "motion"}
        assert [pair for pair in combinations(names, 2) if frozenset(pair) not in apart] == []
        assert {name for pair in apart if pair & moving for name in pair} == set(names)
        switches |= {slug: names} if names else {}

    assert switches["kling-1.5-pro"] == ["last_frame", "motion_brush", "camera"]
    assert switches["kling-1.0-pro"] == ["last_frame", "motion_brush"]


def test_the_first_way_that_holds_something_guides_where_nobody_chose_and_the_others_are_kept():
    here = composed(**ALL)

    assert here.guide == "last_frame"
    assert here.kept == {"motion_brush": BRUSH, "camera": ZOOM}
    assert here.form.is_valid() and "motion_brush" not in here.values
    assert here.kept_rows == []  # the switch says it
    assert composed().guide == guiding.PROMPT


def test_the_switch_says_what_each_way_keeps():
    found = guiding.ways(PRO.route, "motion_brush", {"camera": ZOOM, "last_frame": FRAME})

    assert [(way.label, way.current, way.kept) for way in found] == [
        ("Prompt", False, ""),
        ("End frame", False, "as it was"),
        ("Motion brush", True, ""),
        ("Camera", False, "zoom 3"),
    ]


def test_a_way_comes_back_with_all_it_holds_however_often_one_switches():
    here = composed(**ALL)

    for name in ("camera", "prompt", "motion_brush", "last_frame", "motion_brush"):
        here.guide = name
        here = bound(carried(here, PRO))
        assert {**here.values, **here.kept} == {**here.values, **{n: ALL[n] for n in guiding.hidden(PRO.route, name)}}
        assert [n for n in ("last_frame", "motion_brush", "camera") if n in here.values] == [name] * (name != "prompt")


def test_the_choice_holds_across_a_model_that_has_none():
    there = carried(composed(guide="motion_brush", **ALL), Choice("kling-3.0-pro", "image-to-video", "kling"))
    assert "last_frame" in there.values and "motion_brush" in there.kept

    back = carried(there, PRO)

    assert back.guide == "motion_brush"
    assert (back.values["motion_brush"], back.kept["last_frame"], back.kept["camera"]) == (BRUSH, FRAME, ZOOM)


def form_of(**more: str) -> QueryDict:
    fields = {"shown": str(PRO), "model": PRO.model, "task": PRO.task, "via": PRO.provider, "duration": "5"}
    post = QueryDict(mutable=True)
    post.update(fields | more)
    return post


def test_a_preview_draws_what_the_page_would_send_and_loses_nothing():
    kept = '{"camera": {"preset": "custom", "axes": {"zoom": 3}}}'
    post = form_of(guide="prompt", kept=kept, first_frame='{"handle": "https://example.com/1.png"}')
    assert posted(post, None).kept["camera"] == ZOOM

    post["send_via"] = "animatic"
    sent = submitted(post, None)

    assert sent.choice.provider == "animatic"
    assert "camera" not in sent.values and sent.kept["camera"] == ZOOM


@pytest.mark.parametrize(("provider", "lost"), [("kling", "Nothing"), ("fal", "Nothing"), ("animatic", "Nothing")])
def test_what_is_kept_anyway_is_not_lost_through_another_provider(provider, lost):
    rows = {way.provider: way.lost for way in ways(composed(guide="motion_brush", **ALL))}

    assert rows[provider] == lost


def test_where_two_go_together_the_table_says_which_the_other_provider_would_leave_out():
    here = composed(Choice("kling-1.5-pro", "image-to-video", "fal"), first_frame=FRAME, last_frame=FRAME,
                    motion_brush=BRUSH, duration=5)  # fmt: skip
    assert {"last_frame", "motion_brush"} <= set(here.values)

    rows = {way.provider: way.lost for way in ways(here)}

    assert rows["kling"] == "Motion brush"
