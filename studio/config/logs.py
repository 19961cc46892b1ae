"""How the studio logs: to stderr, one event per line."""

import logging
import re
import traceback
from types import TracebackType

FRAMES = 8  #: of an error's way, counted from where it was raised
SLASH = "(?:/|%2[Ff])"  # an address may stand inside another one
UNGUESSABLE = re.compile(rf"({SLASH}(?:link|lent|reach|shared|hooks{SLASH}[\w-]+){SLASH})(?:(?!{SLASH})[^\s?#&\"'])+")


class OneLine(logging.Formatter):
    """An event stays one line, also when it is an error: what it was, and the way to it from the inside out.

    Addresses that are good for whoever knows them are not told: links that sign in or share, lent files, where
    providers call us. They may still be good, and logs are read by many.
    """

    def format(self, record: logging.LogRecord) -> str:
        return UNGUESSABLE.sub(r"\1…", super().format(record).replace("\n", " ⏎ "))

    def formatException(self, ei: tuple[type, BaseException, TracebackType]) -> str:  # noqa: N802, logging's name
        _, error, trace = ei
        way = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return f"{type(error).__name__}: {error} < {' < '.join(way[: -FRAMES - 1 : -1])}"


def logging_for(level: str) -> dict:
    """Django's LOGGING; libraries speak from "warning" on, the studio from `level` on."""
    line = {"()": "studio.config.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "studio": {"level": level.upper()},
            "django": {"level": "WARNING", "handlers": [], "propagate": True},
            "dbos": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},  # else it brings its own
        },
    }
