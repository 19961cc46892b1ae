"""Proof, then final: what is held back, with which words, and what lets it pass."""

import uuid
from dataclasses import replace

import pytest

from studio.accounts.models import Project
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs import actions as jobs
from studio.jobs import batches, gates
from studio.jobs.actions import CannotSubmit
from studio.jobs.models import Job
from studio.library.models import Asset
from studio.review import actions, proofs
from tests.library.making import RECIPE, row

FINAL = replace(Recipe.from_json(RECIPE), provider="kling")
RUNWARE = replace(FINAL, provider="runware", values={**FINAL.values, "width": 1920, "height": 1080})


@pytest.fixture
def proof(alice):
    """An animatic."""
    made = row(alice)
    made.save()
    return made


@pytest.fixture
def strict(project):
    """Alice's project, which wants a proof first."""
    Project.objects.filter(pk=project.pk).update(proof_first=True)
    project.refresh_from_db()
    return project


def final_of(asset: Asset, **values) -> Recipe:
    return replace(FINAL, derived_from=str(asset.pk), values={**FINAL.values, **values})


def test_without_the_switch_nothing_is_asked(project, alice):
    assert proofs.wanting(alice, project, FINAL) == ""


def test_without_a_proof_a_final_is_held_back_with_what_to_do(strict, proof, alice):
    for recipe in (FINAL, final_of(proof), replace(FINAL, derived_from="made up")):
        words = proofs.wanting(alice, strict, recipe)
        assert "wants a proof first, and none of this shot is approved" in words
        assert "press Remix and choose Kling 3.0 Pro" in words


def test_what_is_no_final_passes(strict, alice):
    for recipe in (replace(FINAL, provider="animatic"), replace(FINAL, model="kling-3.0-standard")):
        assert proofs.wanting(alice, strict, recipe) == ""


def test_an_approved_proof_lets_the_same_shot_pass(strict, proof, alice, bob):
    actions.judge(bob, proof, "approved")
    assert proofs.wanting(alice, strict, final_of(proof)) == ""
    words = proofs.wanting(alice, strict, final_of(proof, prompt="Something else"))
    assert words.startswith("What was approved, v1, differs from this in: prompt.")


@pytest.mark.parametrize("word", ["in-review", "changes", "rejected"])
def test_other_words_are_no_approval_and_one_no_outweighs_a_yes(word, strict, proof, alice, bob):
    actions.judge(bob, proof, word)
    assert proofs.wanting(alice, strict, final_of(proof))
    actions.judge(alice, proof, "approved")
    assert bool(proofs.wanting(alice, strict, final_of(proof))) is (word != "in-review")


def test_any_approved_version_of_the_stack_is_a_proof(strict, proof, alice, bob):
    Asset.objects.filter(pk=proof.pk).update(stack=proof.pk)
    second = row(alice, stack=proof.pk, version=2, derived_from=proof.pk)
    second.save()
    actions.judge(bob, proof, "final", this_one=True)
    assert proofs.wanting(alice, strict, final_of(second)) == ""


def test_a_binned_proof_and_one_that_one_does_not_see_prove_nothing(strict, proof, alice, bob, charlie):
    actions.judge(bob, proof, "approved")
    assert proofs.wanting(charlie, strict, final_of(proof))
    Asset.objects.filter(pk=proof.pk).update(binned_at=clock.now())
    assert proofs.wanting(alice, strict, final_of(proof))


def test_submitting_asks_the_gate_and_makes_nothing(strict, proof, alice, team):
    draft = replace(FINAL, model="kling-3.0-standard", provider="animatic")
    assert jobs.submit(alice, team, strict, draft, uuid.uuid4().hex)
    assert proofs.gate in gates.GATES
    before = Job.objects.count()
    for submit in (
        lambda: gates.require(alice, strict, final_of(proof)),
        lambda: jobs.submit(alice, team, strict, RUNWARE, uuid.uuid4().hex),
        lambda: batches.run(alice, strict, RUNWARE, 2, uuid.uuid4().hex),
    ):
        with pytest.raises(CannotSubmit, match="wants a proof first"):
            submit()
    assert Job.objects.count() == before
