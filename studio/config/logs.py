"""How the studio logs: to stderr, one event per line."""

import logging


class OneLine(logging.Formatter):
    """A traceback is part of its event, so its lines are joined by a mark that a reader can split at."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\n", " ⏎ ")


def logging_for(level: str) -> dict:
    """Django's LOGGING; libraries speak from "warning" on, the studio from `level` on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": "studio.config.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "studio": {"level": level.upper()},
            "django": {"level": "WARNING", "handlers": [], "propagate": True},
        },
    }
