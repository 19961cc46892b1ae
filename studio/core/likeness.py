"""How much two pictures look alike: a fingerprint of 64 bits, in which similar pictures differ in few.

The fingerprint is a difference hash: the picture is drawn in grey at 9 x 8 pixels, and a bit says of each pixel whether
the next one to the right is brighter (Neal Krawetz, "Kind of Like That", 2013). It outlives scaling, compression and
slight changes of colour; not turning, mirroring or cropping.
"""

from pathlib import Path

import numpy as np
from PIL import Image

ALIKE = 10
"""Pictures that differ in so many bits, or fewer, are taken to be alike."""


def fingerprint(picture: Path) -> int | None:
    """Of a picture that we have written ourselves (a poster), as a signed integer of 64 bits.

    None for one that cannot be opened.
    """
    try:
        with Image.open(picture) as opened:
            grey = np.asarray(opened.convert("L").resize((9, 8), Image.Resampling.LANCZOS), dtype=np.int16)
    except OSError:
        return None
    bits = np.packbits(grey[:, 1:] > grey[:, :-1])
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def differing_bits(one: int | None, other: int | None) -> int | None:
    """In how many bits two fingerprints differ, 0 to 64; None where there is none."""
    return None if one is None or other is None else ((one ^ other) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()
