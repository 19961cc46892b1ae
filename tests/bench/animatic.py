"""How fast an animatic is drawn, beside Debian's ffmpeg doing zoompan + x264 veryfast, and beside the encoder alone.

    python tests/bench/animatic.py [--fraction 0.1] [--only morph]

For each move (a push in; a projective camera move; the motion brush; the morph from a first to a last frame) these take
turns in every round, so that a busy machine is unfair to none of them:

- ours: a whole render by a child that the studio's nursery bears, its final check included;
- the encoder alone: ours, with the same options, given the very same frames, ready in memory. It starts no process;
- ffmpeg, where the camera moves: its whole run of a push in over the same picture, at the same size, rate and length;
- started, for the push in: ours by a child that is started as a program of its own, as where there is no nursery.

Wall is what a clock says, CPU what the whole tree of processes took: who else works on the machine spoils the first,
and the second less. `realtime` is seconds of film per second, `to_ffmpeg` its time over ours (above 1 we are faster),
`to_encoder` our time over the encoder's; medians of all rounds.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE = "tests.bench.animatic"  # as the child knows it
PICTURE = ROOT / "tests" / "media" / "coffee.jpg"
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
RATES = (24, 30)
SECONDS, ROUNDS = 10, 3
LARGE, LARGE_S = (3840, 2160), 0.5  # measured for its memory alone, which is at its most after a dozen frames
TURNS = {"push in": ("ffmpeg", "started"), "camera": ("ffmpeg",), "motion brush": (), "morph": ()}
"""Per move, who takes turns beside ours and the encoder."""


def asked(size: tuple[int, int], fps: int, seconds: float) -> dict:
    return {
        "kind": "video",
        "width": size[0],
        "height": size[1],
        "fps": fps,
        "shots": [{"prompt": "A cup of coffee on a table, steam rising, slow push in", "duration": seconds}],
        "first_frame": str(PICTURE),
        "model": "Kling 3.0 Pro",
    }


def moves(request: dict, folder: Path) -> dict[str, dict]:
    """The film and the same with other moves; their pictures are made from the one."""
    import cv2
    import numpy as np

    width, height = request["width"], request["height"]
    picture = cv2.resize(cv2.imread(str(PICTURE)), (width * 5 // 4, height * 5 // 4), interpolation=cv2.INTER_CUBIC)
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(mask, (width // 2, height // 2), (width // 6, height // 5), 0, 0, 360, 255, -1)
    right = picture[height // 20 :, width // 20 :]
    for name, pixels in (("first", picture[:height, :width]), ("last", right[:height, :width])):
        cv2.imwrite(str(folder / f"{name}.jpg"), pixels)
    cv2.imwrite(str(folder / "mask.png"), mask)
    path = [[width // 2, height // 2], [width * 3 // 4, height // 3]]
    brush = {"static_mask": None, "brushes": [{"mask": str(folder / "mask.png"), "path": path}]}
    same = request | {"first_frame": str(folder / "first.jpg")}
    return {
        "push in": request,
        "camera": same | {"camera": {"preset": "right_turn_forward"}},
        "motion brush": same | {"motion_brush": brush},
        "morph": same | {"last_frame": str(folder / "last.jpg")},
    }


# Who takes turns


def prepare() -> None:
    """In the nursery: loads what `run` needs."""
    from studio.animatic import child

    child.prepare()


def run(request: dict, say: Callable) -> dict:
    """In the child: the render, then the most memory that it had."""
    from studio.animatic import child

    answer = child.run(request, say)
    most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return answer | {"rss_mb": int(most.split()[1]) / 1024}


def ours(folder: Path, request: dict, *, born: bool = True) -> dict:
    from studio.core import births, limits

    births.HAS_NURSERY = born
    return asyncio.run(limits.run(MODULE, {"plan": request, "into": str(folder)}, limits=limits.Limits()))


def ffmpeg(folder: Path, request: dict) -> None:
    """In by 2 % a second, to 15 % at most, from the middle."""
    seconds = request["shots"][0]["duration"]
    frames = round(seconds * request["fps"])
    width, height = request["width"], request["height"]
    move = f"z='1+{min(0.15, 0.02 * seconds)}*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
    fit = f"crop='min(iw,ih*{width}/{height})':'min(ih,iw*{height}/{width})'"
    zoompan = f"{fit},zoompan={move}:d={frames}:s={width}x{height}:fps={request['fps']}"
    encode = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
    command = ["ffmpeg", "-v", "error", "-y", "-i", request["first_frame"], "-vf", zoompan, *encode]
    subprocess.run([*command, str(folder / "ffmpeg.mp4")], check=True)


class Encoder:
    """The encoder alone: every frame of the film is ready."""

    def __init__(self, request: dict) -> None:
        import cv2

        from studio.animatic import draw, plan
        from studio.animatic.planes import Planes

        cv2.setNumThreads(1)
        self._plan = plan.parse(request)
        film = draw.Film(self._plan, 0)
        self._frames = [Planes.empty(request["width"], request["height"]) for _ in range(self._plan.frames)]
        for n, frame in enumerate(self._frames):
            film.draw(n, frame)

    def __call__(self, folder: Path, _request: dict) -> None:
        import numpy as np

        from studio.animatic import encode

        def copy(n: int, into) -> None:
            for source, target in zip(self._frames[n].all(), into.all(), strict=True):
                np.copyto(target, source)

        encode.write(self._plan, copy, folder / "encoder.mp4", lambda n: None)


OTHERS = {"ffmpeg": ffmpeg, "started": partial(ours, born=False)}


# Measures


def took(act: Callable, *given: object) -> tuple[float, float, dict | None]:
    """Seconds by the clock, CPU seconds of this process and of all that descend from it; the answer."""
    cpu, clock = tree_s(), time.perf_counter()
    answer = act(*given)
    return time.perf_counter() - clock, tree_s() - cpu, answer


def tree_s() -> float:
    """CPU seconds of this process, of all that descend from it, and of those of them that have ended (proc(5))."""
    ticks, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            ticks[stat.parent.name], parents[stat.parent.name] = sum(map(int, fields[11:15])), fields[1]
    mine = {str(os.getpid())}
    while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return sum(ticks[pid] for pid in mine) / os.sysconf("SC_CLK_TCK")


def measure(request: dict, folder: Path, rounds: int, others: tuple[str, ...]) -> dict:
    runners = {"ours": ours, "encoder": Encoder(request)} | {name: OTHERS[name] for name in others}
    seen = {name: [] for name in runners}
    ours(folder, {})  # the nursery is there, and has loaded what a child needs
    for _ in range(rounds):
        for name, runner in runners.items():
            seen[name].append(took(runner, folder, request))
    wall, cpu = ({name: statistics.median(each[n] for each in values) for name, values in seen.items()} for n in (0, 1))
    seconds = request["shots"][0]["duration"]
    return {
        "realtime": round(seconds / wall["ours"], 2),
        **({"to_ffmpeg": ratios("ffmpeg", "ours", wall, cpu)} if "ffmpeg" in others else {}),
        "to_encoder": ratios("ours", "encoder", wall, cpu),
        "wall_s": {name: round(value, 2) for name, value in wall.items()},
        "cpu_s": {name: round(value, 2) for name, value in cpu.items()},
        "peak_rss_mb": round(max(each[2]["rss_mb"] for each in seen["ours"])),
        "mbit_s": {
            who: round((folder / f"{name}.mp4").stat().st_size * 8 / seconds / 1e6, 2)
            for who, name in (("ours", "0"), ("ffmpeg", "ffmpeg"))
            if who in runners
        },
    }


def ratios(one: str, other: str, wall: dict, cpu: dict) -> dict[str, float]:
    return {"wall": round(wall[one] / wall[other], 2), "cpu": round(cpu[one] / cpu[other], 2)}


def measure_all(seconds: float, rounds: int, only: str | None) -> dict[str, dict]:
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, size in SIZES.items():
            for fps in RATES:
                for move, request in moves(asked(size, fps, seconds), Path(folder)).items():
                    if only in (None, move):
                        found[f"{move}, {name} {fps} fps"] = measure(request, Path(folder), rounds, TURNS[move])
                        print(".", end="", file=sys.stderr, flush=True)
    return found


def memory_when_large(only: str | None) -> dict[str, int]:
    """Most memory in MB, by move, of one render of 3840 x 2160."""
    with tempfile.TemporaryDirectory() as folder:
        films = moves(asked(LARGE, 24, LARGE_S), Path(folder))
        chosen = {move: film for move, film in films.items() if only in (None, move)}
        return {move: round(ours(Path(folder), film)["rss_mb"]) for move, film in chosen.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--fraction", type=float, default=1.0, help="part of the seconds and rounds, 0.1 to try")
    options.add_argument("--only", help="one move: push in, camera, motion brush, morph")
    chosen = options.parse_args()
    if not shutil.which("ffmpeg"):
        raise SystemExit("This bench compares with ffmpeg: apt-get install ffmpeg.")
    seconds, rounds = max(1.0, SECONDS * chosen.fraction), max(1, round(ROUNDS * chosen.fraction))
    about = {"bench": "animatic", "seconds": seconds, "rounds": rounds, "cpus": os.cpu_count()}
    load = os.getloadavg()[0]
    results = measure_all(seconds, rounds, chosen.only)
    about |= {"load": [round(each, 1) for each in (load, os.getloadavg()[0])]}
    print(json.dumps(about | {"results": results, "peak_rss_mb_at_4k": memory_when_large(chosen.only)}, indent=2))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
