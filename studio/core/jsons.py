"""JSON that comes from outside, made fit to be stored, rendered and sent."""

import json


def loads(text: str) -> object:
    """What the text says, with `?` for half a character: scripts cut emoji in two, and UTF-8 has no halves.

    Raises ValueError for what is no JSON, and for NaN and Infinity, which Python alone takes for some;
    RecursionError for what is nested too deep.
    """
    data = json.loads(text)
    return json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False).encode(errors="replace"))
