"""Requests made small, and many of them drawn in one limited child: most of the time of each would be its start."""

from studio.animatic import child

SMALL = {"width": 320, "height": 180}


def small(wanted: dict) -> dict:
    """The same on fewer pixels; a picture that names its size keeps it."""
    if wanted["width"]:
        return wanted | (SMALL if wanted["kind"] == "video" else {})
    if "short_side" in wanted:
        return wanted | {"short_side": 128 if wanted["task"] == "avatar" else 360}
    return wanted | ({"sizes": [[320, 180], [180, 320], [240, 240]]} if "sizes" in wanted else {})


def run(request, say):
    """`{"each": [{"plan": …, "into": folder}]}` -> `{"drawn": [{"outputs": […], "frames": n, "total": n}]}`."""
    return {"drawn": [drawn(each) for each in request["each"]]}


def drawn(each):
    """What the child answers, and the last that it said of how far it is."""
    said = {}
    return child.run(each, said.update) | {name: said.get(name) for name in ("frames", "total")}
