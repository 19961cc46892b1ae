"""Files that come along in folders and archives and are no clips: passed by, each with a reason."""

import re
from pathlib import PurePosixPath

from studio.library.zips import INDEX, POSTERS

ALONE = "This is a recipe or another text without its clip. Drop a recipe on the composer to use it."
NESTED = "“{}” is an archive inside an archive. Unpack it, and drop what it holds."
WITH_RECIPE = "With its recipe."
MADE_WITH = "Made with {}, as it says."

NOTES = (
    (re.compile(r"\.ds_store|\._.*|__macosx|\.appledouble|\.spotlight-.*|\.trashes", re.IGNORECASE), "macOS"),
    (re.compile(r"thumbs\.db|desktop\.ini|ehthumbs\.db", re.IGNORECASE), "Windows"),
    (re.compile(r"@eadir|#recycle", re.IGNORECASE), "a network drive"),
)
"""Names that systems leave in folders, and whose they are."""


def reason(name: str) -> str:
    """Why a file of this name is passed by; empty where it is looked at."""
    parts = PurePosixPath(name).parts
    for pattern, whose in NOTES:
        if any(map(pattern.fullmatch, parts)):
            return f"“{parts[-1]}” is a note of {whose}, and no clip."
    if POSTERS in parts[:-1] or parts[-1:] == (INDEX,):
        return f"“{parts[-1]}” belongs to the contact sheet of a zip, and is no clip of its own."
    return ""
