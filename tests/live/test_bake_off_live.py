"""What is pushed of a bake-off: votes by letter for everybody who sees it, and never what stands behind a letter."""

import pytest

from studio.accounts.models import Project
from studio.live import fragments
from studio.live.broadcast import _by_audience
from studio.live.messages import member_group, team_group
from studio.review import bake_offs
from studio.review.bake_offs import Answers
from tests.jobs.conftest import toy  # noqa: F401
from tests.pages.test_bake_off import GIVEAWAY
from tests.review.test_bake_offs import THREE, finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def begun(by, project):
    made = bake_offs.start(by, project, "Lighthouses", THREE, "one", Answers())
    finish(made)
    bake_offs.vote(by, made, 1)
    return made


def test_votes_are_pushed_by_letter_and_tell_nothing_else(alice, project, team):
    made = begun(alice, project)

    [(group, html)] = _by_audience(fragments.tallies([str(made.pk)])).items()

    assert group == team_group(team.pk)
    assert html.count("hx-swap-oob") == 3
    assert f'id="tally-{made.pk}-B" hx-swap-oob="true">1 vote<' in html
    assert not GIVEAWAY.search(html)


def test_that_the_names_are_shown_is_pushed_as_a_reason_to_ask_again(alice, project):
    made = begun(alice, project)

    [(_, html)] = fragments.bake_offs([str(made.pk)])

    assert f'hx-get="/bake-offs/{made.pk}/"' in html
    assert not GIVEAWAY.search(html)


def test_of_a_private_project_only_its_maker_hears(bob, team):
    secret = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")
    made = begun(bob, secret)

    for render in (fragments.tallies, fragments.bake_offs):
        assert list(_by_audience(render([str(made.pk)]))) == [member_group(team.pk, bob.pk)]
