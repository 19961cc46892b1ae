"""The history of the account: every job ever, whatever became of it, found by what one remembers of it."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studio.accounts.activity import record
from studio.accounts.models import Project
from studio.core import clock
from studio.jobs import history as reading
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.pages import history
from tests.live.making import make_job
from tests.walks import walk


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def mine(alice):
    return browser(alice)


@pytest.fixture
def every(alice, bob, team):
    """One job in each state, and one that is held; two are Bob's."""
    made = {state: make_job(alice, state, title=f"It is {state}") for state in State}
    held = {"held_because": "Held by Alice Archer.", "held_at": clock.now()}
    made["held"] = make_job(bob, State.QUEUED, title="It is kept back", **held)
    Job.objects.filter(pk=made[State.READY].pk).update(
        owner=bob,
        provider="kling",
        model="kling-2.1-master",
        task="image-to-video",
        estimate_amount=Decimal("1.40"),
        billed_state="yes",
        billed_amount=Decimal("1.44"),
        billed_currency="USD",
    )
    Job.objects.filter(pk=made[State.FAILED].pk).update(
        error="Kling ran out of film.", billed_state="no", created_at=clock.now() - timedelta(days=40)
    )
    Job.objects.filter(pk=made[State.REFUSED].pk).update(project=Project.objects.create(team=team, name="Harbour"))
    return made


def titles(answer) -> list[str]:
    return [line.job.title.removeprefix("It is ") for line in answer.context["lines"]]


def test_every_job_has_a_line_whatever_became_of_it(mine, every):
    answer = mine.get("/queue/history/")

    assert set(titles(answer)) == {*map(str, State), "kept back"}
    body = answer.content.decode()
    assert "Kling ran out of film." in body
    assert "$1.44" in body
    assert "Held" in body


FILTERS = (
    ("state=failed", {"failed"}),
    ("state=held", {"kept back"}),
    ("state=nonsense&person=x&since=yesterday", {*map(str, State), "kept back"}),
    ("model=kling-2.1-master", {"ready"}),
    ("provider=kling", {"ready"}),
    ("task=image-to-video", {"ready"}),
    ("cost=billed", {"ready"}),
    ("cost=from-1", {"ready"}),
    ("cost=from-10", set()),
    ("cost=free", {"failed"}),
    ("words=out+of+FILM", {"failed"}),
    ("words=kept+back", {"kept back"}),
    ("until={long_ago}", {"failed"}),
    ("since={today}&state=failed", set()),
    ("person={bob}", {"ready", "kept back"}),
    ("project={harbour}", {"refused"}),
    ("person={bob}&cost=billed", {"ready"}),
)


@walk(("query", "expected"), FILTERS, lambda query, expected: query)
def test_each_filter_leaves_what_fits(mine, every, bob, query, expected):
    harbour = Project.objects.filter(name="Harbour").values_list("pk", flat=True).first()
    days = {"today": clock.now().date(), "long_ago": clock.now().date() - timedelta(days=30)}

    answer = mine.get("/queue/history/?" + query.format(bob=bob.pk, harbour=harbour, **days))

    assert set(titles(answer)) == expected


def test_pages_hold_every_job_once_also_those_of_one_moment(alice, mine, monkeypatch):
    monkeypatch.setattr(history, "PAGE", 3)
    at = clock.now()
    for number in range(7):
        make_job(alice, State.READY, title=str(number), created_at=at)

    seen, address = [], "/queue/history/"
    while address:
        answer = mine.get(address)
        seen += titles(answer)
        address = answer.context["older"]

    assert sorted(seen) == list("0123456")


def test_the_table_can_be_taken_away_whole_and_runs_nothing(mine, alice, every):
    make_job(alice, State.READY, title="=HYPERLINK(1)")

    rows = list(csv.DictReader(io.StringIO(body_of(mine.get("/queue/history.csv")))))

    assert len(rows) == len(State) + 2
    ready = next(row for row in rows if row["job"] == "It is ready")
    assert (ready["state"], ready["billed"], ready["billed_amount"]) == ("ready", "yes", "1.440000")
    assert (ready["person"], ready["estimate"], ready["provider"]) == ("Bob Baker", "1.400000", "Kling")
    assert next(row for row in rows if row["state"] == "held")["job"] == "It is kept back"
    assert any(row["job"] == "'=HYPERLINK(1)" for row in rows)


def body_of(answer) -> str:
    async def read() -> bytes:
        return b"".join([part async for part in answer])

    return async_to_sync(read)().decode()


def test_a_line_leads_to_its_job_with_what_was_sent_what_happened_and_the_way_to_repeat_it(mine, every):
    failed = every[State.FAILED]
    assert f"/jobs/{failed.pk}/" in mine.get("/queue/history/").content.decode()

    body = mine.get(f"/jobs/{failed.pk}/").content.decode()

    assert f'id="job-{failed.pk}"' in body
    assert "What was sent" in body
    assert f"?change={failed.pk}" in body
    assert "Free" in body


def test_a_stranger_sees_no_line_and_no_job(charlie, every):
    theirs = browser(charlie)

    assert titles(theirs.get("/queue/history/")) == []
    assert theirs.get(f"/jobs/{every[State.READY].pk}/").status_code == 404
    assert "It is" not in body_of(theirs.get("/queue/history.csv"))


def test_a_private_job_has_its_line_for_its_maker_alone(alice, bob, team):
    place = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")
    job = make_job(bob, State.READY, title="Nobody knows", project=place)

    assert titles(browser(bob).get("/queue/history/")) == ["Nobody knows"]
    assert titles(browser(alice).get("/queue/history/")) == []
    assert browser(alice).get(f"/jobs/{job.pk}/").status_code == 404
    assert "Submarine" not in browser(alice).get("/queue/history/").content.decode()


def test_a_long_history_asks_no_more_than_a_short_one(mine, alice):
    make_job(alice, State.READY)
    mine.get("/queue/history/")  # what is asked for once
    with CaptureQueriesContext(connection) as short:
        mine.get("/queue/history/")
    for _ in range(30):
        make_job(alice, State.READY)

    with CaptureQueriesContext(connection) as long:
        mine.get("/queue/history/")

    assert len(long) == len(short) <= 26


def test_the_newest_page_is_read_in_the_order_of_an_index(alice, team):
    make_job(alice, State.READY)

    plan = reading.jobs_of(alice, team).newest_first()[:50].explain()

    assert "job_newest_of_team" in plan, plan
    assert "TEMP B-TREE" not in plan


# The log of activity


def test_the_log_is_read_by_who_runs_the_team_and_ones_own_part_by_all(alice, bob, charlie, team, project):
    record("project-made", team=team, by=alice, of=project)
    record("role-changed", team=team, by=bob, of=bob, words="Bob Baker: artist")

    def seen(person) -> str:
        return browser(person).get("/settings/activity/?group=team").content.decode()

    assert "made the project" in seen(alice)
    assert "Bob Baker: artist" in seen(alice)
    assert "made the project" not in seen(bob)
    assert "Bob Baker: artist" in seen(bob)
    assert "First project</b>" not in seen(charlie)


def test_the_log_is_narrowed_by_what_by_whom_and_when_and_taken_away_as_a_table(alice, bob, mine, team, project):
    record("project-made", team=team, by=alice, of=project)
    record("job-sent", team=team, by=bob, of=make_job(bob))
    far = clock.now().date() + timedelta(days=2)

    def lines(query: str) -> list[str]:
        return [line.verb for line, _ in mine.get(f"/settings/activity/?{query}").context["lines"]]

    assert lines("group=jobs") == ["job-sent"]
    assert lines(f"person={bob.pk}") == ["job-sent"]
    assert lines(f"since={far}") == []
    assert set(lines("group=nonsense&until=x")) == {"job-sent", "project-made", "signed-in"}
    rows = list(csv.DictReader(io.StringIO(body_of(mine.get("/settings/activity.csv?group=team")))))
    assert [(row["person"], row["verb"], row["what"]) for row in rows] == [
        ("Alice Archer", "project-made", "First project")
    ]


def test_a_long_log_goes_on_where_the_page_before_ended(mine, alice, team, project, monkeypatch):
    monkeypatch.setattr("studio.pages.activity.PAGE", 4)
    for number in range(9):
        record("project-renamed", team=team, by=alice, of=project, words=str(number))

    seen, address = [], "/settings/activity/?group=team"
    while address:
        answer = mine.get(address)
        seen += [line.words for line, _ in answer.context["lines"]]
        address = answer.context["older"]

    assert seen == list("876543210")
