"""Reads environment variables for settings.py and says in one sentence what is wrong with one."""

import argparse
import os
from pathlib import Path
from urllib.parse import urlsplit

#: Options of `manage.py studio` and the variables they stand for.
OPTIONS = {"--data": "DAILIES_DATA", "--host": "DAILIES_HOST", "--port": "DAILIES_PORT"}
FLAGS = {"--rehearsal": "DAILIES_REHEARSAL"}


def adopt(arguments: list[str]) -> None:
    """Puts what was given to `manage.py studio` where settings.py reads it; an option beats its variable."""
    if arguments[1:2] != ["studio"]:
        return
    parser = argparse.ArgumentParser(prog="manage.py studio", add_help=False, allow_abbrev=False)
    for option, variable in OPTIONS.items():
        parser.add_argument(option, dest=variable)
    for flag, variable in FLAGS.items():
        parser.add_argument(flag, dest=variable, action="store_const", const="yes")
    known, _ = parser.parse_known_args(arguments[2:])
    os.environ.update({variable: value for variable, value in vars(known).items() if value is not None})


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def folder(name: str, default: str | Path) -> Path:
    """An absolute path; `~` is the home folder."""
    return Path(text(name, str(default))).expanduser().absolute()


def number(name: str, default: int, *, low: int, high: int) -> int:
    given = text(name, str(default))
    if not given.isdecimal() or not low <= int(given) <= high:
        wrong(name, given, f"a whole number from {low} to {high}")
    return int(given)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    given = text(name, default).lower()
    if given not in allowed:
        wrong(name, given, f"one of {', '.join(allowed)}")
    return given


def switch(name: str) -> bool:
    """On or off; off when it is not given."""
    return choice(name, "no", ("yes", "no")) == "yes"


def address(name: str) -> str:
    """`https://dailies.example.com`, without a path and without a slash at the end; empty when not given."""
    given = text(name).rstrip("/")
    parts = urlsplit(given)
    if given and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path):
        wrong(name, given, "an address such as https://dailies.example.com")
    return given


def wrong(name: str, given: str, allowed: str) -> None:
    options = [option for option, variable in (OPTIONS | FLAGS).items() if variable == name]
    raise SystemExit(f"{' or '.join([*options, name])} must be {allowed}, and it is {given!r}.")
