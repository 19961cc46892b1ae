"""What the page's main thread works for each key and each painted point, read from Chromium's own trace (CDP).

The processor is slowed down four times (`Emulation.setCPUThrottlingRate`), as a small laptop is. A task of the main
thread counts for the last key or point that came before its end: what it does later, such as taking the answer to a
saved draft, counts for the key that made it save. Times are the slowed thread's own, in milliseconds: what it waits
for while other programs have the processor does not count.
"""

import json
from bisect import bisect_right
from dataclasses import dataclass

SLOWED = 4
MAIN = "CrRendererMain"
CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"]


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the main thread: when it ended, and how long the thread worked, in microseconds of the trace."""

    end: int
    worked: int

    @property
    def ms(self) -> float:
        return self.worked / 1000


def traced(page, act) -> list[dict]:
    """The events of the trace while `act` goes on, slowed down."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    browser = page.context.browser
    browser.start_tracing(page=page, categories=CATEGORIES)
    try:
        act()
    finally:
        trace = browser.stop_tracing()
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return json.loads(trace)["traceEvents"]


def work_per_event(events: list[dict], kind: str) -> tuple[list[float], list[float]]:
    """Milliseconds of work for each event of the page that is of this kind, and of each single task."""
    thread = _thread_of(events, kind)
    marks = sorted(event["ts"] for event in events if _is_of(event, kind) and _thread(event) == thread)
    tasks = [Task(e["ts"] + e["dur"], e.get("tdur", e["dur"])) for e in events if _is_task(e) and _thread(e) == thread]
    if not marks or not tasks:
        raise SystemExit(f"The trace has {len(marks)} events {kind} and {len(tasks)} tasks of the main thread.")
    work = [0.0] * len(marks)
    longest = []
    for task in tasks:
        mark = bisect_right(marks, task.end) - 1
        if mark >= 0:
            work[mark] += task.ms
            longest.append(task.ms)
    return work, longest


def _thread_of(events: list[dict], kind: str) -> tuple[int, int]:
    """The main thread on which these events came: of several renderers, the page's."""
    main = {_thread(e) for e in events if e.get("name") == "thread_name" and e["args"]["name"] == MAIN}
    heard = [_thread(event) for event in events if _is_of(event, kind) and _thread(event) in main]
    return max(set(heard), key=heard.count) if heard else (0, 0)


def _thread(event: dict) -> tuple[int, int]:
    return event.get("pid", 0), event.get("tid", 0)


def _is_of(event: dict, kind: str) -> bool:
    return event.get("name") == "EventDispatch" and event.get("args", {}).get("data", {}).get("type") == kind


def _is_task(event: dict) -> bool:
    return event.get("name") == "RunTask" and event.get("ph") == "X"
