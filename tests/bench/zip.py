"""What it costs to download 500 clips as one zip; prints JSON.

    python tests/bench/zip.py [--fraction 0.1]

The zip streams from `manage.py studio` in a process of its own over HTTP. `first_byte_ms` is until it begins,
`mb_per_s` from its first byte to its last, `grown_mb` by how much the studio's memory grew at most beyond what it was
before (Linux: VmHWM against VmRSS, after the peak was reset). The clips are 500 rows over 20 files of random bytes. It
exits with 1 where the zip is not whole, or the memory grew by more than 64 MB. `--fraction`: so many of the clips.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.create import signed_in  # noqa: E402
from tests.bench.library import prepare, served  # noqa: E402

CLIPS, FILES, CLIP_MB = 500, 20, 8
MOST_GROWN_MB = 64


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the clips, 0.01 to 1")
    clips = max(2, int(CLIPS * options.parse_args().fraction))
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        prepare(Path(folder))
        cookies = signed_in().cookies
        stock(clips)
        found = measured(cookies, Path(folder) / "all.zip", clips)
    print(json.dumps({"bench": "zip", "clips": clips, **found, "load": os.getloadavg()[0]}, indent=2))
    sys.exit(0 if found["whole"] and found["grown_mb"] <= MOST_GROWN_MB else 1)


def stock(clips: int) -> None:
    """So many results over a few files; what is in them is no matter to a zip."""
    from studio.accounts.models import User
    from studio.library import store
    from tests.library.making import row, rows

    alice, left = User.objects.get(), clips
    for _ in range(FILES):
        share = -(-clips // FILES) if left >= -(-clips // FILES) else left
        if not share:
            return
        content = row(alice).sha256
        path = store.place(content, ".mp4")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(CLIP_MB << 20))
        rows(alice, share, sha256=content)
        left -= share


def measured(cookies: dict, target: Path, clips: int) -> dict[str, object]:
    import httpx
    from django.conf import settings

    token = "t" * 32
    mine = {name: cookies[name].value for name in cookies} | {settings.CSRF_COOKIE_NAME: token}
    with served() as url, httpx.Client(base_url=url, cookies=mine, timeout=600) as client:
        client.get("/library/").raise_for_status()
        studio = serving(url)
        before = memory(studio, "VmRSS")
        Path(f"/proc/{studio}/clear_refs").write_text("5")  # the peak counts from now on
        begun = time.monotonic()
        headers = {"X-CSRFToken": token}
        with (
            client.stream("POST", "/library/zip/", data={"query": "?"}, headers=headers) as answer,
            target.open("wb") as file,
        ):
            answer.raise_for_status()
            first = time.monotonic()
            for piece in answer.iter_raw():
                file.write(piece)
        seconds, size = time.monotonic() - first, target.stat().st_size
        grown = memory(studio, "VmHWM") - before
    with zipfile.ZipFile(target) as found:
        whole = found.testzip() is None and sum(name.endswith(".mp4") for name in found.namelist()) == clips
    return {
        "bytes": size,
        "first_byte_ms": round((first - begun) * 1000),
        "mb_per_s": round(size / 1e6 / seconds, 1),
        "grown_mb": round(grown, 1),
        "whole": whole,
    }


def serving(url: str) -> int:
    """The process that listens at the address."""
    port = f":{int(url.rpartition(':')[2]):04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(port) and line[3] == "0A"}
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.readlink(handle) in sockets:
                return int(handle.parts[2])
        except OSError:
            continue
    sys.exit(f"Nobody listens at {url}.")


def memory(pid: int, what: str) -> float:
    """MB of a process, as the system counts them."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


if __name__ == "__main__":
    main()
