"""BadMedia and every sentence it may say: the file's name, what was found, what is allowed, what to do."""

from studio.core.formats import ALLOWED, Format

LONGEST_S = 3600
SMALLEST_PX = 2
LARGEST_PX = 16_384
MOST_PIXELS = 100_000_000
MOST_IMAGE_BYTES = 100_000_000


class BadMedia(ValueError):
    """A file that Dailies does not take. The message names it, what was found, what is allowed and what to do."""


def empty(name: str) -> BadMedia:
    return BadMedia(f"“{name}” is empty (0 bytes). Choose it again, or export it once more.")


def not_allowed(name: str, words: str) -> BadMedia:
    return BadMedia(f"“{name}” holds {words}. Dailies takes {ALLOWED}. Export it as one of these.")


def renamed(name: str, extension: str, format: Format) -> BadMedia:
    stem = name.removesuffix(extension)
    return BadMedia(
        f"“{name}” holds {format.words}, which its ending “{extension}” contradicts. "
        f"Rename it to “{stem}{format.suffix}”, or export it again."
    )


def cut_short(name: str, format: Format, size: int) -> BadMedia:
    return BadMedia(
        f"“{name}” is cut short: {format.words} begins, but does not end within its {size:,} bytes. "
        "Copy or download it again."
    )


def second_file(name: str, words: str) -> BadMedia:
    return BadMedia(f"“{name}” holds a second file ({words}). Open it in an editor and export only the media again.")


def trailing(name: str, format: Format, count: int) -> BadMedia:
    return BadMedia(
        f"“{name}” holds {count:,} bytes after the end of {format.words}. "
        "Only the media itself is taken: open it in an editor and export it again."
    )


def damaged(name: str, format: Format) -> BadMedia:
    return BadMedia(
        f"“{name}” begins as {format.words}, but is damaged and cannot be read. Export it again, or choose another."
    )


def too_heavy(name: str, size: int) -> BadMedia:
    return BadMedia(
        f"“{name}” has {size / 1e6:,.0f} MB; a picture may have up to {MOST_IMAGE_BYTES / 1e6:.0f} MB. Make it smaller."
    )


def too_large(name: str, width: int, height: int) -> BadMedia:
    return BadMedia(
        f"“{name}” measures {width:,} x {height:,} pixels; up to {LARGEST_PX:,} on a side and {MOST_PIXELS // 10**6} "
        "million in all are allowed. Make it smaller."
    )


def too_small(name: str, width: int, height: int) -> BadMedia:
    return BadMedia(
        f"“{name}” measures {width} x {height} pixels; {SMALLEST_PX} on a side is the least. Choose a larger one."
    )


def too_long(name: str, duration_s: float) -> BadMedia:
    length = f"more than {duration_s / 3600:.1f} hours" if duration_s < 1e6 else "years, it says,"
    return BadMedia(f"“{name}” lasts {length}; up to {LONGEST_S // 3600} hour is allowed. Cut out the part you need.")


def no_length(name: str, format: Format) -> BadMedia:
    return BadMedia(f"“{name}” is {format.words} without a length: nothing in it lasts. Export it again.")


def no_picture(name: str, format: Format) -> BadMedia:
    return BadMedia(
        f"“{name}” is {format.words} without a picture track. To use its sound, export it as M4A, MP3 or WAV."
    )


def no_sound(name: str, format: Format) -> BadMedia:
    return BadMedia(f"“{name}” is {format.words} without a sound track. Export it again.")
