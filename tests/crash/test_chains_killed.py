"""Separate shots while the studio is killed with SIGKILL: none is made twice or lost, and one film comes of them."""

from collections.abc import Callable
from uuid import UUID

import pytest

from .house import House

pytestmark = pytest.mark.crash

PATIENCE_S = 60


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.close()


def states(house: House) -> list[str]:
    """Of the shots in order: `held` is waiting for the one before."""
    sql = "select j.state, j.awaits_id from jobs_chainshot s join jobs_job j on j.id = s.job_id order by s.position"
    return ["held" if awaits else state for state, awaits in house.rows(sql)]


MOMENTS: dict[str, Callable[[list[str]], bool]] = {
    "the first is drawn": lambda now: now[0] == "running",
    "the frame of the first is taken": lambda now: now[:2] == ["ready", "held"],
    "the second has its frame": lambda now: now[1] in ("queued", "sending", "running"),
    "the second is brought in": lambda now: now[1] == "fetching",
    "the frame of the second is taken": lambda now: now[1:] == ["ready", "held"],
    "the film is made": lambda now: now == ["ready"] * 3,
}
"""Each as early as it can be seen; some are over so quickly that the studio dies just after them."""


def test_killed_at_every_moment_the_shots_become_one_film(house):
    house.start()
    chain = UUID(house.ask("shots 1")).hex

    for fits in MOMENTS.values():
        came = house.wait_for(
            lambda fits=fits: fits(states(house)) or states(house) == ["ready"] * 3, PATIENCE_S, 0.001
        )
        assert came, (states(house), house.words())
        house.kill()
        house.start()

    film = "select duration_s from library_asset where job_id = ?".replace("?", f"'{chain}'")
    over = "select count(*) from jobs_chain where over_at is not null"
    assert house.wait_for(lambda: house.rows(over) == [(1,)], PATIENCE_S), house.words()
    assert house.rows(film) == [(8.0,)]
    assert list(house.jobs().values()) == ["ready"] * 3
    assert house.rows("select count(*), count(distinct job_id) from jobs_attempt") == [(3, 3)]
    assert house.wait_for(lambda: house.left_over() == [], 15, pause_s=0.2), house.left_over()
    assert house.stop() == 0
