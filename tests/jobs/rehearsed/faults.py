"""The fault matrix: what may go wrong with a job on the wire, and what becomes of it at each provider. Only data.

The README shows it: `.venv/bin/python -m tests.jobs.rehearsed.faults` writes it there. What the promises of an endpoint
decide (architecture, "The life of a job"): Runware is asked by our id, and takes the same id twice as once; Kling is
asked by our id, but for lip-sync and other calls that have no look-up; fal and Scenario can be asked nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

README = Path(__file__).parents[3] / "README.md"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ends:
    """What becomes of one job.

    `states`: where it rests first, by itself, and at last, once it was tried again in time or a person pressed "Fetch
    again". `charged`: how often the stand-in counted a charge. `says`: words on its card where it rests first.
    `resent`: how often the same request went out again under the same id. `how` is for the README.
    """

    states: tuple[str, ...]
    charged: int
    billed: str
    says: str
    resent: int = 0
    how: str = ""

    def __str__(self) -> str:
        rests = ", then ".join(f"`{state}`" for state in self.states)
        charged = ("not charged", "charged once")[self.charged]
        return f"{rests}{f' ({self.how})' if self.how else ''}, {charged}"


READY = Ends(states=("ready",), charged=1, billed="yes", says="In the library.")
FOUND = replace(READY, how="found by our id")
AGAIN = replace(READY, resent=1, how="sent again, same id")
IN_DOUBT = Ends(states=("unknown",), charged=1, billed="unknown", says="Nothing was sent again.")
NOT_TAKEN = replace(IN_DOUBT, charged=0)
LATER = Ends(states=("queued", "ready"), charged=1, billed="yes", says="It is tried again at")
NO = Ends(states=("refused",), charged=0, billed="no", says="")
SOON = replace(LATER, how="an input is simply stored again")
UNHELPED = replace(NOT_TAKEN, says="which comes first: the job itself was not sent")
NO_HELPED = replace(NO, billed="unknown")
"""Lip-sync: what finding the faces has cost before is not told."""


def stopped(says: str) -> Ends:
    """The money is spent, the file is not here: it waits for a person."""
    return Ends(states=("fetching", "ready"), charged=1, billed="yes", says=says)


# The requests and files


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """One column: a job through one adapter. `endpoint` tells apart what one provider is asked for in two of them."""

    name: str
    provider: str
    task: str = "text-to-video"
    model: str = "kling-2.1-master"
    endpoint: str = ""


SUBJECTS = (
    Subject(name="Runware", provider="runware"),
    Subject(name="fal", provider="fal"),
    Subject(name="Scenario", provider="scenario"),
    Subject(name="Kling", provider="kling", endpoint="/v1/videos/text2video"),
    Subject(
        name="Kling, lip-sync",
        provider="kling",
        task="lip-sync",
        model="kling-lip-sync",
        endpoint="/v1/videos/advanced-lip-sync",
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One fault, of the dial's `what`, on the way of one call. `ends` has one for each of SUBJECTS, or for the first of
    them; None where a provider has no such call. `wait_s`: how long it is put off, where it is."""

    means: str
    where: str
    what: str
    ends: Sequence[Ends | None]
    times: int = 1
    seconds: float | None = None
    wait_s: float | None = None

    @property
    def name(self) -> str:
        return f"{WHERE[self.where]}: {self.means}"

    @property
    def tried(self) -> list[tuple[Subject, Ends]]:
        """Who is asked, and what becomes of it."""
        asked = [(subject, end) for subject, end in zip(SUBJECTS, self.ends, strict=False) if end]
        more = {"task": "image-to-video"} if self.where == "upload" else {}
        return [(replace(subject, **more), end) for subject, end in asked]


WHERE = {
    "upload": "An input that is stored there first",
    "helper": "Finding faces, which comes first and may cost (“charged” is about the job itself)",
    "submit": "The request that costs",
    "status": "The question how it goes",
    "result": "The question for its results",
    "file": "The file",
}
ADAPTERS = 4
SAME = (READY,) * ADAPTERS
ASKED = (None, READY, READY, None)
"""Runware and Kling name the results with the state."""

STORED = (SOON,) * 3
STORED_AT_ONCE = (READY,) * 3
"""At Runware, fal and Scenario; Kling is given inputs with the job."""


def helped(end: Ends) -> tuple[None, None, None, None, Ends]:
    """Only lip-sync has one."""
    return (None, None, None, None, end)


FAULTS = (
    Row(means="the line drops before the body", where="upload", what="drop-before-body", ends=STORED, wait_s=1),
    Row(means="the line drops after the body", where="upload", what="drop-after-body", ends=STORED, wait_s=1),
    Row(means="half an answer", where="upload", what="half-answer", ends=STORED, wait_s=1),
    Row(means="500", where="upload", what="500", ends=STORED, wait_s=1),
    Row(means="503", where="upload", what="503", ends=STORED, wait_s=1),
    Row(means="429 without Retry-After", where="upload", what="429", ends=(LATER,) * 3, wait_s=1),
    Row(
        means="429 with Retry-After of 7 seconds",
        where="upload",
        what="429-retry-after",
        ends=(LATER,) * 3,
        seconds=7,
        wait_s=7,
    ),
    Row(means="200 with errors inside", where="upload", what="200-with-errors", ends=STORED, wait_s=1),
    Row(means="the wrong content type", where="upload", what="wrong-content-type", ends=STORED_AT_ONCE),
    Row(means="a redirect to a private address", where="upload", what="redirect-to-private", ends=STORED, wait_s=1),
    Row(means="a slow drip", where="upload", what="slow-drip", ends=STORED_AT_ONCE, seconds=0.3),
    Row(means="the line drops before the body", where="helper", what="drop-before-body", ends=helped(UNHELPED)),
    Row(means="the line drops after the body", where="helper", what="drop-after-body", ends=helped(UNHELPED)),
    Row(means="half an answer", where="helper", what="half-answer", ends=helped(UNHELPED)),
    Row(means="500", where="helper", what="500", ends=helped(UNHELPED)),
    Row(means="503", where="helper", what="503", ends=helped(UNHELPED)),
    Row(means="429 without Retry-After", where="helper", what="429", ends=helped(LATER), wait_s=1),
    Row(
        means="429 with Retry-After of 7 seconds",
        where="helper",
        what="429-retry-after",
        ends=helped(LATER),
        seconds=7,
        wait_s=7,
    ),
    Row(
        means="200 with errors inside",
        where="helper",
        what="200-with-errors",
        ends=helped(replace(NO, says="“Invalid")),
    ),
    Row(means="the wrong content type", where="helper", what="wrong-content-type", ends=helped(READY)),
    Row(means="a redirect to a private address", where="helper", what="redirect-to-private", ends=helped(UNHELPED)),
    Row(means="a slow drip", where="helper", what="slow-drip", ends=helped(READY), seconds=0.3),
    Row(
        means="the line drops before the body",
        where="submit",
        what="drop-before-body",
        ends=(AGAIN, NOT_TAKEN, NOT_TAKEN, NOT_TAKEN, NOT_TAKEN),
    ),
    Row(
        means="the line drops after the body",
        where="submit",
        what="drop-after-body",
        ends=(FOUND, IN_DOUBT, IN_DOUBT, FOUND, IN_DOUBT),
    ),
    Row(means="the line drops after the answer", where="submit", what="drop-after-answer", ends=(*SAME, READY)),
    Row(
        means="half an answer",
        where="submit",
        what="half-answer",
        ends=(FOUND, IN_DOUBT, IN_DOUBT, FOUND, IN_DOUBT),
    ),
    Row(means="500", where="submit", what="500", ends=(AGAIN, NOT_TAKEN, NOT_TAKEN, NOT_TAKEN, NOT_TAKEN)),
    Row(means="503", where="submit", what="503", ends=(AGAIN, NOT_TAKEN, NOT_TAKEN, NOT_TAKEN, NOT_TAKEN)),
    Row(means="429 without Retry-After", where="submit", what="429", ends=(LATER,) * 5, wait_s=1),
    Row(
        means="429 with Retry-After of 7 seconds",
        where="submit",
        what="429-retry-after",
        ends=(LATER,) * 5,
        seconds=7,
        wait_s=7,
    ),
    Row(
        means="429 with Retry-After as a date, 7 seconds on, by a clock 10 minutes ahead",
        where="submit",
        what="429-retry-date",
        ends=(LATER,) * 5,
        seconds=7,
        wait_s=7,
    ),
    Row(
        means="200 with errors inside",
        where="submit",
        what="200-with-errors",
        ends=(AGAIN, NOT_TAKEN, NOT_TAKEN, replace(NO, says="“Invalid"), replace(NO_HELPED, says="“Invalid")),
    ),
    Row(means="the wrong content type", where="submit", what="wrong-content-type", ends=(*SAME, READY)),
    Row(
        means="a redirect to a private address",
        where="submit",
        what="redirect-to-private",
        ends=(FOUND, IN_DOUBT, IN_DOUBT, FOUND, IN_DOUBT),
    ),
    Row(means="a slow drip", where="submit", what="slow-drip", ends=(*SAME, READY), seconds=0.3),
    Row(means="their clock 10 minutes ahead", where="submit", what="clock-off", ends=(*SAME, READY), seconds=600),
    Row(
        means="their clock 10 minutes behind",
        where="submit",
        what="clock-off",
        ends=(
            *(READY, READY, READY),
            replace(NO, says="this machine's clock is off", how="its keys sign the time"),
            replace(NO_HELPED, says="this machine's clock is off", how="its keys sign the time"),
        ),
        seconds=-600,
    ),
    Row(means="the line drops", where="status", what="drop-after-body", ends=SAME),
    Row(means="half an answer", where="status", what="half-answer", ends=SAME),
    Row(means="500", where="status", what="500", ends=SAME),
    Row(means="503", where="status", what="503", ends=SAME),
    Row(means="429 without Retry-After", where="status", what="429", ends=SAME),
    Row(means="429 with Retry-After", where="status", what="429-retry-after", ends=SAME, seconds=0.3),
    Row(means="200 with errors inside", where="status", what="200-with-errors", ends=SAME),
    Row(means="the wrong content type", where="status", what="wrong-content-type", ends=SAME),
    Row(means="a redirect to a private address", where="status", what="redirect-to-private", ends=SAME),
    Row(means="a slow drip", where="status", what="slow-drip", ends=SAME, seconds=0.3),
    Row(means="their clock 10 minutes behind", where="status", what="clock-off", ends=SAME, seconds=-600),
    Row(means="the line drops", where="result", what="drop-after-body", ends=ASKED),
    Row(means="half an answer", where="result", what="half-answer", ends=ASKED),
    Row(means="500", where="result", what="500", ends=ASKED),
    Row(means="503", where="result", what="503", ends=ASKED),
    Row(means="429 without Retry-After", where="result", what="429", ends=ASKED),
    Row(means="200 with errors inside", where="result", what="200-with-errors", ends=ASKED),
    Row(means="the wrong content type", where="result", what="wrong-content-type", ends=ASKED),
    Row(means="a redirect to a private address", where="result", what="redirect-to-private", ends=ASKED),
    Row(means="a slow drip", where="result", what="slow-drip", ends=ASKED, seconds=0.3),
    Row(means="the line drops", where="file", what="drop-after-body", ends=(stopped("The file broke off"),) * 4),
    Row(means="half of it, then the line drops", where="file", what="half-answer", ends=(stopped("broke off"),) * 4),
    Row(means="500", where="file", what="500", ends=(stopped("did not give the file (HTTP 500)"),) * 4),
    Row(means="503", where="file", what="503", ends=(stopped("did not give the file (HTTP 503)"),) * 4),
    Row(means="429", where="file", what="429", ends=(stopped("did not give the file (HTTP 429)"),) * 4),
    Row(
        means="200 with errors instead of it",
        where="file",
        what="200-with-errors",
        ends=(stopped("where a file should be"),) * 4,
    ),
    Row(means="truncated, whole the second time", where="file", what="truncated-file", ends=SAME),
    Row(
        means="truncated every time",
        where="file",
        what="truncated-file",
        ends=(replace(READY, says="keeps it as it came", how="kept as it came"),) * 4,
        times=2,
    ),
    Row(means="the wrong content type", where="file", what="wrong-content-type", ends=SAME),
    Row(
        means="a redirect to a private address",
        where="file",
        what="redirect-to-private",
        ends=(stopped("The file is not fetched."),) * 4,
    ),
    Row(means="a slow drip", where="file", what="slow-drip", ends=SAME, seconds=0.3),
)


# Their calls


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A provider calls us about a job that is done: the seconds that its clock is off by, what it is told (HTTP), and
    where the job is then, for each of the adapters. Every job is ready in the end, and charged once."""

    means: str
    seconds: float
    told: tuple[int, int, int, int]
    states: tuple[str, str, str, str]


TAKEN, NOT_BELIEVED = 204, 401
CALLS = (
    Call(
        means="the clocks agree",
        seconds=0,
        told=(TAKEN, TAKEN, TAKEN, TAKEN),
        states=("fetching", "fetching", "running", "fetching"),
    ),
    Call(
        means="their clock 10 minutes ahead",
        seconds=600,
        told=(TAKEN, NOT_BELIEVED, TAKEN, NOT_BELIEVED),
        states=("fetching", "running", "running", "running"),
    ),
    Call(
        means="their clock 10 minutes behind",
        seconds=-600,
        told=(TAKEN, NOT_BELIEVED, TAKEN, NOT_BELIEVED),
        states=("fetching", "running", "running", "running"),
    ),
)
WORDS = {
    (TAKEN, "fetching"): "believed",
    (TAKEN, "running"): "a reason to ask",
    (NOT_BELIEVED, "running"): "not believed, asked as before",
}
"""What we answer, and where the job is then -> what that is called in the README."""


# The README

BEGIN, END = "<!-- faults: python -m tests.jobs.rehearsed.faults -->", "<!-- /faults -->"


def in_readme() -> str:
    """What stands between the markers."""
    return README.read_text().partition(f"{BEGIN}\n\n")[2].partition(END)[0]


def as_markdown() -> str:
    """One table for each kind of call. What is the same at every provider is said once."""
    lines = [line for where in WHERE for line in _faults(where)]
    return "\n".join([*lines, *_calls()]) + "\n"


def _faults(where: str) -> Iterator[str]:
    """Those who have such a call, and once for all of them where it ends alike."""
    rows = [row for row in FAULTS if row.where == where]
    asked = [place for place, end in enumerate(rows[0].ends) if end]
    names = [SUBJECTS[place].name for place in asked]
    if len(asked) > 1 and all(len({row.ends[place] for place in asked}) == 1 for row in rows):
        asked, names = asked[:1], ["every provider" if len(asked) == ADAPTERS else ", ".join(names)]
    yield from _head(WHERE[where], names)
    for row in rows:
        yield _line(row.means, [str(row.ends[place]) for place in asked])
    yield ""


def _calls() -> Iterator[str]:
    yield from _head("Their call about a finished job", [subject.name for subject in SUBJECTS[:ADAPTERS]])
    for call in CALLS:
        told = zip(call.told, call.states, strict=True)
        yield _line(call.means, [f"{WORDS[pair]}: `{pair[1]}`" for pair in told])
    yield ""


def _head(first: str, names: Sequence[str]) -> Iterator[str]:
    yield _line(first, names)
    yield _line("---", ["---"] * len(names))


def _line(first: str, cells) -> str:
    return f"| {' | '.join([first, *cells])} |"


def write() -> None:
    """Put it into the README."""
    before, _, rest = README.read_text().partition(f"{BEGIN}\n")
    README.write_text(f"{before}{BEGIN}\n\n{as_markdown()}{END}{rest.partition(END)[2]}")


if __name__ == "__main__":
    write()
