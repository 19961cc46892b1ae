"""`python -m studio.rehearsal --port 0 --folder DIR [--dial FILE|JSON]`: all stand-ins, until it is stopped."""

import argparse
import asyncio
import logging
import sys
import threading
from pathlib import Path

import uvicorn

from studio.rehearsal.dial import BadDial, Dial
from studio.rehearsal.frame import Frame
from studio.rehearsal.server import everything, port_of, server


def main(arguments: list[str] | None = None) -> int:
    """Serve. 0 when it was stopped, 1 when it could not start, 2 for a dial that cannot be set."""
    asked = _asked(arguments)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    try:
        dial = _dial(asked.dial)
    except (BadDial, OSError) as error:
        print(f"The dial cannot be set. {error}", file=sys.stderr)
        return 2
    frame = Frame(asked.folder, dial, studio=asked.studio)
    running = server(everything(frame), asked.port)
    if asked.lifeline:
        threading.Thread(target=_live_while_stdin_does, args=(running,), daemon=True).start()
    asyncio.run(_serve(running, frame))
    frame.close()
    return 0 if running.started else 1


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m studio.rehearsal", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--folder", type=Path, required=True, help="where it keeps what it remembers")
    parser.add_argument("--dial", default="", help="a JSON file, or JSON; without it as it was set before")
    parser.add_argument("--studio", default="", help="where on this machine webhooks are sent: http://127.0.0.1:8000")
    parser.add_argument("--lifeline", action="store_true", help="ends when stdin does: its parent is gone then")
    return parser.parse_args(arguments)


def _live_while_stdin_does(running: uvicorn.Server) -> None:
    sys.stdin.read()
    running.should_exit = True


def _dial(given: str) -> Dial | None:
    if not given:
        return None
    return Dial.read(given if given.lstrip().startswith("{") else Path(given).read_text())


async def _serve(running: uvicorn.Server, frame: Frame) -> None:
    task = asyncio.create_task(running.serve())
    while not running.started and not task.done():
        await asyncio.sleep(0.01)
    if running.started:
        frame.address = f"http://127.0.0.1:{port_of(running)}"
        print(f"Rehearsal is ready: {frame.address}", flush=True)
    await task


if __name__ == "__main__":
    sys.exit(main())
