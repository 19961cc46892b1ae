"""Settings, Budgets: how they stand, who may set them, and the jobs that wait."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from studio.accounts.models import Budget, Membership
from studio.jobs import budgets as reading
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.pages import budgets as pages
from tests.jobs.spending import budget, priced, sent

pytestmark = pytest.mark.django_db
URL = "/settings/budgets/"
HELD = {"held_because": "The budget is used up.", "needs_approval": True, "held_at": datetime(2026, 11, 14, tzinfo=UTC)}


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def november(monkeypatch):
    monkeypatch.setattr(reading.clock, "now", lambda: datetime(2026, 11, 14, 12, tzinfo=UTC))


def page_of(browser) -> str:
    return browser.get(URL).content.decode()


def given(**changes) -> dict[str, str]:
    return {"person": "", "project": "", "amount": "500", "currency": "USD", "period": "month"} | changes


# Reading


def test_a_budget_shows_what_is_billed_reserved_not_known_and_left(hers, alice, team, november):
    budget(team, "500")
    sent(priced(alice, State.READY), bill="312")
    sent(priced(alice, State.RUNNING, "5.41"))
    sent(priced(alice, State.UNKNOWN, "0.49"), "uncertain")
    priced(alice, State.QUEUED, None)

    page = page_of(hers)

    assert "The team&#x27;s budget" in page
    assert "November, 16 days left" in page
    for amount in ("$317.90</b> of $500.00", "$312.00", "$5.41", "~$0.49", "$182.10"):
        assert amount in page
    assert "Bill not known, 1 request" in page
    assert "1 request more at a price that nobody knows" in page
    assert re.findall(r'class="budget__(\w+)" x="([\d.]+)%" width="([\d.]+)%"', page) == [
        ("billed", "0", "62.40"),
        ("reserved", "62.40", "1.08"),
        ("perhaps", "63.48", "0.10"),
    ]


def test_one_that_was_passed_says_by_how_much(hers, alice, team):
    budget(team, "1", period="ever")
    sent(priced(alice, State.READY), bill="1.5")

    page = page_of(hers)

    assert "$1.50</b> of $1.00, $0.50 beyond it" in page
    assert 'width="100.00%"' in page
    assert "All time" in page


def test_an_artist_sees_those_that_count_for_them_and_changes_nothing(client, alice, bob, team, project):
    for facts in ({}, {"person": bob}, {"person": alice}, {"project": project}):
        budget(team, **facts)
    client.force_login(bob)

    page = page_of(client)

    assert "Bob Baker&#x27;s budget" in page
    assert "Alice Archer&#x27;s budget" not in page
    assert page.count('class="budget"') == 3
    assert "Change the amount" not in page
    assert "Add a budget" not in page
    assert "Alice Archer can change them." in page


def test_reviewers_and_guests_learn_nothing_of_the_teams_money(client, bob, team):
    budget(team, "123")
    client.force_login(bob)

    for role in (Membership.Role.REVIEWER, Membership.Role.GUEST):
        Membership.objects.filter(user=bob).update(role=role)
        answer = client.get(URL)
        assert (answer.status_code, "123" in answer.text) == (403, False)
        assert "Only owners, producers and artists" in answer.text


def test_the_settings_lead_there(hers):
    assert f'href="{URL}"' in hers.get("/settings/").content.decode()


# Changing


def test_a_manager_adds_changes_and_removes_a_budget(hers, alice, bob, team, project):
    assert hers.post(f"{URL}add/", given(person=bob.pk, project=project.pk, amount="49.50", period="ever")).url == URL
    made = Budget.objects.get()
    assert (made.person, made.project, made.amount, made.period, made.set_by) == (
        *(bob, project, Decimal("49.50"), "ever"),
        alice,
    )
    assert "Bob Baker&#x27;s budget for First project in all is $49.50." in page_of(hers)

    assert hers.post(f"{URL}{made.pk}/", {"amount": "60"}).url == URL
    assert Budget.objects.get().amount == 60

    assert hers.post(f"{URL}{made.pk}/removal/").url == URL
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": "lots"}, "This is no amount"),
        ({"amount": "-1"}, "greater than or equal to 0"),
        ({"amount": "1e12"}, "digits"),
        ({"amount": ""}, "required"),
        ({"currency": "EUR"}, "EUR is not one of the available choices"),
        ({"period": "week"}, "week is not one of the available choices"),
        ({"person": "999"}, "not one of the available choices"),
        ({}, "There is a budget of this kind already"),
    ],
)
def test_what_cannot_be_a_budget_is_said_and_not_kept(hers, team, changes, words):
    budget(team, "1")

    answer = hers.post(f"{URL}add/", given(**changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Budget.objects.count() == 1


def test_a_bad_amount_leaves_the_old_one_and_is_said_there(hers, team):
    mine = budget(team, "10")

    answer = hers.post(f"{URL}{mine.pk}/", {"amount": "x"})

    assert answer.status_code == 422
    assert f'id="budget-{mine.pk}-amount_error"' in answer.content.decode()
    assert Budget.objects.get().amount == 10


def test_of_people_and_projects_only_those_of_the_team_count(hers, charlie):
    strangers = charlie.teams.get().projects.get()

    for changes in ({"person": charlie.pk}, {"project": strangers.pk}):
        assert hers.post(f"{URL}add/", given(**changes)).status_code == 422


def test_an_artist_and_a_stranger_change_nothing(client, bob, charlie, team):
    mine = budget(team)

    for who, status in ((bob, 403), (charlie, 404)):
        client.force_login(who)
        for address in (f"{URL}{mine.pk}/", f"{URL}{mine.pk}/removal/"):
            assert client.post(address, {"amount": "1"}).status_code == status
    client.force_login(bob)
    assert client.post(f"{URL}add/", given()).status_code == 403
    assert Budget.objects.get().amount == 10


# Waiting


def test_a_manager_sees_all_that_waits_and_decides_from_there(client, alice, bob):
    first, second = (priced(bob, State.QUEUED, "1.34", title=title, **HELD) for title in ("A pier", "A lake"))
    Membership.objects.filter(user=alice).update(role=Membership.Role.PRODUCER)
    client.force_login(alice)

    page = page_of(client)
    assert page.count("Let it through") == 2
    assert "The budget is used up." in page

    assert client.post(f"/jobs/{first.pk}/approval/", {"next": URL}).url == URL
    assert client.post(f"/jobs/{second.pk}/refusal/", {"next": URL, "reason": "Use Turbo"}).url == URL
    assert "Waiting for approval" not in page_of(client)
    assert Job.objects.get(pk=first.pk).released_by == alice
    assert Job.objects.get(pk=second.pk).words == "Alice Archer declined it: “Use Turbo”. Nothing was sent."


def test_of_many_that_wait_the_first_are_drawn_and_the_rest_counted(hers, alice, monkeypatch):
    monkeypatch.setattr(pages, "MOST_WAITING", 2, raising=False)
    for _ in range(5):
        priced(alice, State.QUEUED, **HELD)

    page = page_of(hers)

    assert page.count("Let it through") == 2
    assert "5, nothing sent or billed" in page and "3 more, held since then" in page


def test_an_artist_sees_their_own_and_may_take_them_back(client, alice, bob):
    his, hers = priced(bob, State.QUEUED, title="His", **HELD), priced(alice, State.QUEUED, title="Hers", **HELD)
    client.force_login(bob)

    page = page_of(client)

    assert f"held-{his.pk}" in page
    assert f"held-{hers.pk}" not in page
    assert "Let it through" not in page
    assert client.post(f"/jobs/{his.pk}/cancellation/", {"next": "https://evil.example/"}).url == "/queue/"
    assert Job.objects.get(pk=his.pk).state == State.CANCELLED


# In the top bar


def test_the_bar_shows_the_budget_of_which_the_least_is_left_to_who_makes_jobs(client, alice, bob, team):
    budget(team, "100")
    budget(team, "2", person=bob)
    sent(priced(bob, State.READY), bill="1.50")
    shown = {}
    for who, role in ((alice, None), (bob, None), (bob, Membership.Role.REVIEWER)):
        Membership.objects.filter(user=who).update(role=role) if role else None
        client.force_login(who)
        page = client.get("/library/").content.decode()
        shown[str(who), role] = re.findall(r'id="budget-meter" .* title="([^"]*)"', page)

    month = f"{reading.clock.now():%B}"
    assert list(shown.values()) == [
        [f"The team&#x27;s budget for {month} has $98.50 of $100.00 left"],
        [f"Bob Baker&#x27;s budget for {month} has $0.50 of $2.00 left"],
        [],
    ]


def test_a_reviewer_is_shown_no_way_to_what_is_closed_to_them(client, bob):
    ways = {}
    for role in (Membership.Role.ARTIST, Membership.Role.REVIEWER):
        Membership.objects.filter(user=bob).update(role=role)
        client.force_login(bob)
        page = client.get("/settings/").content.decode() + client.get("/elements/").content.decode()
        ways[role] = {url for url in (URL, "/settings/providers/") if f'href="{url}"' in page}
        assert {url for url in (URL, "/settings/providers/") if client.get(url).status_code == 200} == ways[role]

    assert [len(found) for found in ways.values()] == [2, 0]
