"""What leaks.py looks for is found: leaky.py lets a secret out in every way, and each time that is seen."""

import re
import subprocess
import sys
from pathlib import Path

LEAKY = Path(__file__).with_name("leaky.py")
SEEN = re.compile(r"ERROR at teardown of (\w+) _+\n+(?:.*\n)*?A secret came out in (.+?): ")

PLACES = {
    "test_a_log_line": "a log line",
    "test_a_log_line_about_an_error": "a log line",
    "test_a_log_line_with_an_address": "a log line",
    "test_a_page": "the answer to GET /settings/providers/",
    "test_the_head_of_an_answer": "the answer to GET /settings/providers/",
    "test_an_error_page_of_django_itself": "the answer to GET /settings/providers/",
    "test_a_message_to_a_socket": "a message to a socket",
    "test_the_database": "the table accounts_providerkey",
    "test_a_header_in_the_database": "the table accounts_providerkey",
    "test_what_is_printed": "stdout of call",
}


def test_every_way_in_which_a_secret_may_come_out_is_looked_at():
    run = [sys.executable, "-m", "pytest", LEAKY, "-q", "-p", "no:cacheprovider"]
    said = subprocess.run(run, cwd=LEAKY.parents[1], capture_output=True, text=True).stdout

    seen = dict(SEEN.findall(said))
    assert seen.pop("test_a_file").endswith("engine.sqlite3")
    assert seen == PLACES, said
    assert "12 passed, 11 errors" in said
