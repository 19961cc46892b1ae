"""What the crash bench does about a moment that did not come: it is luck no more, and what is missing is still told."""

from collections import Counter

import pytest

from tests.bench import crash


class Luckless:
    """A studio that meets its moments only so often, of those that it is started for."""

    def __init__(self, killed: set[str], misses: int) -> None:
        self.killed, self.kills, self.misses = Counter(killed), 1, misses
        self.moments, self.asked, self._moment = [], [], ""

    def start_for(self, moment: str, passes: int = 0) -> None:
        self._moment = moment
        self.moments.append(moment)

    def arm(self) -> None:
        assert self._moment

    def ask(self, line: str) -> str:
        self.asked.append(line)
        return f"id-{len(self.asked)}"

    def kill(self) -> None:
        pass

    def kill_at_its_moment(self) -> None:
        self.kills += 1
        self.misses -= 1
        if self.misses < 0:
            self.killed[{moment: phase for phase, moment in crash.AGAIN.items()}[self._moment]] += 1


def test_what_was_met_is_not_tried_again():
    house = Luckless({*crash.AGAIN}, misses=0)

    assert crash.catch_up(house, jobs=50) == set()
    assert house.moments == []
    assert list(crash.too_few(house, jobs=50)) == []


@pytest.mark.parametrize("misses", [0, 1, 2])
def test_a_moment_that_was_missed_is_tried_again_with_more_jobs_until_it_comes(misses):
    house = Luckless({"fetching"}, misses)

    submitted = crash.catch_up(house, jobs=50)

    tried = ["sent"] * (misses + 1) + ["running"]
    assert [moment for moment in house.moments if moment] == tried
    assert house.moments[-1] == "", "it goes on as any other studio"
    assert len(submitted) == len(set(house.asked)) == len(tried) * len(crash.PROVIDERS)
    assert list(crash.too_few(house, jobs=50)) == []


def test_what_never_comes_is_told():
    house = Luckless({"sending", "running"}, misses=99)

    crash.catch_up(house, jobs=50)

    assert list(crash.too_few(house, jobs=50)) == ["never killed while jobs were fetching"]
