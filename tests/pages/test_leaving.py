"""Leaving a team, and being taken off it: what stays, what ends, and who may."""

import html

import pytest

from studio.accounts.models import Activity, Membership, Project
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.library.models import Asset

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def cast(alice, bob):
    return {"alice": alice, "bob": bob}


def place(user, team):
    return Membership.objects.get(user=user, team=team)


def url(user, team) -> str:
    return f"/settings/team/{place(user, team).pk}/leaving/"


def a_job(owner, project, state=State.QUEUED):
    job = Job.objects.create(
        team=project.team,
        project=project,
        owner=owner,
        idempotency_key=state.value,
        title="A pier",
        recipe={"model": "kling-2.5-turbo-pro", "task": "text-to-video", "provider": "animatic", "values": {}},
        model="kling-2.5-turbo-pro",
        task="text-to-video",
        provider="animatic",
    )
    Job.objects.filter(pk=job.pk).update(state=state.value)
    return job


def test_who_leaves_is_told_what_stays_and_what_ends(client, bob, team, project):
    Project.objects.create(team=team, name="Mine", made_by=bob, visibility="private")
    a_job(bob, project)
    a_job(bob, project, State.RUNNING)
    client.force_login(bob)

    page = client.get(url(bob, team)).content.decode()

    assert "0 files and 0 notes stay with the team, under your name." in page
    assert "1 private project stays as it is: nobody else can open it" in page
    assert "1 job is with a provider, and paid for: the results come to the team." in page
    assert "1 job waits to be sent and is called off." in page


def test_bob_leaves_and_what_he_had_not_sent_is_called_off(client, bob, alice, team, project):
    waiting, running = a_job(bob, project), a_job(bob, project, State.RUNNING)
    client.force_login(bob)

    assert client.post(url(bob, team)).url == "/settings/"
    assert "You are off Alice" in html.unescape(client.get("/settings/").content.decode())

    assert not Membership.objects.filter(user=bob, team=team).exists()
    assert Job.objects.get(pk=waiting.pk).state == State.CANCELLED
    assert Job.objects.get(pk=running.pk).state == State.RUNNING
    assert client.get("/library/").status_code == 404
    assert Activity.objects.filter(verb="person-left", team_id=team.pk, person=bob).exists()


def test_an_owner_takes_somebody_off_and_after_a_new_invitation_all_is_there_again(client, alice, bob, team):
    secret = Project.objects.create(team=team, name="Mine", made_by=bob, visibility="private")
    client.force_login(alice)

    client.post(url(bob, team))

    assert not Project.objects.visible_to(bob).exists()
    assert not Project.objects.visible_to(alice).filter(pk=secret.pk).exists()
    given = {"name": "Bob Baker", "email": bob.email, "role": "artist", "monthly": ""}
    client.post("/settings/team/invitations/", given)
    assert Project.objects.visible_to(bob).filter(pk=secret.pk).exists()


@pytest.mark.parametrize(
    ("by", "role", "whom", "words"),
    [
        ("alice", Role.ARTIST, "alice", "is the only owner"),
        ("bob", Role.ARTIST, "alice", "Only owners and producers"),
        ("bob", Role.GUEST, "alice", "Only owners and producers"),
        ("bob", Role.PRODUCER, "alice", "Only an owner takes an owner off"),
    ],
)
def test_who_may_not_is_told_why_and_nothing_happens(client, cast, by, role, whom, words):
    Membership.objects.filter(user=cast["bob"]).update(role=role)
    client.force_login(cast[by])

    answer = client.post(url(cast[whom], cast["alice"].teams.get()))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Membership.objects.count() == 2


def test_a_stranger_finds_nothing_there(client, charlie, bob, team):
    client.force_login(charlie)

    assert client.post(url(bob, team)).status_code == 404
    assert Membership.objects.filter(user=bob, team=team).exists()


def test_the_files_of_who_has_left_stay_with_the_team(client, alice, bob, team, project):
    Asset.objects.create(
        team=team,
        project=project,
        owner=bob,
        origin="upload",
        name="a.png",
        kind="image",
        format="png",
        mime="image/png",
        bytes=1,
        sha256="0" * 64,
        source_sha256="0" * 64,
    )
    client.force_login(bob)
    client.post(url(bob, team))

    assert Asset.objects.visible_to(alice).count() == 1
    assert not Asset.objects.visible_to(bob).exists()
