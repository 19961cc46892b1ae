"""Takes where the API counts none, as the page has them: offered, priced, kept with the draft, sent in one act."""

import json
import re
from html import unescape

import pytest

from studio.catalog import registry
from studio.jobs.models import Draft, Job
from studio.pages.batches import TAKES
from studio.pages.composing import offered
from studio.providers import registry as providers
from tests.jobs.conftest import toy  # noqa: F401
from tests.jobs.spending import budget
from tests.jobs.toy import Toy
from tests.walks import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_at_fal")]
HTMX = {"headers": {"HX-Request": "true"}}
UNCOUNTED = "kling-3.0-pro text-to-video fal"
COUNTED = "kling-3.0-pro text-to-video runware"


def form(shown: str = UNCOUNTED, **changes) -> dict[str, str]:
    """What the composer posts for five seconds through the Toy."""
    model, task, provider = shown.split()
    here = {"shown": shown, "model": model, "task": task, "via": provider, "key": "k1", "page": "p1"}
    return here | {"prompt": "A lighthouse", "duration": "5"} | changes


@pytest.fixture
def toy_at_fal(toy, monkeypatch):  # noqa: F811
    """The Toy stands in for fal, too, whose API makes one result a request."""
    monkeypatch.setitem(providers.PROVIDERS, "fal", f"{Toy.__module__}.Toy")
    monkeypatch.delitem(providers._made, "fal", raising=False)
    yield toy
    providers._made.pop("fal", None)


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def drafted(client, **changes) -> str:
    return client.post("/create/draft/", form(**changes), **HTMX).content.decode()


def button(page: str) -> str:
    """What the button that sends says."""
    found = re.search(r'id="send"[^>]*><span class="when-idle">([^<]*)', page) or re.search(
        r"disabled [^>]*>(.*?)<", page
    )
    return found[1]


def amount(page: str) -> float:
    return float(re.search(r"\$([\d.]+)", button(page))[1])


def _routes() -> list[tuple[str, str, str]]:
    """Of each task one route that counts, and one that does not."""
    every = ((model, task, way) for task, models in offered().items() for model, ways in models.items() for way in ways)
    found = {(task, _counts(model, task, way)): (model, task, way) for model, task, way in every}
    return list(found.values())


def _counts(model: str, task: str, provider: str) -> bool:
    return bool(registry.route(model, task, provider).control("takes"))


@walk(("model", "task", "provider"), _routes(), lambda *row: " ".join(row))
def test_every_route_has_one_place_for_a_number_of_takes(model, task, provider, hers):
    page = hers.get("/create/", {"model": model, "task": task, "via": provider}).content.decode()

    assert page.count('id="id_takes"') == 1
    assert f'name="takes" value="{TAKES.most}"' in page


def test_the_price_on_the_button_in_the_table_and_in_the_sum_is_that_of_all_takes(hers):
    one, three = drafted(hers), drafted(hers, takes="3")

    assert amount(three) == pytest.approx(3 * amount(one))
    assert button(three).startswith("Generate 3 · ")
    assert f'<span class="price">{button(three).split(" · ")[1]}</span>' in three
    assert re.search(r"× 3\b", re.search(r'class="generate__sum"[^>]*><span>([^<]*)', three)[1])


def test_the_number_is_kept_with_the_draft_and_is_no_part_of_the_recipe(hers):
    page = drafted(hers, takes="3")

    saved = Draft.objects.get().values
    assert "takes" not in saved["typed"] and saved["kept"]["takes"] == 3
    assert "Kept, not sent" not in page
    assert re.search(r'name="takes" value="3" checked', page)
    assert re.search(r'name="takes" value="3" checked', hers.get("/create/").content.decode())
    drafted(hers, takes="", kept=json.dumps({"takes": 3}))
    assert "takes" not in Draft.objects.newest_first().first().values["kept"]


@pytest.mark.parametrize("said", ["10", "-2", "two", "1", "2.5", "³"])
def test_what_is_no_number_of_takes_counts_as_one(hers, said):
    assert button(drafted(hers, takes=said)).startswith("Generate · ")


def test_more_takes_than_are_offered_here_wait_for_a_task_that_has_them(hers):
    page = drafted(hers, takes="", kept=json.dumps({"takes": 9}))

    assert button(page).startswith("Generate · ")
    assert Draft.objects.get().values["kept"]["takes"] == 9


def test_the_number_goes_along_to_a_route_that_counts_itself_and_back(hers):
    counted = drafted(hers, takes="3", via="runware")
    assert Draft.objects.get().values["typed"]["takes"] == 3
    assert button(counted).startswith("Generate 3 · ")

    back = drafted(hers, shown=COUNTED, takes="3", via="fal")

    assert button(back).startswith("Generate 3 · ")
    assert Draft.objects.newest_first().first().values["kept"]["takes"] == 3


def test_one_press_sends_them_all_and_answers_with_their_cards(hers):
    page = hers.post("/jobs/", form(takes="3"), **HTMX).content.decode()

    made = list(Job.objects.order_by("take"))
    assert [(job.take, job.takes) for job in made] == [(1, 3), (2, 3), (3, 3)]
    for job in made:
        assert f'id="job-{job.pk}"' in page and f"Take {job.take} of 3</span> A lighthouse</h3>" in page
        assert "takes" not in job.recipe["values"]
    hers.post("/jobs/", form(takes="3"), **HTMX)
    assert Job.objects.count() == 3


def test_first_in_line_they_keep_their_order(hers, alice):
    hers.post("/jobs/", form(key="before"), **HTMX)
    hers.post("/jobs/", form(takes="2", first="1"), **HTMX)

    assert [job.take for job in Job.objects.order_by("rank")] == [1, 2, None]


def test_over_a_budget_they_are_sent_for_approval_together(hers, team):
    budget(team, "1")

    asked = hers.post("/jobs/", form(takes="3"), **HTMX)
    assert asked.status_code == 422 and "Together the 3 takes are" in unescape(asked.content.decode())
    hers.post("/jobs/", form(takes="3", approval="yes"), **HTMX)

    assert [job.needs_approval for job in Job.objects.all()] == [True] * 3


def test_a_preview_shows_one_of_them(hers):
    hers.post("/jobs/", form(takes="3", send_via="animatic"), **HTMX)

    assert Job.objects.get().takes is None


def test_what_will_be_sent_is_said_with_how_often(hers):
    page = drafted(hers, shown="kling-3.0-pro text-to-video kling", takes="3", sent_open="on")

    assert "To Kling, 3 times" in re.sub(r"\s+", " ", page)


def test_all_takes_are_cancelled_from_one_card_and_their_cards_come_back(hers):
    hers.post("/jobs/", form(takes="3"), **HTMX)
    first = Job.objects.get(take=1)

    page = hers.post(f"/jobs/{first.pk}/takes/cancellation/", **HTMX).content.decode()

    assert set(Job.objects.values_list("state", flat=True)) == {"cancelled"}
    assert len(re.findall(r'<li[^>]* id="job-[^>]* data-state="cancelled"', page)) == 3


def test_strangers_cancel_no_takes(hers, client, charlie):
    hers.post("/jobs/", form(takes="2"), **HTMX)
    client.force_login(charlie)

    assert client.post(f"/jobs/{Job.objects.first().pk}/takes/cancellation/", **HTMX).status_code == 404
    assert set(Job.objects.values_list("state", flat=True)) == {"queued"}
