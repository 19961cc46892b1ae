"""The queue: whose jobs, on which shelf, in which words, and what one can do with them."""

from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from studio.core import clock
from studio.jobs import actions
from studio.jobs.card import Card, cards
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.pages import queue
from tests.live.making import make_job

pytestmark = pytest.mark.django_db
URL = "/queue/"


def page_of(client, user, query: str = "") -> str:
    client.force_login(user)
    return client.get(URL + query).content.decode()


def card_of(job) -> Card:
    [card] = cards([job])
    return card


class Jobs(HTMLParser):
    """Which jobs lie in which place of the page: {"waiting": ["job-…"]}."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.places: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "data-place" in given:
            self.here = self.places.setdefault(given["data-place"], [])
        if given.get("class") == "job":
            self.here.append(given["id"])


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in(client):
    answer = client.get(URL)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_it_holds_the_teams_jobs_and_no_others(client, alice, bob, charlie):
    mine, his, strangers = make_job(alice), make_job(bob), make_job(charlie)

    page = page_of(client, alice)

    assert f"job-{mine.pk}" in page
    assert f"job-{his.pk}" in page
    assert str(strangers.pk) not in page


def test_mine_holds_mine_alone_and_takes_no_others_later(client, alice, bob):
    mine, his = make_job(alice), make_job(bob)

    page = page_of(client, alice, "?whose=mine")

    assert f"job-{mine.pk}" in page
    assert str(his.pk) not in page
    assert f'id="jobs" data-owner="{alice.pk}"' in page


@pytest.mark.parametrize(
    ("state", "facts", "shelf"),
    [
        (State.QUEUED, {}, "waiting"),
        (State.SENDING, {}, "running"),
        (State.RUNNING, {}, "running"),
        (State.FETCHING, {}, "running"),
        (State.FETCHING, {"fetch_error": "The file ended early."}, "attention"),
        (State.UNKNOWN, {}, "attention"),
        (State.REFUSED, {"error": "No."}, "attention"),
        (State.FAILED, {"error": "It broke."}, "attention"),
        (State.READY, {}, "done"),
        (State.CANCELLED, {}, "done"),
    ],
)
def test_every_state_has_its_shelf(client, alice, state, facts, shelf):
    job = make_job(alice, state, **facts)

    places = Jobs(page_of(client, alice)).places

    assert places[shelf] == [f"job-{job.pk}"]
    assert sum(map(len, places.values())) == 1


def test_all_shelves_are_there_for_jobs_to_move_to(client, alice):
    assert list(Jobs(page_of(client, alice)).places) == ["attention", "held", "waiting", "running", "done"]


def test_the_newest_job_lies_on_top_but_of_those_that_wait_the_next_one(client, alice):
    now = clock.now()
    for state, place in ((State.QUEUED, "waiting"), (State.RUNNING, "running")):
        old, new = (make_job(alice, state, created_at=now - timedelta(minutes=ago)) for ago in (9, 1))
        on_top = [old, new] if place == "waiting" else [new, old]
        assert Jobs(page_of(client, alice)).places[place] == [f"job-{job.pk}" for job in on_top]

    moved = actions.move_first(alice, Job.objects.filter(state=State.QUEUED).latest("created_at"))

    assert Jobs(page_of(client, alice)).places["waiting"][0] == f"job-{moved.pk}"


def test_what_was_finished_last_lies_on_top_of_what_is_done(client, alice):
    now = clock.now()
    began_first, began_last = (make_job(alice, State.READY, created_at=now - timedelta(minutes=ago)) for ago in (9, 1))
    for job, ago in ((began_first, 1), (began_last, 2)):
        job.finished_at = now - timedelta(seconds=ago)
        job.save()

    assert Jobs(page_of(client, alice)).places["done"] == [f"job-{began_first.pk}", f"job-{began_last.pk}"]


def test_older_finished_jobs_are_a_link_away(client, alice):
    for _ in range(41):
        make_job(alice, State.READY)

    page = page_of(client, alice)

    assert len(Jobs(page).places["done"]) == 40
    assert 'href="?done=80"' in page
    assert len(Jobs(page_of(client, alice, "?done=80")).places["done"]) == 41


def test_of_a_long_shelf_the_first_are_drawn_and_the_rest_counted(client, alice, monkeypatch):
    monkeypatch.setattr(queue, "MOST_OPEN", 3, raising=False)
    made = [make_job(alice, created_at=clock.now() - timedelta(minutes=ago)) for ago in range(5)]
    make_job(alice, State.RUNNING)

    page = page_of(client, alice)

    places = Jobs(page).places
    assert places["waiting"] == [f"job-{job.pk}" for job in made[:1:-1]]
    assert len(places["running"]) == 1
    assert "2 jobs more lie here, not drawn." in page


@pytest.mark.parametrize("done", ["", "-1", "x", "99999999999999999999", "9" * 5000, "١"])
def test_a_strange_number_of_finished_jobs_is_no_error(client, alice, done):
    make_job(alice, State.READY)

    assert len(Jobs(page_of(client, alice, f"?done={done}")).places["done"]) == 1


def test_the_number_of_queries_does_not_grow_with_the_jobs(client, alice, django_assert_max_num_queries):
    make_job(alice)
    page_of(client, alice)
    for state in list(State) * 3:
        make_job(alice, state)

    with django_assert_max_num_queries(25):
        client.get(URL)


# What a card says


@pytest.mark.parametrize(
    ("state", "facts", "words"),
    [
        (State.QUEUED, {}, "Free"),
        (State.QUEUED, {"estimate_amount": Decimal("0.84")}, "Not billed yet · $0.84"),
        (State.RUNNING, {"estimate_amount": Decimal("0.84"), "estimate_exact": False}, "Billed when done · ~$0.84"),
        (State.UNKNOWN, {"estimate_amount": Decimal("0.84")}, "Maybe billed $0.84"),
        (
            State.FETCHING,
            {"billed_state": "yes", "billed_amount": Decimal("0.84"), "billed_currency": "USD"}
            | {"estimate_amount": None, "estimate_currency": ""},
            "Billed $0.84",
        ),
        (State.QUEUED, {"estimate_amount": None, "estimate_currency": ""}, "Not billed yet · price ?"),
        (State.READY, {"billed_state": "no"}, "Free"),
        (
            State.READY,
            {"billed_state": "yes", "billed_amount": Decimal("0.84"), "billed_currency": "USD"}
            | {"estimate_amount": Decimal("0.84")},
            "Billed $0.84, as quoted",
        ),
        (
            State.READY,
            {"billed_state": "yes", "billed_amount": Decimal("0.90"), "billed_currency": "USD"}
            | {"estimate_amount": Decimal("0.84")},
            "Billed $0.90, $0.06 more than estimated",
        ),
        (
            State.READY,
            {"billed_state": "yes", "billed_amount": Decimal("5"), "billed_currency": "units"}
            | {"estimate_amount": Decimal("0.84")},
            "Billed 5.00 units",
        ),
        (
            State.READY,
            {"billed_state": "yes", "billed_amount": Decimal("0.84"), "billed_currency": "USD"}
            | {"estimate_amount": Decimal("0.84"), "estimate_exact": False},
            "Billed $0.84, as estimated",
        ),
        (State.READY, {"billed_state": "yes"}, "Billed, amount not told"),
        (State.FAILED, {"billed_state": "no", "estimate_amount": Decimal("0.84")}, "Not billed"),
        (State.FAILED, {"billed_state": "unknown"}, "Billing unknown"),
    ],
)
def test_money_is_said_in_words(alice, state, facts, words):
    assert card_of(make_job(alice, state, **facts)).money == words


def test_a_bill_is_marked_when_it_is_more_than_a_twentieth_from_the_estimate(client, alice):
    bill = {"billed_state": "yes", "billed_currency": "USD", "estimate_amount": Decimal("1.00")}
    near, far = (make_job(alice, State.READY, billed_amount=Decimal(paid), **bill) for paid in ("1.05", "0.94"))

    page = page_of(client, alice)

    assert [card_of(job).is_far_from_estimate for job in (near, far)] == [False, True]
    assert page.count("data-apart") == 1


@pytest.mark.parametrize(
    ("state", "facts", "actions"),
    [
        (State.QUEUED, {}, ["Earlier", "Later", "Before everybody's", "Next", "Hold", "Cancel"]),
        (State.QUEUED, {"priority": 1}, ["Earlier", "Later", "In its turn again", "Next", "Hold", "Cancel"]),
        (State.QUEUED, {"held_because": "Held by Bob Baker."}, ["Release", "Cancel"]),
        (State.QUEUED, {"slot_at": clock.now()}, ["Cancel"]),
        (State.RUNNING, {}, ["Cancel"]),
        (State.RUNNING, {"provider": "fal"}, ["Ask to cancel"]),
        (State.RUNNING, {"lost_since": clock.now() - timedelta(minutes=3)}, ["Fetch again", "Treat as lost"]),
        (State.RUNNING, {"cancel_requested_at": clock.now()}, []),
        (State.FETCHING, {}, []),
        (State.FETCHING, {"fetch_error": "The file ended early."}, ["Fetch again", "Give it up"]),
        (State.FAILED, {}, ["Send again"]),
        (State.CANCELLED, {"cancel_requested_at": clock.now()}, ["Send again"]),
        (State.UNKNOWN, {}, ["Check now", "Treat as lost", "Send again, risk a second charge"]),
        (State.UNKNOWN, {"provider": "fal"}, ["Treat as lost", "Send again, risk a second charge"]),
        (State.READY, {}, []),
    ],
)
def test_one_can_do_what_the_state_allows(alice, state, facts, actions):
    assert [action.words for action in card_of(make_job(alice, state, **facts)).actions] == actions


def test_progress_is_shown_only_where_frames_are_counted(client, alice):
    counted = make_job(alice, State.RUNNING, done=12, total=90)

    page = page_of(client, alice)
    counted.delete()
    make_job(alice, State.RUNNING)

    assert '<progress class="progress" max="90" value="12"' in page
    assert "<progress" not in page_of(client, alice)


def test_a_title_cannot_bring_markup(client, alice):
    make_job(alice, title='<script>alert("x")</script>')

    assert "<script>alert" not in page_of(client, alice)
