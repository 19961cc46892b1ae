"""fal's own client, unmodified, against the stand-in. What it does not understand, the stand-in says wrongly.

It insists on https, and some of its hosts are fixed (uploads go to rest.fal.ai and v3.fal.media). So it is given a
certificate that it trusts, for fal's real hosts, and a proxy through which every connection ends at the stand-in.
"""

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from studio.rehearsal.dial import Dial
from studio.rehearsal.frame import Frame
from studio.rehearsal.server import everything
from tests.rehearsal.conftest import serving

HOSTS = ("queue.fal.run", "fal.run", "rest.fal.ai", "v3.fal.media", "127.0.0.1")
SCRIPT = Path(__file__).with_name("fal_script.py")
SHORT = {"queue_s": [0.15, 0.15], "delay_s": [0.6, 0.6]}
"""The client asks ten times a second: each word is seen, on a busy machine too."""


class Proxy:
    """`CONNECT anywhere:443` leads to one port of this machine; remembers where it was meant to lead."""

    def __init__(self, port: int) -> None:
        self.port, self.asked = port, set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._lead, args=(caller,), daemon=True).start()

    def _lead(self, caller: socket.socket) -> None:
        head = caller.recv(4096)
        self.asked.add(head.split()[1].decode().partition(":")[0])
        there = socket.create_connection(("127.0.0.1", self.port))
        caller.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        threading.Thread(target=_pour, args=(there, caller), daemon=True).start()
        _pour(caller, there)


def _pour(source: socket.socket, into: socket.socket) -> None:
    with closing(source), closing(into):
        try:
            while piece := source.recv(1 << 16):
                into.sendall(piece)
        except OSError:
            pass


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the script saw, the hosts that it asked for, and the stand-in's bill."""
    folder = tmp_path_factory.mktemp("fal")
    authority, certificate = trustme.CA(), folder / "server.pem"
    certificate_ = authority.issue_cert(*HOSTS)
    certificate_.private_key_and_cert_chain_pem.write_to_path(str(certificate))
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    picture = folder / "first.png"
    picture.write_bytes(b"\x89PNG, or nearly")
    frame = Frame(folder / "rehearsal", Dial.from_json(SHORT))
    tls = {"ssl_certfile": str(certificate), "ssl_keyfile": str(certificate)}
    with serving(everything(frame), frame, **tls) as origin:
        proxy = Proxy(int(origin.rpartition(":")[2]))
        ways = {"HTTPS_PROXY": proxy.address, "SSL_CERT_FILE": str(folder / "ca.pem"), "NO_PROXY": ""}
        environment = {"PATH": os.environ["PATH"], "FAL_KEY": "some-id:some-secret", **ways}
        command = [sys.executable, str(SCRIPT), str(picture)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        proxy.door.close()
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout) | {"hosts": proxy.asked, "charges": frame.store.charges("fal")}
    frame.close()


def test_a_request_is_followed_through_the_queue_with_its_log_to_a_file(told):
    seen = told["followed"]

    assert list(dict.fromkeys(seen["words"])) == ["Queued", "InProgress", "Completed"]
    assert seen["lines"][-1] == "Done"
    assert seen["result"]["video"]["content_type"] == "video/mp4"
    assert seen["result"]["video"]["url"].startswith("https://127.0.0.1")


def test_a_request_is_found_again_by_its_id_without_the_path_of_its_endpoint(told):
    assert (told["asked_later"]["first"], told["asked_later"]["place"]) == ("Queued", 0)
    assert "video" in told["asked_later"]["result"]


def test_what_was_uploaded_in_either_way_is_an_input_afterwards(told):
    assert all(url.startswith("https://v3.fal.media/files/") for url in told["uploaded"]["urls"])
    assert [list(result) for result in told["uploaded"]["results"]] == [["video"], ["video"]]


def test_a_file_that_the_client_sends_in_parts_is_whole_there(told):
    assert told["in_parts"]["url"].startswith("https://v3.fal.media/files/")
    assert told["in_parts"]["whole"]


def test_errors_arrive_as_the_client_knows_them(told):
    (detail,) = told["invalid"]["message"]

    assert (told["invalid"]["status"], detail["loc"], detail["type"]) == (422, ["body", "duration"], "one_of")
    assert told["not_there"]["status"] == 404
    assert (told["nobody"]["status"], told["nobody"]["message"]) == (401, "No user found for Key ID and Secret")


def test_a_cancelled_request_ends_as_one_and_costs_nothing(told):
    assert (told["stopped"]["word"], told["stopped"]["error"]) == ("Completed", "client_cancelled")
    assert told["stopped"]["result"]["status"] == 499
    assert len([charge for charge in told["charges"] if charge.refunded]) == 1


def test_many_at_once_and_one_without_the_queue_are_answered(told):
    assert [len(result["images"]) for result in told["at_once"]] == [2, 2, 2]
    assert len(told["direct"]["images"]) == 1


def test_the_client_was_left_as_it_is_and_asked_for_the_real_hosts(told):
    assert told["hosts"] == {"queue.fal.run", "fal.run", "rest.fal.ai", "v3.fal.media", "127.0.0.1"}
