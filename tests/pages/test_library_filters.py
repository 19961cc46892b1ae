"""The filter bar on the library's page: what an address finds, counted menus, saved views, acts on all that match."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from studio.core import clock
from studio.library import acts, indexing
from studio.library.facets import FACETS
from studio.library.models import Act, Asset, SavedView
from studio.pages import filters
from studio.pages.listing import PAGE
from tests.library.making import RECIPE, row, rows
from tests.pages.test_library import ids, older, tiles, visit
from tests.walks import walk

HTMX = {"HX-Request": "true"}


def named(user, *names: str, **columns) -> list[Asset]:
    """Results of these names that can be searched for."""
    silent = {"recipe": RECIPE | {"values": {}}}
    made = Asset.objects.bulk_create([row(user, name=name, **(silent | columns)) for name in names])
    indexing.write(made)
    return made


def found(user, **params) -> list[str]:
    return tiles(visit(user).get("/library/", params))


# The page


def test_words_facets_and_order_narrow_the_page(alice):
    harbour, bay, night = named(alice, "A harbour", "A bay", "A harbour at night")
    Asset.objects.filter(pk=night.pk).update(stars=5)

    assert set(found(alice, q="harb")) == {str(harbour.pk), str(night.pk)}
    assert found(alice, q="harb", stars="4") == [str(night.pk)]
    assert found(alice, sort="stars")[0] == str(night.pk)
    assert found(alice, q="nothing like it") == []


def test_pages_of_a_search_lead_on_in_it_and_so_does_the_viewer(alice):
    wanted = ids(rows(alice, PAGE + 3, stars=4))
    rows(alice, 3)
    client = visit(alice)

    first = client.get("/library/", {"stars": "4", "sort": "stars"})
    rest = client.get(older(first), headers=HTMX)

    assert tiles(first) + tiles(rest) == wanted
    assert f"/assets/{wanted[0]}/?stars=4&amp;sort=stars" in first.content.decode()
    page = client.get(f"/assets/{wanted[1]}/", {"stars": "4", "sort": "stars"}).content.decode()
    assert f"/assets/{wanted[0]}/?stars=4&amp;sort=stars" in page
    assert f"/assets/{wanted[2]}/?stars=4&amp;sort=stars" in page


def test_nothing_that_matches_is_said_with_a_way_back_and_new_things_do_not_come_in(alice):
    rows(alice, 1)

    page = visit(alice).get("/library/", {"stars": "5", "sort": "longest"}).content.decode()

    assert "Nothing matches" in page
    assert 'href="/library/?sort=longest"' in page
    assert 'id="arrivals"' not in page


def test_what_an_address_says_that_is_not_known_is_said(alice):
    page = visit(alice).get("/library/", {"model": "gpt-<b>", "q": "<i>"}).content.decode()

    assert "Model “gpt-&lt;b&gt;” is not known here and was left out." in page
    assert 'value="&lt;i&gt;"' in page


def test_htmx_gets_what_was_found_with_the_bars_parts_and_the_address(alice):
    (asset,) = rows(alice, 1, stars=3)
    client = visit(alice)

    chosen = client.get("/library/", {"stars": "3", "since": "", "q": ""}, headers=HTMX | {"HX-Target": "found"})
    typed = {"HX-Target": "found", "HX-Trigger-Name": "q"}
    words = client.get("/library/", {"q": "shot"}, headers=HTMX | typed)
    whole = client.get("/library/", {"stars": "3"}, headers=HTMX | {"HX-History-Restore-Request": "true"})

    body = chosen.content.decode()
    assert tiles(chosen) == [str(asset.pk)]
    assert chosen["HX-Push-Url"] == "/library/?stars=3"
    assert 'id="chosen" hx-swap-oob="true"' in body
    assert "1 file" in body
    assert 'id="finding"' not in body
    assert words["HX-Replace-Url"] == "/library/?q=shot"
    assert "<html" in whole.content.decode()


def test_the_bin_is_a_list_that_says_how_long_things_stay(alice, charlie):
    (gone,) = rows(alice, 1, binned_at=clock.now())
    rows(alice, 1)
    rows(charlie, 1, binned_at=clock.now())

    response = visit(alice).get("/library/", {"in": "bin"})

    assert tiles(response) == [str(gone.pk)]
    assert "gone in 30 days" in response.content.decode()


# Menus


@walk(("slug",), [slug for slug, facet in FACETS.items() if facet.place in ("bar", "more")])
def test_every_menu_opens_and_counts(slug, alice):
    rows(alice, 2, stars=1)

    response = visit(alice).get(reverse("library-facet", args=[slug]), {"stars": "1"})

    assert response.status_code == 200


def test_a_menu_counts_in_the_list_and_the_search_that_are_open(alice, bob):
    rows(alice, 2, stars=4)
    rows(bob, 1, team=alice.teams.get())
    client = visit(alice)

    def counts(**params) -> list[tuple[str, str]]:
        body = client.get(reverse("library-facet", args=["stars"]), params).content.decode()
        return re.findall(r'value="(\w+)"( checked)?.*?"muted">([\d,+]*)<', body)

    assert counts()[-1] == ("0", "", "1")
    assert counts(**{"in": "mine", "stars": "0"})[-1] == ("0", " checked", "0")


@pytest.mark.parametrize("slug", ["nonsense", "like", "since"])
def test_there_is_no_menu_of_what_nobody_can_list(slug, alice):
    assert visit(alice).get(reverse("library-facet", args=[slug])).status_code == 404


# Saved views


def keep(user, name: str, query: str, **fields):
    return visit(user).post(reverse("view-new"), {"name": name, "query": query} | fields, follow=True).content.decode()


def test_a_search_is_kept_by_name_and_the_same_name_is_the_same_view(alice):
    keep(alice, " Best  of ", "?stars=4&model=nonsense&in=mine")
    keep(alice, "Best of", "?stars=5")

    view = SavedView.objects.get()
    assert (view.name, view.query, view.is_shared) == ("Best of", "stars=5", False)
    assert 'aria-current="page"' in visit(alice).get("/library/?stars=5").content.decode()


def test_views_are_seen_by_who_made_them_and_by_the_team_if_shared(alice, bob, charlie):
    keep(alice, "Only mine", "?stars=4")
    keep(alice, "For us all", "?stars=5", is_shared="on")

    def seen(user) -> set[str]:
        page = visit(user).get("/library/").content.decode()
        return {name for name in ("Only mine", "For us all") if name in page}

    assert (seen(alice), seen(bob), seen(charlie)) == ({"Only mine", "For us all"}, {"For us all"}, set())


def test_only_its_owner_takes_a_view_away(alice, bob, charlie):
    keep(alice, "For us all", "?stars=5", is_shared="on")
    address = reverse("view-deletion", args=[SavedView.objects.get().pk])

    assert [visit(user).post(address).status_code for user in (bob, charlie, alice)] == [404, 404, 302]
    assert not SavedView.objects.exists()


FAULTS = (
    ("", "?stars=4", "1 to 60 characters"),
    ("a" * 61, "?stars=4", "1 to 60 characters"),
    ("All", "", "no search to keep"),
    ("All", "?model=nonsense", "no search to keep"),
)


@walk(("name", "query", "words"), FAULTS, lambda name, query, words: f"{name[:5]} {query}")
def test_what_cannot_be_kept_gets_a_sentence(name, query, words, alice):
    assert words in keep(alice, name, query)
    assert not SavedView.objects.exists()


def test_nobody_keeps_views_without_end(alice, monkeypatch):
    monkeypatch.setattr(filters, "MOST_VIEWS", 1)
    keep(alice, "First", "?stars=1")

    assert "Take one away first" in keep(alice, "Second", "?stars=2")
    assert "is kept" in keep(alice, "First", "?stars=3")


# Acts on all that match


def act_on(user, verb: str, query: str, **fields):
    client = Client()
    client.force_login(user)
    return client.post(reverse("library-act", args=[verb]), {"query": query} | fields, headers=HTMX)


def test_an_act_on_a_search_changes_all_that_it_finds_and_nothing_else(alice, bob, charlie):
    named(alice, "A harbour", "Another harbour", "A bay")
    named(charlie, "His harbour")
    team = alice.teams.get()
    bobs = Asset.objects.bulk_create([row(bob, team, name="Bob’s harbour")])
    indexing.write(bobs)

    answer = act_on(alice, "rate", "?in=mine&q=harbour", stars="4")

    assert "2 files rated: 4 stars." in answer.content.decode()
    assert set(Asset.objects.filter(stars=4).values_list("name", flat=True)) == {"A harbour", "Another harbour"}


def test_a_search_that_cannot_be_read_whole_changes_nothing(alice):
    """Without what is not known it would find more than the person has seen."""
    rows(alice, 2)

    answer = act_on(alice, "bin", "?tag=gone-meanwhile")

    assert answer.status_code == 422
    assert "Tag “gone-meanwhile” is not known here" in answer.content.decode()
    assert Asset.objects.kept().count() == 2


def test_a_search_that_changes_by_the_act_is_changed_whole_and_taken_back_whole(alice, monkeypatch):
    monkeypatch.setattr(acts, "CHUNK", 2)
    rows(alice, 5)

    act_on(alice, "bin", urlencode({"stars": "0"}))
    assert not Asset.objects.kept().exists()
    acts.undo(Act.objects.get())

    assert Asset.objects.kept().count() == 5


def test_too_many_files_are_refused_and_none_is_changed(alice, monkeypatch):
    monkeypatch.setattr(acts, "MOST", 3)
    rows(alice, 4)

    answer = act_on(alice, "bin", "")

    assert answer.status_code == 422
    assert "At most 3 files" in answer.content.decode()
    assert Asset.objects.kept().count() == 4


def test_only_the_tiles_that_the_page_shows_are_sent_back(alice):
    shown, other = rows(alice, 2)

    answer = act_on(alice, "rate", "", stars="2", shown=str(shown.pk)).content.decode()

    assert f"marks-{shown.pk}" in answer
    assert f"marks-{other.pk}" not in answer
