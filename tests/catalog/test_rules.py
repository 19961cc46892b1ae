"""Rules between values: each says at the right field what breaks it, and explains itself in a sentence."""

import pytest

from studio.catalog.rules import (
    AtMost,
    CountBy,
    ExactlyOne,
    Excludes,
    NeedsOne,
    NeedsUnless,
    NeedsWith,
    OnlyWhen,
    OptionsUnless,
    OptionsWith,
    Requires,
    Roles,
    ShotsAddUp,
)

A = {"handle": "a"}


@pytest.mark.parametrize(
    ("rule", "broken", "field", "kept"),
    [
        (NeedsOne(("prompt", "shots")), {}, "prompt", {"shots": []}),
        (ExactlyOne(("prompt", "shots")), {"prompt": "a", "shots": []}, "shots", {"prompt": "a"}),
        (ExactlyOne(("prompt", "shots")), {}, "prompt", {"shots": []}),
        (Requires("last_frame", "first_frame"), {"last_frame": A}, "last_frame", {"last_frame": A, "first_frame": A}),
        (Excludes("resolution", "width"), {"resolution": "1k", "width": 3}, "resolution", {"width": 3}),
        (ShotsAddUp(), {"shots": [{"prompt": "a", "duration": 3}], "duration": 4}, "duration", {"duration": 4}),
        (OnlyWhen("camera", "duration", (5,), 5), {"camera": {}, "duration": 10}, "camera", {"camera": {}}),
        (OnlyWhen("voices", "sound", (True,)), {"voices": [A]}, "voices", {"voices": [A], "sound": True}),
        (OptionsWith("duration", (5, 10), "last_frame"), {"duration": 7, "last_frame": A}, "duration", {"duration": 7}),
        (
            OptionsWith("duration", (5,), "sound", (True,)),
            {"duration": 7, "sound": True},
            "duration",
            {"duration": 7, "sound": False},
        ),
        (AtMost(("reference_images",), 1, "input_video"), {"reference_images": [A, A], "input_video": A},
         "reference_images", {"reference_images": [A, A]}),
        (AtMost(("reference_images", "elements"), 2), {"reference_images": [A, A], "elements": [A]},
         "reference_images", {"reference_images": [A, A]}),
        (NeedsUnless("aspect_ratio", ("first_frame",)), {"prompt": "a"}, "aspect_ratio", {"first_frame": A}),
        (NeedsWith("voice", "speech_text"), {"speech_text": "a"}, "voice", {"prompt": "a"}),
        (NeedsWith("shots", "shot_style", ("customize",)), {"shot_style": "customize"}, "shots",
         {"shot_style": "intelligent"}),
        (OptionsUnless("duration", (5, 10), ("last_frame", "elements")), {"duration": 7}, "duration",
         {"duration": 7, "elements": [A]}),
        (CountBy("reference_images", "edit_mode", ((("swap",), 1, 1), (("removal",), 0, 0)), (1, 2)),
         {"edit_mode": "removal", "reference_images": [A]}, "reference_images", {"reference_images": [A, A]}),
        (Roles("reference_images", (("subject", 1, 4), ("scene", 0, 1))), {"reference_images": [A | {"role": "scene"}]},
         "reference_images", {"reference_images": [A, A | {"role": "scene"}]}),
    ],
)  # fmt: skip
def test_a_broken_rule_is_one_problem_at_its_field_and_a_kept_one_is_none(rule, broken, field, kept):
    problem = rule.problem(broken)

    assert problem.field == field
    assert problem.field in rule.fields
    assert problem.message.endswith(".")
    assert rule.problem(kept) is None
    assert str(rule).endswith(".")
    assert str(rule)[0].isupper()


def test_rules_are_data_so_that_routes_can_share_them():
    assert OnlyWhen("camera", "duration", (5,)) == OnlyWhen("camera", "duration", (5,))
