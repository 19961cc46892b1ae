"""Options and environment variables."""

import os
import re

import pytest

from studio.config import environment

from .conftest import HOME


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch):
    for name in environment.OPTIONS.values():
        monkeypatch.setenv(name, "from outside")


@pytest.mark.parametrize("given", [["--port", "9000"], ["--port=9000"], ["link", "a@b.c", "--port", "9000"]])
def test_an_option_beats_its_variable(given):
    environment.adopt(["manage.py", "studio", *given])

    assert os.environ["DAILIES_PORT"] == "9000"
    assert os.environ["DAILIES_HOST"] == "from outside"


def test_options_of_other_commands_are_left_alone():
    environment.adopt(["manage.py", "quote", "--port", "9000"])

    assert os.environ["DAILIES_PORT"] == "from outside"


def test_a_folder_is_absolute_and_knows_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DAILIES_DATA", "~/takes")

    assert environment.folder("DAILIES_DATA", "x") == tmp_path / "takes"


@pytest.mark.parametrize("given", ["", "  "])
def test_an_empty_variable_is_as_good_as_none(monkeypatch, given):
    monkeypatch.setenv("DAILIES_PORT", given)

    assert environment.number("DAILIES_PORT", 8000, low=1, high=65535) == 8000


@pytest.mark.parametrize(
    "given", ["https://dailies.example.com", "https://dailies.example.com/", "http://10.0.0.7:8000"]
)
def test_a_public_address_is_kept_without_its_slash(monkeypatch, given):
    monkeypatch.setenv("DAILIES_URL", given)

    assert environment.address("DAILIES_URL") == given.rstrip("/")


@pytest.mark.parametrize("given", ["dailies.example.com", "ftp://dailies.example.com", "https://x.example/studio"])
def test_a_public_address_that_cannot_be_used_is_refused(monkeypatch, given):
    monkeypatch.setenv("DAILIES_URL", given)

    with pytest.raises(SystemExit, match="DAILIES_URL must be an address such as"):
        environment.address("DAILIES_URL")


def test_every_variable_is_in_the_readme_and_none_that_nobody_reads():
    read = set(re.findall(r'"(DAILIES_\w+)"', (HOME / "studio/config/settings.py").read_text()))
    named = set(re.findall(r"DAILIES_\w+", (HOME / "README.md").read_text()))

    assert read <= named
    tests = "".join(path.read_text() for path in (HOME / "tests/browser").glob("*.py"))
    assert all(variable in tests for variable in named - read)


def test_variables_are_read_by_the_settings_only():
    """What is written for others to run may name them, in braces."""
    readers = [
        path.relative_to(HOME).as_posix()
        for path in (HOME / "studio").rglob("*.py")
        if re.search(r"getenv|environ\.get|(?<!\{os\.)environ\[[^\]]+\](?! =)", path.read_text())
    ]

    assert readers == ["studio/config/environment.py"]
