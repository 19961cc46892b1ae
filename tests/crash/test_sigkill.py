"""The studio is killed with SIGKILL, again and again while jobs are in flight, and started again.

No job is lost, none is twice in the library, and no temporary file is left.
"""

from collections import Counter

import pytest

from .house import PHASES, House

pytestmark = pytest.mark.crash

KILLS = 20
AT_LEAST = 2
"""Kills in each phase."""

PATIENCE_S = 20
IN_FLIGHT = 4


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.close()


def kill_in(house: House, phase: str) -> set[str]:
    """Kill when a job is in that phase; answers with the phases that jobs really were in when the studio died."""
    house.wait_for(lambda: phase in house.phases(), PATIENCE_S, pause_s=0.0005)
    house.kill()
    return house.phases()


def next_phase(killed: Counter) -> str:
    """The phase that was met least often."""
    return min(PHASES, key=lambda phase: killed[phase])


def test_nothing_is_lost_doubled_or_left_behind_however_often_it_is_killed(house, scaled, record_property):
    kills, killed, submitted = scaled(KILLS), Counter(), set()
    house.start()

    for _ in range(kills):
        while house.unfinished() < IN_FLIGHT:
            submitted.add(house.submit())
        killed.update(kill_in(house, next_phase(killed)))
        house.start()

    record_property("killed in", dict(killed))
    print(f"\n{kills} kills; jobs were {dict(killed)}; {len(submitted)} jobs")
    assert house.wait_for(lambda: house.unfinished() == 0, 120, pause_s=0.2), house.words()
    assert house.wait_for(lambda: house.left_over() == [], 15, pause_s=0.2), house.left_over()
    assert house.stop() == 0

    if kills == KILLS:
        assert all(killed[phase] >= AT_LEAST for phase in PHASES), killed
    assert set(house.jobs().values()) == {"ready"}
    assert {job.replace("-", "") for job in submitted} == set(house.jobs())
    kept = Counter(job for (job,) in house.rows("select job_id from library_asset"))
    assert kept == Counter(dict.fromkeys(house.jobs(), 1))
    attempts = house.rows("select job_id, state from jobs_attempt")
    assert Counter(attempts) == Counter({(job, "accepted"): 1 for job in house.jobs()})
