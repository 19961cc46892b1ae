"""`python manage.py studio`, through real processes."""

import ast
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from .conftest import HOME, make_owner

pytestmark = pytest.mark.crash

# A studio that runs


def test_the_first_run_makes_an_owner_who_is_still_there_after_a_restart(start, tmp_path, port):
    first = start(tmp_path, port)
    with httpx.Client(base_url=first.url) as browser:
        made = make_owner(browser, first.link)
        code, _ = first.stop()

        again = start(tmp_path, port)

        assert made.status_code == 302
        assert code == 0
        assert again.link is None
        assert f"dailies_session_{port}" in browser.cookies
        assert "Sam" in browser.get("/settings/").text


def test_ctrl_c_stops_it_within_seconds_and_without_a_traceback(start, tmp_path, port):
    studio = start(tmp_path, port)

    began = time.monotonic()
    code, printed = studio.stop()

    assert code == 0
    assert time.monotonic() - began < 12
    assert printed.endswith("Stopped. Jobs that were running go on at the next start.\n")
    assert "Traceback" not in printed


def test_it_prints_its_address_by_name_and_answers_there_only(running):
    assert f"Dailies is ready: http://localhost:{running.port}\n" in running.printed
    assert httpx.get(f"http://127.0.0.1:{running.port}/accounts/login/").status_code == 200
    assert httpx.get(f"{running.url}/accounts/login/", headers={"host": "elsewhere.example"}).status_code == 400
    assert listening_on(int(running.port)) == {"127.0.0.1"}


def test_its_keys_are_for_its_account_only_and_apart_from_the_database(running):
    keys = running.data / "keys"

    assert {path.name: path.stat().st_mode & 0o777 for path in keys.iterdir()} == {
        "encryption": 0o600,
        "signing": 0o600,
    }
    assert keys.stat().st_mode & 0o777 == 0o700
    database = (running.data / "db.sqlite3").read_bytes()
    assert all(path.read_bytes().strip() not in database for path in keys.iterdir())


def test_what_it_writes_is_for_its_account_only(running):
    everything = [path for path in running.data.rglob("*") if path.is_file()]
    files = [path for path in everything if running.data / "static" not in path.parents]

    assert any(path.name == "db.sqlite3" for path in files)
    assert [path for path in files if path.stat().st_mode & 0o077] == []


def test_a_large_body_lies_beside_the_data_and_not_in_tmp(running):
    with socket.create_connection(("127.0.0.1", int(running.port))) as browser:
        browser.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3900000\r\n\r\n")
        browser.sendall(b"x" * 3_800_000)

        end = time.monotonic() + 10
        while running.data / "incoming" not in folders_of_open_files(running.pid):
            assert time.monotonic() < end, "no file is open in the folder of what is on its way in"
            time.sleep(0.02)


def test_static_files_have_hashed_names_and_may_be_kept_for_ever(running):
    page = httpx.get(f"{running.url}/accounts/login/").text
    sheet = re.search(r'href="(/static/css/studio\.\w+\.css)"', page)[1]

    answer = httpx.get(running.url + sheet, headers={"accept-encoding": "gzip"})

    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"


def test_a_second_start_on_the_same_folder_is_refused_and_says_why(running, run):
    code, printed = run("studio", "--data", str(running.data), "--port", "1").result()

    assert code == 1
    assert one_sentence(printed)
    assert f"Another Dailies is running on the data folder {running.data}, at {running.url}" in printed
    assert httpx.get(f"{running.url}/accounts/login/").status_code == 200


def test_a_link_from_the_console_signs_in_at_the_studio_that_runs(running, run):
    code, printed = run("studio", "link", "SAM@example.com", "--data", str(running.data)).result()
    link = re.search(r"http\S+", printed)[0]

    assert code == 0
    assert link.startswith(f"{running.url}/link/")
    assert "Welcome back, Sam" in httpx.get(link).text


def test_a_link_where_there_is_no_studio_is_one_sentence(run, tmp_path):
    code, printed = run("studio", "link", "sam@example.com", "--data", str(tmp_path)).result()

    assert code == 1
    assert one_sentence(printed)
    assert f"There is no studio in {tmp_path} yet" in printed
    assert list(tmp_path.iterdir()) == []


def test_a_link_for_somebody_unknown_names_the_accounts(running, run):
    code, printed = run("studio", "link", "eve@example.com", "--data", str(running.data)).result()

    assert code == 1
    assert printed == "No account here signs in with eve@example.com. The accounts are: sam@example.com.\n"


def test_the_secret_of_the_providers_keys_is_turned_while_the_studio_runs(running, run):
    code, printed = run("studio", "keys", "rotate", "--data", str(running.data)).result()

    file = running.data / "keys" / "provider-keys"
    assert code == 0
    assert printed == f"Keys sealed with a new secret: 0. It is in {file}; back that file up.\n"
    assert file.stat().st_mode & 0o777 == 0o600


# A studio that cannot start


def test_a_port_in_use_is_one_sentence(run, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        code, printed = run("studio", "--data", str(tmp_path), "--port", str(taken)).result()

    assert code == 1
    assert one_sentence(printed)
    assert f"Port {taken} on 127.0.0.1 is in use" in printed
    assert not (tmp_path / "db.sqlite3").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(run, tmp_path):
    (tmp_path / "file").write_text("not a folder")

    code, printed = run("studio", "--data", str(tmp_path / "file" / "data")).result()

    assert code == 1
    assert one_sentence(printed)
    assert "cannot be written (Not a directory)" in printed


def test_an_address_of_another_machine_is_one_sentence(run, tmp_path):
    code, printed = run("studio", "--data", str(tmp_path), "--host", "192.0.2.1").result()

    assert code == 1
    assert one_sentence(printed)
    assert "no address 192.0.2.1" in printed


def test_a_damaged_database_is_one_sentence(run, tmp_path, port):
    (tmp_path / "db.sqlite3").write_text("this was a database once, before the disk was full" * 100)

    code, printed = run("studio", "--data", str(tmp_path), "--port", port).result()

    assert code == 1
    assert one_sentence(printed)
    assert "file is not a database" in printed


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["--port", "many"], {}, "--port or DAILIES_PORT must be a whole number from 1 to 65535, and it is 'many'."),
        ([], {"DAILIES_PORT": "0"}, "DAILIES_PORT must be a whole number from 1 to 65535, and it is '0'."),
        ([], {"DAILIES_URL": "dailies.example"}, "DAILIES_URL must be an address such as https://dailies.example.com"),
        ([], {"DAILIES_LOG": "loud"}, "DAILIES_LOG must be one of debug, info, warning, error, and it is 'loud'."),
    ],
)
def test_a_wrong_setting_is_one_sentence(run, tmp_path, arguments, environment, words):
    code, printed = run("studio", "--data", str(tmp_path), *arguments, **environment).result()

    assert code == 1
    assert one_sentence(printed)
    assert words in printed


# A Python that is too old


def test_an_old_python_can_read_manage_py():
    source = (HOME / "manage.py").read_text()

    ast.parse(source, feature_version=(3, 4))
    assert not re.search(r"""\bf["']|:=|->|\bmatch\b""", source)


def test_an_old_python_gets_one_sentence():
    pretend = "import sys; sys.version_info = (3, 9, 2); exec(open('manage.py').read())"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=HOME, capture_output=True, text=True)

    assert done.returncode == 1
    assert one_sentence(done.stderr)
    assert "needs Python 3.11 or newer, and this is Python 3.9" in done.stderr


# Help


def one_sentence(printed: str) -> bool:
    return printed.count("\n") == 1 and printed.endswith(".\n") and "Traceback" not in printed


def folders_of_open_files(pid: int) -> set[Path]:
    """From /proc: a temporary file without a name stands there as `<folder>/#<number> (deleted)`."""
    return {Path(link).resolve().parent for link in map(_target, Path(f"/proc/{pid}/fd").iterdir())}


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:  # closed meanwhile
        return "/"


def listening_on(port: int) -> set[str]:
    """Our own IPv4 addresses on which something listens at `port`, from /proc/net/tcp."""
    found = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        address, state = line.split()[1], line.split()[3]
        host, number = address.split(":")
        if state == "0A" and int(number, 16) == port:
            found.add(socket.inet_ntoa(bytes.fromhex(host)[::-1]))
    return found
