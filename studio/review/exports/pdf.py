"""Notes on paper: an entry for each, its pictures at the left, its words at the right.

Letters are those of the three fonts that the studio carries. What none of them has (emoji, Arabic, Hebrew) is left out
or stands as □, and the entry says so: nothing of it is lost in the other kinds of file.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from fpdf import FPDF

from studio.animatic import typeset

MARGIN, GAP, PICTURE = 15.0, 6.0, 78.0  #: mm
PAGE_W, PAGE_H = 210.0, 297.0  #: A4
TALLEST = 100.0  #: mm of a picture
POINT = 25.4 / 72  #: mm
LEADING = 1.4
INK, PALE, LINE = (20, 20, 20), (95, 95, 95), (205, 205, 205)
FINE = 10  #: text is measured so many times as large, for whole pixels are too coarse
LOST = "Some letters cannot be printed here. The CSV and the Markdown file have them."


@dataclass(frozen=True, slots=True)
class Picture:
    """`jpeg` is a JPEG of `width` by `height` pixels; `said` stands below it."""

    jpeg: bytes
    width: int
    height: int
    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A thread: `head` is where it is, `facts` what holds of it, `answers` who and what."""

    clip: str
    head: str
    facts: str
    by: str
    words: str
    answers: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    instead: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.clip, self.by, self.words, *(text for answer in self.answers for text in answer))


def document(title: str, under: str, entries: Iterable[Entry]) -> bytes:
    """The file. An entry that does not fit on the rest of a page begins the next; a longer one goes on there."""
    sheet = Sheet(title)
    sheet.write(MARGIN, PAGE_W - 2 * MARGIN, title, "bold", 18)
    sheet.write(MARGIN, PAGE_W - 2 * MARGIN, under, "regular", 9, PALE)
    clip = None
    for entry in entries:
        sheet.begin(entry, entry.clip != clip)
        clip = entry.clip
    return sheet.finished()


class Sheet:
    """Pages that are written from the top down. All lengths are in mm."""

    def __init__(self, title: str) -> None:
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_title(typeset.clean(title))
        self._pdf.set_creator("Dailies")
        self._pdf.set_lang("en")
        self._fonts: set[str] = set()
        self._page()

    def finished(self) -> bytes:
        return bytes(self._pdf.output())

    def begin(self, entry: Entry, is_new_clip: bool) -> None:
        """An entry, below a line, or below the name of its clip."""
        head = 12.0 if is_new_clip else 0.0
        if self._y + head + min(_height(entry), PAGE_H - 4 * MARGIN) > PAGE_H - MARGIN:
            self._page()
        if is_new_clip:
            self._y += 3
            self.write(MARGIN, PAGE_W - 2 * MARGIN, entry.clip, "bold", 12)
        self._rule()
        self._entry(entry)
        self._y += GAP

    def _entry(self, entry: Entry) -> None:
        top, page = self._y, self._pdf.page
        bottom = self._pictures(entry)
        picture_page = self._pdf.page
        self._pdf.page, self._y = page, top
        has_picture = bool(entry.pictures or entry.instead)
        x = MARGIN + (PICTURE + GAP if has_picture else 0)
        self._words(entry, x, PAGE_W - MARGIN - x)
        if self._pdf.page < picture_page:
            self._pdf.page, self._y = picture_page, bottom
        elif self._pdf.page == picture_page:
            self._y = max(self._y, bottom)

    def _pictures(self, entry: Entry) -> float:
        """Where they end."""
        for each in entry.pictures:
            wide, high = _size(each)
            if self._y + high > PAGE_H - MARGIN:
                self._page()
            said = typeset.clean(f"{entry.clip}, {each.said}")
            self._pdf.image(io.BytesIO(each.jpeg), MARGIN, self._y, wide, high, alt_text=said)
            self._y += high + 1
            self.write(MARGIN, PICTURE, each.said, "regular", 8, PALE)
            self._y += 1
        if entry.instead:
            self.write(MARGIN, PICTURE, entry.instead, "regular", 8, PALE)
        return self._y

    def _words(self, entry: Entry, x: float, wide: float) -> None:
        self.write(x, wide, entry.head, "bold", 10)
        self.write(x, wide, entry.facts, "regular", 8, PALE)
        self.write(x, wide, entry.by, "bold", 9)
        self.write(x, wide, entry.words, "regular", 10)
        for by, words in entry.answers:
            self._y += 1.5
            self.write(x + 4, wide - 4, by, "bold", 9)
            self.write(x + 4, wide - 4, words, "regular", 9)
        if any(map(_is_lost, entry.texts)):
            self.write(x, wide, LOST, "regular", 8, PALE)

    def write(
        self, x: float, wide: float, text: str, weight: str, size: float, ink: tuple[int, int, int] = INK
    ) -> None:
        """The text in lines of at most that width, over as many pages as it takes."""
        high = size * POINT * LEADING
        self._pdf.set_text_color(*ink)
        for line in _lines(text, weight, size, wide):
            if self._y + high > PAGE_H - MARGIN:
                self._next()
            self._line(x, self._y + size * POINT, line, weight, size)
            self._y += high

    def _line(self, x: float, base: float, line: str, weight: str, size: float) -> None:
        """In pieces of one font each."""
        for face, piece in typeset.runs(line, weight, round(size * FINE)):
            self._pdf.set_font(self._font(face.path), size=size)
            self._pdf.text(x, base, piece)
            x += face.getlength(piece) / FINE * POINT

    def _font(self, path: str) -> str:
        """Only those that are needed go into the file, and of those only the letters."""
        name = str(path).rpartition("/")[2].partition(".")[0]
        if name not in self._fonts:
            self._fonts.add(name)
            self._pdf.add_font(name, fname=path)
        return name

    def _rule(self) -> None:
        self._pdf.set_draw_color(*LINE)
        self._pdf.line(MARGIN, self._y + 1, PAGE_W - MARGIN, self._y + 1)
        self._y += 4

    def _next(self) -> None:
        """The page after this one, which may have been begun for pictures."""
        if self._pdf.page < self._pdf.pages_count:
            self._pdf.page += 1
            self._y = MARGIN
        else:
            self._page()

    def _page(self) -> None:
        self._pdf.add_page()
        self._y = MARGIN


def _lines(text: str, weight: str, size: float, wide: float) -> Iterable[str]:
    most = int(wide / POINT * FINE)
    for each in text.splitlines():
        yield from typeset.lines(typeset.clean(each), (weight, round(size * FINE)), most)


def _is_lost(text: str) -> bool:
    """Whether a letter or a sign of it has no picture in any of the fonts."""
    kept = "".join(text.split())
    return len("".join(typeset.clean(text).split())) < len(kept) or typeset.clean(text).count(
        typeset.UNKNOWN
    ) > text.count(typeset.UNKNOWN)


def _size(picture: Picture) -> tuple[float, float]:
    """As wide as the column, or as high as is allowed."""
    high = PICTURE * picture.height / picture.width
    return (PICTURE, high) if high <= TALLEST else (TALLEST * picture.width / picture.height, TALLEST)


def _height(entry: Entry) -> float:
    """Of its first picture, or, without one, of a few lines: what is not to be torn apart."""
    return max([_size(each)[1] + 6 for each in entry.pictures[:1]], default=25.0)
