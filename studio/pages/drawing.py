"""What the player's page needs to draw on frames: kinds, colours and limits, as review has them."""

import json

from studio.review.shapes import COLOURS, KINDS, MOST_LETTERS, table


def panel() -> dict[str, object]:
    """For templates/review/drawing.html."""
    return {
        "drawing": json.dumps(table()),
        "inks": [(colour.number, colour.name) for colour in COLOURS.values()],
        "stands": [(kind.slug, kind.name.capitalize()) for kind in KINDS.values()],
        "most_letters": MOST_LETTERS,
    }
