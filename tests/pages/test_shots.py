"""Lists and tables of shots, and separate shots, as the page answers: nothing made by halves, every yes asked for."""

import json
import re

import pytest

from studio.accounts.models import Membership
from studio.jobs.models import Chain, Draft, Job
from tests.jobs.conftest import toy  # noqa: F401
from tests.jobs.spending import budget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]
HTMX = {"headers": {"HX-Request": "true"}}
SHOTS = [{"prompt": "A pier", "duration": 5}, {"prompt": "=HYPERLINK()", "duration": 3}]


def form(model: str = "kling-2.6-pro", task: str = "text-to-video", **changes) -> dict[str, str]:
    """What the composer posts for two shots below a form that takes none, through the Toy."""
    here = {"shown": f"{model} {task} runware", "model": model, "task": task, "via": "runware"}
    return here | {"key": "k1", "page": "p1", "size": "1920x1080", "shots": json.dumps(SHOTS)} | changes


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def test_shots_below_a_form_without_them_are_kept_with_the_draft(hers):
    hers.post("/create/draft/", form(), **HTMX)
    assert Draft.objects.get().values["kept"]["shots"] == SHOTS

    hers.post("/create/draft/", form(shots="[]", kept=json.dumps({"shots": SHOTS})), **HTMX)

    assert "shots" not in Draft.objects.get().values["kept"]


def test_shots_that_cannot_be_read_leave_those_that_are_kept(hers):
    hers.post("/create/draft/", form(shots="[{", kept=json.dumps({"shots": SHOTS})), **HTMX)

    assert Draft.objects.get().values["kept"]["shots"] == SHOTS


def test_a_list_that_is_wrong_stays_with_the_draft_and_changes_no_shot(hers):
    page = hers.post("/create/shots/", form(read="list", shot_list="1) 2.5s One <b>"), **HTMX).content.decode()

    assert "Line 1: “2.5” seconds; a shot lasts whole seconds, 1 to 10." in page
    assert "1) 2.5s One &lt;b&gt;" in page
    assert Draft.objects.get().values["shot_list"] == "1) 2.5s One <b>"
    assert Draft.objects.get().values["kept"]["shots"] == SHOTS


def test_the_table_has_what_stands_on_the_page_and_no_formula(hers):
    answer = hers.post("/create/shots.csv", form())

    assert answer["Content-Disposition"] == 'attachment; filename="shots.csv"'
    assert answer.content.decode("utf-8-sig") == "shot,seconds,prompt\r\n1,5,A pier\r\n2,3,'=HYPERLINK()\r\n"


def test_a_film_of_separate_shots_is_made_once_and_the_page_says_so(hers):
    several, once = (hers.post("/create/draft/", form(takes=takes), **HTMX).content.decode() for takes in ("3", "1"))

    assert "Made once: 3 takes are for one clip." in several
    assert "Made once" not in once


def test_where_a_model_makes_no_clips_there_are_no_shots(hers):
    picture = form("kling-image-o1", "text-to-image")

    assert hers.post("/create/shots/", picture | {"read": "list", "shot_list": "1s One"}, **HTMX).status_code == 404
    assert hers.post("/create/chain/", picture, **HTMX).status_code == 404


def test_an_unknown_price_in_the_sum_is_asked_about_and_nothing_is_made_before(hers):
    asked = hers.post("/create/chain/", form(), **HTMX)
    page = asked.content.decode()
    assert (asked.status_code, Job.objects.count(), Chain.objects.count()) == (422, 0, 0)
    assert "The price is not known" in page
    yes = re.search(r'id="send-apart-yes"[^>]*hx-vals="([^"]*)"', page)[1].replace("&quot;", '"')

    answer = hers.post("/create/chain/", form(**json.loads(yes)), **HTMX)
    again = hers.post("/create/chain/", form(**json.loads(yes)), **HTMX)

    assert (answer.status_code, again.status_code) == (200, 200)
    assert [job.unknown_price_accepted for job in Job.objects.all()] == [True, True]
    page = answer.content.decode()
    assert len(re.findall(r'<li[^>]* id="job-', page)) == 2 and "send-apart-yes" not in page


def test_over_a_budget_the_shots_are_sent_for_approval_as_a_whole_and_let_through_so(hers, team):
    budget(team, "0")
    asked = hers.post("/create/chain/", form(unknown_price="yes"), **HTMX)
    page = asked.content.decode()
    assert asked.status_code == 422 and not Job.objects.exists()
    assert "can raise it or let the shots through." in page and "Send for approval · price ?" in page
    yes = re.search(r'id="send-apart-yes"[^>]*hx-vals="([^"]*)"', page)[1].replace("&quot;", '"')

    hers.post("/create/chain/", form(**json.loads(yes)), **HTMX)
    first, second = Job.objects.order_by("created_at")
    assert (first.needs_approval, second.needs_approval) == (True, True)
    assert hers.get("/settings/budgets/").content.decode().count("Let all through") == 1
    page = hers.post(f"/jobs/{first.pk}/approval/", **HTMX).content.decode()

    assert len(re.findall(r'<li[^>]* id="job-', page)) == 2
    assert [job.needs_approval and bool(job.held_because) for job in Job.objects.all()] == [False, False]


def test_who_may_not_make_jobs_runs_no_shots(hers, alice):
    Membership.objects.filter(user=alice).update(role="reviewer")

    assert hers.post("/create/chain/", form(unknown_price="yes"), **HTMX).status_code == 403
    assert not Job.objects.exists()
