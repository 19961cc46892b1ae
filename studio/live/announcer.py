"""What a screen reader is told about jobs: queued, started, ready, failed; together what comes together."""

from collections import Counter
from collections.abc import Iterator

from studio.jobs.machine import State
from studio.jobs.models import Job

WORDS: dict[State, str] = {
    State.QUEUED: "queued",
    State.RUNNING: "started",
    State.READY: "ready",
    State.FAILED: "failed",
    State.REFUSED: "failed",
    State.UNKNOWN: "in need of attention",
}


REMEMBERED = 1000  #: jobs whose last state is remembered


class Announcer:
    """Remembers the last state of each job in this process, so that progress alone says nothing."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}  # job -> state, oldest first
        self._words: dict[int, dict[str, tuple[str, str]]] = {}  # user -> job -> (word, title)

    @property
    def has_words(self) -> bool:
        return bool(self._words)

    def hear(self, job: Job) -> bool:
        """True when the job has moved to another state since it was heard last."""
        pk = str(job.pk)
        if self._last.pop(pk, None) == job.state:
            self._last[pk] = job.state
            return False
        self._last[pk] = job.state
        self._forget_the_oldest()
        if word := WORDS.get(State(job.state)):
            self._words.setdefault(job.owner_id, {})[pk] = (word, job.title)
        return True

    def collected(self) -> Iterator[tuple[int, str]]:
        """(user id, sentence) for everybody who has something to hear; then starts afresh."""
        words, self._words = self._words, {}
        for user_id, jobs in words.items():
            yield user_id, sentence(list(jobs.values()))

    def _forget_the_oldest(self) -> None:
        if len(self._last) > REMEMBERED:
            del self._last[next(iter(self._last))]


def sentence(words: list[tuple[str, str]]) -> str:
    """[("ready", "Harbour")] -> "Harbour: ready."; several of a kind are counted: "3 jobs ready.\""""
    counted = Counter(word for word, _ in words)
    titles = dict(words)
    return " ".join(
        f"{titles[word]}: {word}." if count == 1 else f"{count} jobs {word}." for word, count in counted.items()
    )
