"""How fast an animatic is drawn, beside Debian's ffmpeg doing zoompan + x264 veryfast, and beside the encoder alone.

    python tests/bench/animatic.py [--fraction 0.05]

All three take turns in every round, so that a busy machine is unfair to none of them. `realtime` is seconds of film per
second, `ratio_to_ffmpeg` its time over ours (above 1 we are faster), `ratio_to_encoder` our time over that of the same
encoder given ready frames; medians of all rounds. Ours is a whole render by the child that the studio starts, imports
and final check included; ffmpeg's is its whole run. `cpu_s` does not depend on who else works on the machine.

The other moves (a projective camera move, the motion brush, the morph from the first frame to the last) take turns with
the encoder alone on their own frames.
"""

import argparse
import asyncio
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE = "tests.bench.animatic"  # as the child knows it
PICTURE = ROOT / "tests" / "media" / "coffee.jpg"
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
RATES = (24, 30)
SECONDS, ROUNDS = 10, 5
MOVES_AT = ("1080p", 24)  # where the other moves are measured; 4K for memory alone
READY = 48  # different frames that the encoder alone is given, over and over


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
    """The same film with other moves; their pictures are made from the one."""
    import cv2
    import numpy as np

    width, height = request["width"], request["height"]
    picture = cv2.resize(cv2.imread(str(PICTURE)), (width * 5 // 4, height * 5 // 4), interpolation=cv2.INTER_CUBIC)
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(mask, (width // 2, height // 2), (width // 6, height // 5), 0, 0, 360, 255, -1)
    right = picture[height // 20 :, width // 20 :]
    files = {"first": picture[:height, :width], "last": right[:height, :width], "mask": mask}
    for name, pixels in files.items():
        cv2.imwrite(str(folder / f"{name}.png"), pixels)
    path = [[width // 2, height // 2], [width * 3 // 4, height // 3]]
    brush = {"static_mask": None, "brushes": [{"mask": str(folder / "mask.png"), "path": path}]}
    request = request | {"first_frame": str(folder / "first.png")}
    return {
        "camera": request | {"camera": {"preset": "right_turn_forward"}},
        "motion brush": request | {"motion_brush": brush},
        "morph": request | {"last_frame": str(folder / "last.png")},
    }


def run(request: dict, say: Callable) -> dict:
    """In the child: the render, then what it took."""
    from studio.animatic import child

    answer = child.run(request, say)
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return answer | {"rss_mb": int(most.split()[1]) / 1024, "cpu_s": used.ru_utime + used.ru_stime}


def ours(folder: Path, request: dict) -> dict:
    from studio.core import limits

    return asyncio.run(limits.run(MODULE, {"plan": request, "into": str(folder)}, limits=limits.Limits()))


def ffmpeg(folder: Path, request: dict) -> dict:
    """The same move: in by 2 % a second, to 15 % at most, from the middle."""
    seconds = request["shots"][0]["duration"]
    frames = round(seconds * request["fps"])
    width, height = request["width"], request["height"]
    move = f"z='1+{min(0.15, 0.02 * seconds)}*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
    fit = f"crop='min(iw,ih*{width}/{height})':'min(ih,iw*{height}/{width})'"
    zoompan = f"{fit},zoompan={move}:d={frames}:s={width}x{height}:fps={request['fps']}"
    encode = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
    command = ["ffmpeg", "-v", "error", "-y", "-i", request["first_frame"], "-vf", zoompan, *encode]
    process = subprocess.Popen([*command, str(folder / "ffmpeg.mp4")])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("ffmpeg failed; see above.")
    return {"cpu_s": used.ru_utime + used.ru_stime}


class Encoder:
    """The encoder alone: frames that are ready, copied in."""

    def __init__(self, request: dict) -> None:
        import cv2

        from studio.animatic import draw, plan
        from studio.animatic.planes import Planes

        cv2.setNumThreads(1)
        self._plan = plan.parse(request)
        film = draw.Film(self._plan, 0)
        self._frames = [Planes.empty(request["width"], request["height"]) for _ in range(min(READY, self._plan.frames))]
        for n, frame in enumerate(self._frames):
            film.draw(n, frame)

    def __call__(self, folder: Path, _request: dict) -> dict:
        import numpy as np

        from studio.animatic import encode

        def copy(n: int, into) -> None:
            there = len(self._frames) - 1
            ready = self._frames[there - abs(n % (2 * there or 1) - there)]  # to and fro: no cut in between
            for source, target in zip(ready.all(), into.all(), strict=True):
                np.copyto(target, source)

        before = time.process_time()
        encode.write(self._plan, copy, folder / "encoder.mp4", lambda n: None)
        return {"cpu_s": time.process_time() - before}


def measure(size: tuple[int, int], fps: int, seconds: float, rounds: int) -> dict:
    request = asked(size, fps, seconds)
    runners = {"ours": ours, "ffmpeg": ffmpeg, "encoder": Encoder(request)}
    times: dict[str, list[float]] = {name: [] for name in runners}
    used: dict[str, list[dict]] = {name: [] for name in runners}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for name, runner in runners.items():
                began = time.perf_counter()
                used[name].append(runner(Path(folder), request))
                times[name].append(time.perf_counter() - began)
        bytes_ = {path.stem: path.stat().st_size for path in Path(folder).glob("*.mp4")}
    wall = {name: statistics.median(values) for name, values in times.items()}
    cpu = {name: statistics.median(each["cpu_s"] for each in values) for name, values in used.items()}
    return {
        "realtime": round(seconds / wall["ours"], 2),
        "ratio_to_ffmpeg": round(wall["ffmpeg"] / wall["ours"], 2),
        "ratio_to_encoder": round(wall["ours"] / wall["encoder"], 2),
        "cpu_ratio_to_ffmpeg": round(cpu["ffmpeg"] / cpu["ours"], 2),
        "wall_s": {name: round(value, 3) for name, value in wall.items()},
        "cpu_s": {name: round(value, 3) for name, value in cpu.items()},
        "peak_rss_mb": round(max(each["rss_mb"] for each in used["ours"])),
        "bytes": {"ours": bytes_["0"], "ffmpeg": bytes_["ffmpeg"]},
    }


def measure_moves(name: str, fps: int, seconds: float, rounds: int) -> dict[str, dict]:
    """Of each other move: seconds of film per second, our time over the encoder's, memory."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for move, request in moves(asked(SIZES[name], fps, seconds), Path(folder)).items():
            encoder, times, used = Encoder(request), {"ours": [], "encoder": []}, []
            for _ in range(rounds):
                for who, runner in (("ours", ours), ("encoder", encoder)):
                    began = time.perf_counter()
                    used.append(runner(Path(folder), request))
                    times[who].append(time.perf_counter() - began)
            wall = {who: statistics.median(values) for who, values in times.items()}
            cpu = [statistics.median(each["cpu_s"] for each in used[n::2]) for n in (0, 1)]
            found[f"{move}, {name} {fps} fps"] = {
                "realtime": round(seconds / wall["ours"], 2),
                "ratio_to_encoder": round(wall["ours"] / wall["encoder"], 2),
                "cpu_ratio_to_encoder": round(cpu[0] / cpu[1], 2),
                "wall_s": {who: round(value, 3) for who, value in wall.items()},
                "peak_rss_mb": round(max(each.get("rss_mb", 0) for each in used)),
            }
    return found


def memory_at_4k(seconds: float) -> dict[str, int]:
    """Most memory in MB, by move, of one render of 3840 x 2160."""
    request = asked((3840, 2160), 24, seconds)
    with tempfile.TemporaryDirectory() as folder:
        films = {"push in": request} | moves(request, Path(folder))
        return {move: round(ours(Path(folder), film)["rss_mb"]) for move, film in films.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--fraction", type=float, default=1.0, help="part of the seconds and rounds, 0.05 to try")
    fraction = options.parse_args().fraction
    if not shutil.which("ffmpeg"):
        raise SystemExit("This bench compares with ffmpeg: apt-get install ffmpeg.")
    seconds, rounds = max(1.0, SECONDS * fraction), max(1, round(ROUNDS * fraction))
    results = {
        f"{name} {fps} fps": measure(size, fps, seconds, rounds) for name, size in SIZES.items() for fps in RATES
    }
    results |= measure_moves(*MOVES_AT, seconds, rounds)
    about = {
        "bench": "animatic",
        "seconds": seconds,
        "rounds": rounds,
        "cpus": os.cpu_count(),
        "load": os.getloadavg()[0],
    }
    memory = memory_at_4k(min(seconds, 2.0))
    print(json.dumps(about | {"results": results, "peak_rss_mb_at_4k": memory}, indent=2))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
