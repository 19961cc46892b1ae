"""What the composer and the cards ask about money, and what answering does. The Toy is who would bill."""

import re
from decimal import Decimal

import pytest

from studio.accounts.models import Membership
from studio.jobs.machine import State
from studio.jobs.models import Draft, Job
from tests.jobs.conftest import TOY_RECIPE, toy  # noqa: F401
from tests.jobs.spending import budget, priced
from tests.live.making import make_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]
HTMX = {"headers": {"HX-Request": "true"}}
ROUTE = "kling-image-o1 text-to-image runware"


def form(**changes) -> dict[str, str]:
    """What the composer posts for one picture through the Toy: $0.028 by the list."""
    filled = {
        "shown": ROUTE,
        "model": "kling-image-o1",
        "task": "text-to-image",
        "via": "runware",
        "key": "k1",
        "page": "p1",
        "prompt": "A lighthouse",
        "size": "1024x1024",
    }
    return filled | changes


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def button(page: str, name: str) -> str:
    """The value that the button of this name would post."""
    return re.search(rf'<button[^>]* name="{name}" value="([^"]*)"', page)[1]


def hidden(page: str, name: str) -> bool:
    return f'<input type="hidden" name="{name}"' in page


def test_over_a_budget_the_composer_offers_to_send_it_for_approval_and_loses_nothing(hers, team):
    budget(team, "0.02")

    answer = hers.post("/jobs/", form(), **HTMX)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This would pass a budget" in page
    assert "Alice Archer can raise it or let this job through." in page
    assert "A lighthouse" in page
    assert "to fix before sending" not in page
    assert button(page, "approval") == "yes"
    assert not Job.objects.exists()


def test_sent_for_approval_it_is_a_held_card_and_the_form_asks_no_more(hers, team):
    budget(team, "0.02")

    page = hers.post("/jobs/", form(approval="yes"), **HTMX).content.decode()

    job = Job.objects.get()
    assert job.needs_approval
    assert f'id="job-{job.pk}"' in page
    assert 'data-shelf="held"' in page
    assert 'id="inputs"' in page
    assert "This would pass a budget" not in page


def test_above_the_own_threshold_the_button_asks_once_more_with_the_amount(hers, alice):
    alice.confirm_above = Decimal("0.01")
    alice.save()

    page = hers.post("/jobs/", form(), **HTMX).content.decode()

    assert "This costs ~$0.028" in page
    assert not Job.objects.exists()
    hers.post("/jobs/", form(confirmed=button(page, "confirmed")), **HTMX)
    assert Job.objects.get().held_because == ""


def test_an_answer_given_before_goes_along_with_the_next_one(hers, team, alice, monkeypatch):
    budget(team, "0")
    monkeypatch.setattr("studio.catalog.pricing.PriceList.estimate", lambda *_: None)

    first = hers.post("/jobs/", form(), **HTMX).content.decode()
    second = hers.post("/jobs/", form(unknown_price=button(first, "unknown_price")), **HTMX).content.decode()

    assert "The price is not known" in first
    assert not hidden(first, "unknown_price")
    assert hidden(second, "unknown_price")
    hers.post("/jobs/", form(unknown_price="yes", approval=button(second, "approval")), **HTMX)
    assert Job.objects.get().unknown_price_accepted


def test_a_job_that_was_to_be_the_first_is_the_first_after_the_answer(hers, team):
    budget(team, "0.02")
    hers.post("/jobs/", form(key="k0", approval="yes"), **HTMX)
    waiting = Job.objects.get()

    asked = hers.post("/jobs/", form(first="1"), **HTMX).content.decode()
    plain = hers.post("/jobs/", form(), **HTMX).content.decode()
    hers.post("/jobs/", form(approval="yes", first="1"), **HTMX)

    assert button(asked, "approval") == "yes"
    assert hidden(asked, "first") and not hidden(plain, "first")
    assert Job.objects.exclude(pk=waiting.pk).get().rank < waiting.rank


def test_what_is_asked_goes_away_when_the_form_changes(hers, team):
    budget(team, "0.02")
    hers.post("/jobs/", form(), **HTMX)

    page = hers.post("/create/draft/", form(approval="yes"), **HTMX).content.decode()

    assert "This would pass a budget" not in page
    assert Draft.objects.exists()


# Cards


@pytest.fixture
def held(bob):
    facts = {"held_because": "The budget is used up.", "needs_approval": True}
    return priced(bob, State.QUEUED, "1.34", **facts)


def test_a_held_card_has_buttons_that_only_managers_see(hers, client, bob, held):
    page = hers.get("/queue/").content.decode()

    assert "<body data-manages" in page
    assert page.count('class="for-managers"') == 2
    assert "The budget is used up." in page
    client.force_login(bob)
    assert "<body data-manages" not in client.get("/queue/").content.decode()


def test_a_manager_lets_it_through_and_an_artist_cannot(client, alice, bob, held):
    client.force_login(bob)
    assert client.post(f"/jobs/{held.pk}/approval/", **HTMX).status_code == 403
    client.force_login(alice)

    page = client.post(f"/jobs/{held.pk}/approval/", **HTMX).content.decode()

    held.refresh_from_db()
    assert (held.held_because, held.released_by) == ("", alice)
    assert 'data-shelf="waiting"' in page


def test_a_manager_declines_with_words_and_an_artist_cannot(client, alice, bob, held):
    Membership.objects.filter(user=alice).update(role=Membership.Role.PRODUCER)
    client.force_login(bob)
    assert client.post(f"/jobs/{held.pk}/refusal/", **HTMX).status_code == 403
    client.force_login(alice)

    page = client.post(f"/jobs/{held.pk}/refusal/", {"reason": "Use Turbo"}, **HTMX).content.decode()

    assert "Alice Archer declined it: “Use Turbo”. Nothing was sent." in page


@pytest.mark.parametrize("action", ["approval", "refusal"])
def test_a_stranger_finds_no_held_job(client, charlie, held, action):
    client.force_login(charlie)

    assert client.post(f"/jobs/{held.pk}/{action}/", **HTMX).status_code == 404


def test_sending_again_asks_in_the_card_and_the_answer_goes_on(hers, alice, team):
    budget(team, "0.02")
    recipe = TOY_RECIPE.as_json()
    job = make_job(alice, State.FAILED, recipe=recipe, provider="runware", model=recipe["model"], task=recipe["task"])

    page = hers.post(f"/jobs/{job.pk}/again/", **HTMX).content.decode()

    assert f'action="/jobs/{job.pk}/again/"' in page
    assert hidden(page, "approval")
    assert Job.objects.count() == 1
    hers.post(f"/jobs/{job.pk}/again/", {"approval": "yes"}, **HTMX)
    assert Job.objects.exclude(pk=job.pk).get().needs_approval


def test_what_a_job_reserves_shows_in_the_bar_as_soon_as_it_is_sent(hers, team):
    budget(team, "10")

    page = hers.post("/jobs/", form(), **HTMX).content.decode()

    assert re.search(r'id="budget-meter" .* hx-swap-oob="morph"><span[^>]*><b>\$0.028</b> of \$10.00', page)
