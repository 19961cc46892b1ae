"""The house as a whole: who may import whom, the policy that every page carries."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from .conftest import HOME


def test_arrows_point_downwards_only():
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([linter, "--no-cache"], cwd=HOME, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_django_finds_nothing_wrong():
    call_command("check", fail_level="WARNING")


def test_a_page_carries_the_strict_policy_and_a_fresh_nonce(client, db):
    first, second = client.get("/accounts/login/"), client.get("/accounts/login/")

    policy = first["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert f'type="importmap" nonce="{nonce}"' in first.content.decode()
    assert nonce not in second["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/nowhere/", "/link/x/y/"])
def test_what_is_not_there_gets_our_own_page(client, db, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert b"Nothing is here" in answer.content


def test_a_form_without_its_token_gets_our_own_page(db):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {})

    assert answer.status_code == 403
    assert b"open for too long" in answer.content


def test_a_fault_of_ours_gets_our_own_page(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("studio.accounts.links.find", lambda token: 1 / 0)

    answer = client.get("/link/x/")

    assert answer.status_code == 500
    assert b"Something broke here" in answer.content


def test_nothing_but_the_agreed_entries_stands_at_the_top():
    if not shutil.which("git") or not (HOME / ".git").exists():
        pytest.skip("no git: the list of files comes from it")
    listed = subprocess.run(["git", "ls-files"], cwd=HOME, capture_output=True, text=True).stdout.split()
    agreed = {"manage.py", "pyproject.toml", "studio", "templates", "static", "tests", "README.md", "LICENSE"}

    assert {name for path in listed if not (name := path.split("/")[0]).startswith(".")} <= agreed | {"SECURITY.md"}
