"""Settings, Rates: the price list as a page, corrected by an owner; the next price follows."""

import html
import json
import re

import pytest

from studio.accounts.models import Membership
from studio.jobs.models import Correction
from studio.jobs.rates import rows

pytestmark = pytest.mark.django_db
URL = "/settings/rates/"
HTMX = {"headers": {"HX-Request": "true"}}
COMPOSED = {
    "shown": "kling-2.5-turbo-pro text-to-video kling",
    "model": "kling-2.5-turbo-pro",
    "task": "text-to-video",
    "via": "kling",
    "prompt": "A pier",
    "duration": "5",
    "page": "p1",
}


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def turbo(team):
    """Kling 2.5 Turbo Pro at Kling's own: $0.07 a second."""
    return next(row for row in rows(team) if (row.model, row.provider) == ("kling-2.5-turbo-pro", "kling") and row.rate)


def test_every_rate_has_its_source_and_can_be_found_by_words_provider_and_what_is_wrong(hers, team):
    page = hers.get(URL).content.decode()
    assert page.count('class="ledger__line rate"') == len(rows(team))
    assert "$0.07 / s" in page
    assert all(str(row.source) in html.unescape(page) for row in rows(team) if row.source)

    found = hers.get(f"{URL}?q=turbo+pro&via=fal", **HTMX).content.decode()
    assert set(re.findall(r'<th scope="row"[^>]*><span>([^<]*)', found)) == {
        "Kling 2.5 Turbo Pro",
        "Kling 3.0 Turbo Pro",
    }
    assert "via Runware" not in found
    assert "No rate for this" in hers.get(f"{URL}?show=apart", **HTMX).content.decode()


def test_a_wrong_rate_is_corrected_and_the_next_price_follows(hers, team):
    assert '<span class="price">~$0.35</span>' in hers.post("/create/draft/", COMPOSED, **HTMX).content.decode()
    row = turbo(team)

    line = hers.post(f"{URL}{row.id}/", {"amount": "0.10"}, **HTMX).content.decode()

    assert "$0.10 / s" in line
    assert "Alice Archer" in line
    price = hers.post("/create/draft/", COMPOSED | {"prompt": "A quay"}, **HTMX).content.decode()
    assert '<span class="price">~$0.50</span>' in price
    assert "Set here" in hers.get(f"{URL}?show=corrected").content.decode()

    hers.post(f"{URL}{row.id}/", {"back": "yes"}, **HTMX)
    assert (
        '<span class="price">~$0.35</span>'
        in hers.post("/create/draft/", COMPOSED | {"prompt": "A gate"}, **HTMX).content.decode()
    )


@pytest.mark.parametrize("amount", ["", "much", "-1", "1e9", "NaN", "<b>"])
def test_what_is_no_price_is_said_and_stays_in_the_field(hers, team, amount):
    answer = hers.post(f"{URL}{turbo(team).id}/", {"amount": amount}, **HTMX)

    assert answer.status_code == 422
    assert "is no price" in answer.content.decode()
    assert "<b>" not in answer.content.decode().replace("<b>$", "")
    assert not Correction.objects.exists()


def test_where_no_source_gives_a_price_an_owner_says_per_what(hers, team):
    row = next(row for row in rows(team) if row.rate is None)

    assert "Say per what" in hers.post(f"{URL}{row.id}/", {"amount": "2"}, **HTMX).content.decode()
    line = hers.post(f"{URL}{row.id}/", {"amount": "2", "per": "clip", "currency": "USD"}, **HTMX).content.decode()

    assert "$2.00 a clip" in line


def test_only_owners_and_producers_correct_and_only_who_makes_jobs_reads(client, bob, team, charlie):
    client.force_login(bob)
    assert "Correct…" not in client.get(URL).content.decode()
    assert client.post(f"{URL}{turbo(team).id}/", {"amount": "1"}).status_code == 403

    Membership.objects.filter(user=bob).update(role=Membership.Role.GUEST)
    assert client.get(URL).status_code == 403

    client.force_login(charlie)
    client.post(f"{URL}{turbo(team).id}/", {"amount": "1"})
    assert [each.team for each in Correction.objects.all()[:1]] == [charlie.teams.get()]
    assert turbo(team).said is None


def test_without_a_script_the_page_comes_again(hers, team):
    assert hers.post(f"{URL}{turbo(team).id}/", {"amount": "0.10"}).url == URL
    wrong = hers.post(f"{URL}{turbo(team).id}/", {"amount": "much"})
    assert wrong.status_code == 422
    assert "is no price" in wrong.content.decode()
    assert json.dumps(list(wrong.context["asked"])) == "[]"
