"""Two browsers cannot lose each other's words."""

from dataclasses import replace

import pytest

from studio.jobs import drafts
from studio.jobs.drafts import Typed
from studio.jobs.models import Draft

PHONE = Typed(
    model="kling-3.0-pro", task="text-to-video", provider="animatic", values={"prompt": "A"}, page="phone", count=1
)
LAPTOP = replace(PHONE, page="laptop")


def typed(page: Typed, prompt: str, *, seen: int, count: int, **values: object) -> Typed:
    return replace(page, values={"prompt": prompt, **values}, seen=seen, count=count)


@pytest.fixture
def draft(alice, team, project):
    return drafts.start(alice, team, project, PHONE)


def test_typing_on_is_saved_in_place(draft):
    saved = drafts.save(draft, typed(PHONE, "A pier", seen=1, count=6))

    assert (saved.pk, saved.values["prompt"], saved.version) == (draft.pk, "A pier", 2)


def test_a_page_that_missed_its_own_answers_is_still_itself(draft):
    drafts.save(draft, typed(PHONE, "A p", seen=1, count=3))

    saved = drafts.save(draft, typed(PHONE, "A pier", seen=1, count=6))

    assert (saved.pk, saved.values["prompt"]) == (draft.pk, "A pier")


def test_a_save_that_was_overtaken_is_dropped(draft):
    drafts.save(draft, typed(PHONE, "A pier", seen=1, count=6))

    saved = drafts.save(draft, typed(PHONE, "A p", seen=1, count=3))

    assert saved.values["prompt"] == "A pier"


def test_another_browser_that_has_seen_the_latest_goes_on_in_the_same_draft(draft):
    saved = drafts.save(draft, typed(LAPTOP, "A pier", seen=1, count=5))

    assert (saved.pk, saved.page) == (draft.pk, "laptop")


def test_two_browsers_at_once_get_a_draft_each_with_every_word(draft):
    drafts.save(draft, typed(LAPTOP, "A lake", seen=1, count=5))

    mine = drafts.save(draft, typed(PHONE, "A pier", seen=1, count=6))

    assert mine.pk != draft.pk
    assert mine.copied_from == draft.pk
    assert {one.values["prompt"] for one in Draft.objects.all()} == {"A lake", "A pier"}


def test_the_page_with_the_copy_goes_on_in_its_copy_even_if_it_has_not_heard_of_it(draft):
    drafts.save(draft, typed(LAPTOP, "A lake", seen=1, count=5))
    mine = drafts.save(draft, typed(PHONE, "A pier", seen=1, count=6))

    again = drafts.save(draft, typed(PHONE, "A pier at dusk", seen=1, count=14))

    assert again.pk == mine.pk
    assert again.values["prompt"] == "A pier at dusk"
    assert Draft.objects.count() == 2


def test_what_a_form_does_not_show_is_kept_for_the_model_that_can_take_it(draft):
    drafts.save(draft, typed(PHONE, "A pier", seen=1, count=6, guidance=0.4))

    saved = drafts.save(draft, replace(typed(PHONE, "A pier", seen=2, count=7), model="kling-1.5-pro"))

    assert saved.values == {"prompt": "A pier", "guidance": 0.4}
    assert saved.model == "kling-1.5-pro"


def test_what_is_emptied_is_empty(draft):
    saved = drafts.save(draft, typed(PHONE, "", seen=1, count=2))

    assert saved.values["prompt"] == ""


def test_a_draft_is_its_owners_alone(draft, alice, bob):
    assert list(Draft.objects.visible_to(alice)) == [draft]
    assert list(Draft.objects.visible_to(bob)) == []
