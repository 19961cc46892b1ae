"""Revise from notes: what the composer opens with, what it keeps, and what becomes of it when it is sent."""

from uuid import uuid4

import pytest

from studio.accounts.models import Project
from studio.jobs.models import Draft, Job
from studio.library.models import Asset
from studio.pages import revising
from studio.review import actions
from studio.review.actions import Said
from tests.library.making import RECIPE, row
from tests.pages.visiting import visit

ANIMATIC = RECIPE | {"model": "kling-3.0-standard"}
SHOTS = {"shots": [{"prompt": "A pier", "duration": 3}, {"prompt": "A boat", "duration": 3}], "shot_style": "customize"}


@pytest.fixture
def clip(alice):
    made = row(alice, recipe=ANIMATIC)
    made.save()
    return made


@pytest.fixture
def notes(clip, bob):
    given = (("The cup jumps", 36), ("Warmer  light,\nplease", None))
    return [actions.write(bob, clip, Said(id=uuid4(), words=words, frame=frame)) for words, frame in given]


def page(person, address: str) -> str:
    return visit(person).get(address).content.decode()


def form(origin="", **more) -> dict:
    about = {"model": ANIMATIC["model"], "task": ANIMATIC["task"], "via": "animatic", "page": uuid4().hex, "count": 1}
    about |= {"shown": f"{ANIMATIC['model']} {ANIMATIC['task']} animatic", "key": uuid4().hex}
    values = {"prompt": "A harbour at noon", "duration": "5", "size": "1280x720", "width": "1280", "height": "720"}
    return about | values | ({"derived_from": str(origin), "as_version": "yes"} if origin else {}) | more


def post(person, address: str, given: dict):
    return visit(person).post(address, given, headers={"HX-Request": "true"})


def test_the_viewer_leads_to_the_composer(clip, alice):
    assert f'href="/create/?revise={clip.pk}"' in page(alice, f"/assets/{clip.pk}/")


def test_the_composer_opens_with_the_recipe_the_notes_and_their_words_as_they_are(clip, notes, alice):
    html = page(alice, f"/create/?revise={clip.pk}")

    assert "Becomes v2" in html
    assert f'name="derived_from" data-own value="{clip.pk}"' in html
    assert ">\nA harbour at dusk\nWarmer light, please\nThe cup jumps</textarea>" in html
    for note in notes:
        assert f'name="revised" value="{note.pk}"' in html
    assert "00:00:01:12" in html


def test_a_remix_shows_the_notes_and_leaves_the_prompt_alone(clip, notes, alice):
    html = page(alice, f"/create/?remix={clip.pk}")
    assert "Becomes v2" in html
    assert ">\nA harbour at dusk</textarea>" in html
    assert f'name="revised" value="{notes[0].pk}"' in html


def test_of_a_storyboard_words_go_to_the_shot_that_is_on_screen(clip, notes, alice):
    late = actions.write(alice, clip, Said(id=uuid4(), words="Too long", frame=100))
    values = revising.prepared(SHOTS, clip, alice)
    assert [shot["prompt"] for shot in values["shots"]] == [
        "A pier\nWarmer light, please\nThe cup jumps",
        f"A boat\n{late.words}",
    ]


def test_without_open_notes_nothing_is_prepared(clip, notes, alice):
    for note in notes:
        actions.resolve(alice, note)
    assert ">\nA harbour at dusk</textarea>" in page(alice, f"/create/?revise={clip.pk}")


def test_ticks_and_the_switch_are_kept_with_the_draft(clip, notes, alice):
    post(alice, "/create/draft/", form(clip.pk, revised=str(notes[0].pk)))
    draft = Draft.objects.get()
    assert revising.kept(draft.values) == revising.Revising(str(clip.pk), False, frozenset({str(notes[0].pk)}))

    html = page(alice, f"/create/?draft={draft.pk}")
    assert "1 of 2 ticked off" in html
    assert f'value="{notes[0].pk}" checked' in html

    alone = form(clip.pk)
    del alone["as_version"]
    assert "A thing of its own" in post(alice, "/create/draft/", alone).content.decode()


def test_what_is_sent_says_what_it_is_derived_from(clip, alice):
    answer = post(alice, "/jobs/", form(clip.pk))
    assert answer.status_code == 200, answer.content.decode()[:2000]
    assert Job.objects.get().recipe["derived_from"] == str(clip.pk)


def test_a_thing_of_its_own_a_strangers_file_and_nothing_are_not_written_into_it(clip, alice, charlie):
    strange = row(charlie)
    strange.save()
    apart = form(clip.pk)
    del apart["as_version"]
    for given in (apart, form(strange.pk), form(), form("made up")):
        assert post(alice, "/jobs/", given).status_code == 200
    assert all("derived_from" not in job.recipe for job in Job.objects.all())
    assert Job.objects.count() == 4


def test_a_job_that_came_to_nothing_is_still_to_be_the_next_version(clip, alice):
    post(alice, "/jobs/", form(clip.pk))
    assert "Becomes v2" in page(alice, f"/create/?change={Job.objects.get().pk}")


def test_going_on_from_a_clip_makes_no_version_of_it(clip, alice):
    post(alice, "/create/draft/", form(clip.pk))
    still = row(alice, kind="image", name="A frame", duration_s=None, fps=None, frames=None)
    still.save()
    html = page(alice, f"/create/?continue={clip.pk}~{still.pk.hex}")
    assert "Becomes v" not in html


def test_a_part_of_another_recipe_leaves_the_draft_what_it_is(clip, alice):
    post(alice, "/create/draft/", form(clip.pk))
    other = row(alice, recipe=ANIMATIC, name="Another")
    other.save()
    html = page(alice, f"/create/?remix={other.pk}&take=prompt&onto=last")
    assert f'name="derived_from" data-own value="{clip.pk}"' in html


def test_a_file_that_one_does_not_see_is_not_named(clip, notes, alice, bob):
    post(bob, "/create/draft/", form(clip.pk))
    own = Project.objects.create(team=clip.team, name="Mine", made_by=alice, visibility="private")
    Asset.objects.filter(pk=clip.pk).update(project=own)
    assert "Becomes v2" not in page(bob, "/create/")


def test_a_recipe_that_makes_something_else_says_so_and_what_was_chosen_stays(clip, alice):
    image = {"model": "kling-image-o1", "task": "text-to-image", "via": "animatic"}
    said = post(alice, "/create/draft/", form(clip.pk) | image).content.decode()
    assert "Becomes v2" not in said
    assert "it makes something else with" in said
    assert '<input type="hidden" name="as_version" value="yes">' in said
    assert revising.kept(Draft.objects.get().values).derived_from == str(clip.pk)


# Proof, then final


def test_the_composer_says_before_one_sends_that_a_proof_is_wanted(clip, alice, bob, project):
    Project.objects.filter(pk=project.pk).update(proof_first=True)
    final = form(clip.pk, model="kling-3.0-pro", via="kling", prompt="A harbour at dusk")
    final["shown"] = "kling-3.0-pro text-to-video kling"
    said = post(alice, "/create/draft/", final).content.decode()
    assert 'id="proof-first"' in said
    assert "wants a proof first" in said

    actions.judge(bob, clip, "approved")
    assert 'id="proof-first"' not in post(alice, "/create/draft/", final).content.decode()
    assert 'id="proof-first"' in post(alice, "/create/draft/", final | {"prompt": "Else"}).content.decode()
