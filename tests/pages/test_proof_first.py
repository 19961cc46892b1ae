"""Proof, then final, as a project's switch: who turns it, and that it is written down."""

import pytest

from studio.accounts.models import Activity, Membership, Project
from tests.pages.visiting import visit


def change(person, project, **given):
    return visit(person).post(f"/settings/projects/{project.pk}/change/", {"name": project.name, **given})


def wants(project) -> bool:
    return Project.objects.get(pk=project.pk).proof_first


@pytest.mark.parametrize("role", ["owner", "producer"])
def test_owners_and_producers_turn_it_on_and_off(role, project, bob):
    Membership.objects.filter(user=bob).update(role=role)
    change(bob, project, proofs="yes")
    assert wants(project)
    assert "Proof, then final" in visit(bob).get("/settings/projects/").content.decode()
    change(bob, project, proofs="no")
    assert not wants(project)
    verbs = Activity.objects.filter(verb__startswith="proofs").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["proofs-wanted", "proofs-not-wanted"]


@pytest.mark.parametrize("role", ["artist", "reviewer", "guest"])
def test_others_do_not_and_see_no_switch(role, project, bob):
    Membership.objects.filter(user=bob).update(role=role)
    change(bob, project, proofs="yes")
    assert not wants(project)
    assert 'name="proofs"' not in visit(bob).get("/settings/projects/").content.decode()


def test_another_name_alone_leaves_the_switch(project, alice):
    Project.objects.filter(pk=project.pk).update(proof_first=True)
    change(alice, project)
    assert wants(project)
    assert not Activity.objects.filter(verb__startswith="proofs").exists()
