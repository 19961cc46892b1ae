"""Shot lists as people write them, read into `[{"prompt", "duration"}]`: the only reader of them.

    Look: 35 mm, soft fog          the first line of every shot's prompt, said once
    1) 3s Wide - a pier in fog     also `2. Close-up (4 s)`, `Shot 3: …`, `- 2 sec …`, `0:07-0:10 …`, `| 1 | 3s | … |`
    and a gull lands               a line without a beginning of its own goes on with the shot before

Also Kling's own `shot 1, 3, …; shot 2, 4, …;` and CSV with a header (shot_csv.py). Where nothing is numbered or timed,
each paragraph is a shot, or each line. Shots without seconds share what is left. Whatever is wrong is said of its line,
and then there are no shots: the text stays with whoever wrote it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from studio.catalog.controls import Seconds
from studio.catalog.story_controls import Shots

from .shot_csv import is_csv, lines_of_csv
from .story import Line, Shot, with_look

MOST_CHARACTERS = 50_000
USUAL_S = 3

EMPTY = "The list is empty. Write one shot a line: 1) 3s Wide - what is seen."


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """What a storyboard may be: shots, seconds together, seconds and characters of one."""

    most: int
    longest: int
    shortest: int
    each: int
    characters: int

    @classmethod
    def of(cls, control: Shots) -> "Room":
        """What a route's control says."""
        longest = max(control.totals)
        return cls(
            most=control.most,
            longest=longest,
            shortest=control.shortest,
            each=longest,
            characters=control.characters,
        )

    @classmethod
    def apart(cls, seconds: Seconds, characters: int, most: int) -> "Room":
        """Shots that are jobs of their own: one lasts at most as long as the route's longest clip."""
        each = max(seconds.options)
        return cls(most=most, longest=most * each, shortest=1, each=each, characters=characters)


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What a text says: the shots, or the faults, a sentence each."""

    shots: list[Shot]
    faults: tuple[str, ...] = ()


def read(text: str, room: Room) -> Read:
    """The shots of a text, or what is wrong with it line by line."""
    text = tidy(text)
    if len(text) > MOST_CHARACTERS:
        return Read(shots=[], faults=(f"The list has {len(text):,} characters; {MOST_CHARACTERS:,} can be read.",))
    if is_csv(text):
        lines, faults = lines_of_csv(text)
        return Read(shots=[], faults=faults) if faults else made(lines, "", room)
    look, rest = _look_apart(text)
    return made(_lines(rest), look, room)


def tidy(text: str) -> str:
    """Line ends of a text, without the mark that some programs put in front."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


# The look


LOOK = re.compile(r"(?:look|style)\s*[:=]\s*(\S.*)", re.IGNORECASE)


def _look_apart(text: str) -> tuple[str, str]:
    """The look, where a line of its own says it; and the text with it empty, so that lines keep their numbers."""
    lines = text.split("\n")
    said = [(at, found[1].strip()) for at, line in enumerate(lines) if (found := LOOK.fullmatch(line.strip()))]
    for at, _ in said:
        lines[at] = ""
    return " ".join(look for _, look in said), "\n".join(lines)


# From lines to shots


def made(lines: Sequence[Line], look: str, room: Room) -> Read:
    """The shots of these lines, or their faults. Lines without seconds share what the others leave."""
    faults = [*_faults_of_lines(lines, look, room), *_faults_together(lines, room)] if lines else [EMPTY]
    if faults:
        return Read(shots=[], faults=tuple(faults))
    given = [int(line.seconds) for line in lines if line.seconds]
    spread = iter(_shared(room.longest - sum(given), len(lines) - len(given), room))
    shots = [(line.words, int(line.seconds) if line.seconds else next(spread)) for line in lines]
    return Read(shots=[{"prompt": with_look(look, words), "duration": seconds} for words, seconds in shots])


def _faults_of_lines(lines: Sequence[Line], look: str, room: Room) -> Iterator[str]:
    for line in lines:
        length = len(with_look(look, line.words))
        if not line.words.strip():
            yield f"Line {line.at} has no words. Write what is seen in it."
        elif length > room.characters:
            counted = ", the look included" if look else ""
            yield f"Line {line.at} has {length} characters{counted}; {room.characters} are possible."
        if line.seconds and not _is_possible(line.seconds, room):
            possible = f"a shot lasts whole seconds, {room.shortest} to {room.each}"
            yield f"Line {line.at}: “{line.seconds}” seconds; {possible}."


def _is_possible(seconds: str, room: Room) -> bool:
    return seconds.isascii() and seconds.isdecimal() and room.shortest <= int(seconds[:6]) <= room.each


def _faults_together(lines: Sequence[Line], room: Room) -> Iterator[str]:
    over = len(lines) - room.most
    if over > 0:
        yield f"{room.most} shots are possible; {len(lines)} were given. Merge or leave out {over}."
    given = [int(line.seconds) for line in lines if _is_possible(line.seconds, room)]
    least = sum(given) + room.shortest * (len(lines) - len(given))
    if over <= 0 and least > room.longest:
        yield f"The shots last {least} seconds together; {room.longest} are possible. Take {least - room.longest} out."


def _shared(seconds: int, count: int, room: Room) -> list[int]:
    """So many seconds for each of `count` shots, none above the usual."""
    return [max(room.shortest, min(USUAL_S, seconds // count))] * count if count else []


# From text to lines


UNIT = r"(?:seconds?|secs?|s|″|\")(?!\w)"
NUMBER = r"\d{1,4}(?:[.,]\d+)?"
CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
DASH = r"[-–—]"
SPAN = rf"(?:(?P<from>{CLOCK})\s*(?:{DASH}|to)\s*(?P<to>{CLOCK})|(?P<low>\d+){DASH}(?P<high>\d+)\s*{UNIT})"
LENGTH = rf"(?P<length>{NUMBER})\s*-?\s*{UNIT}"
AFTER = rf"\s*(?:{DASH}+|[:|,.])?\s*"
MARK = re.compile(
    rf"(?!{SPAN})(?!{LENGTH})"
    rf"(?:(?:shot|scene|cut)\s*#?\s*\d{{1,3}}(?!\w)|#?\d{{1,3}}\s*(?=[.):\]]|\s{DASH})|[-*•–—](?=\s))"
    rf"\s*(?:[.):\]]|{DASH}+)?\s*",
    re.IGNORECASE,
)
TIMED = re.compile(rf"[\[(]?\s*(?:{SPAN}|{LENGTH})\s*[\])]?{AFTER}", re.IGNORECASE)
TIMED_AT_END = re.compile(
    rf"\s*(?:[\[(]\s*{LENGTH}\s*[\])]|(?:{DASH}|[|,])\s*{LENGTH.replace('length', 'bare')})\s*\.?$", re.I
)
KLING = re.compile(r"shot\s+\d+\s*,\s*(\d+)\s*,\s*(.*?)\s*(?:;|$)", re.IGNORECASE | re.DOTALL)
RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
HEAD = re.compile(
    r"\W*(?:#|no\.?|shot|scene)\W[^\d]*\b(?:prompt|description|action|words|seconds|duration)\b[^\d]*", re.I
)


def _lines(text: str) -> list[Line]:
    """One line for each shot."""
    if KLING.match(text.strip()):
        found = KLING.finditer(text)
        return [Line(at=text.count("\n", 0, m.start()) + 1, words=m[2], seconds=m[1], begins=True) for m in found]
    written = [_line(at, line) for at, line in enumerate(text.split("\n"), 1)]
    is_a_list = any(line.begins for line in written)
    return _joined(written) if is_a_list else _paragraphs(written)


def _line(at: int, text: str) -> Line:
    """A line as it stands: mark, time, words."""
    text = text.strip()
    if RULE.fullmatch(text) or HEAD.fullmatch(text):
        return Line(at=at, words="")
    if "\t" in text or text.startswith("|"):
        return _row(at, [cell.strip() for cell in re.split(r"\t|\|", text.strip("|"))])
    rest, marks = MARK.subn("", text, count=1) if MARK.match(text) else (text, 0)
    rest, seconds = _timed(rest)
    return Line(at=at, words=rest.strip(), seconds=seconds, begins=bool(marks or seconds))


def _row(at: int, cells: list[str]) -> Line:
    """A row of a table: a number, seconds with a unit or as the second number, and words in one or more cells."""
    numbers = [cell for cell in cells if re.fullmatch(rf"#?{NUMBER}", cell)]
    lengths = [found["length"] for cell in cells if (found := re.fullmatch(LENGTH, cell, re.IGNORECASE))]
    words = [cell for cell in cells if cell and cell not in numbers and not re.fullmatch(LENGTH, cell, re.IGNORECASE)]
    seconds = lengths[0] if lengths else numbers[1] if len(numbers) > 1 else ""
    return Line(at=at, words=" - ".join(words), seconds=seconds, begins=bool(numbers or lengths))


def _timed(text: str) -> tuple[str, str]:
    """The words without their time, and the time in seconds as it was written; empty where there is none."""
    if found := TIMED.match(text):
        return text[found.end() :], _seconds(found)
    if found := TIMED_AT_END.search(text):
        return text[: found.start()], found["length"] or found["bare"]
    return text, ""


def _seconds(found: re.Match) -> str:
    if found["length"]:
        return found["length"]
    ends = (found["from"], found["to"]) if found["from"] else (found["low"], found["high"])
    begin, end = (sum(60**power * int(part) for power, part in enumerate(reversed(e.split(":")))) for e in ends)
    return str(end - begin)


def _joined(written: list[Line]) -> list[Line]:
    """Lines that do not begin a shot go on with the one before."""
    lines: list[Line] = []
    for line in written:
        if line.begins or (line.words and not lines):
            lines.append(line)
        elif line.words:
            lines[-1] = replace(lines[-1], words=f"{lines[-1].words} {line.words}".strip())
    return lines


def _paragraphs(written: list[Line]) -> list[Line]:
    """Without marks: what stands between empty lines is a shot; where there are none, each line."""
    groups: list[list[Line]] = [[]]
    for line in written:
        groups[-1].append(line) if line.words else groups.append([])
    groups = [group for group in groups if group]
    if len(groups) == 1:
        return groups[0]
    return [replace(group[0], words=" ".join(line.words for line in group)) for group in groups]


# From a prompt to shots


CUT = re.compile(
    r"[\s,;.]*\b(?:then\s+)?(?:(?:smash|hard|jump|match)\s+)?(?:cut|cuts|dissolve|fade)\s+to\b[\s:,]*", re.I
)
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^a-z])|(?<=[。！？])\s*")


def split(prompt: str, seconds: int | None, room: Room) -> Read:
    """A prompt turned into shots: a list that it holds, else its paragraphs, cuts or sentences, together so long.

    More parts than there is room for are put together with their neighbours.
    """
    lines = _lines(tidy(prompt))
    if any(line.begins for line in lines):
        return read(prompt, room)
    parts = _parts(prompt, lines)
    if len(parts) < 2:
        words = "The prompt is one sentence. Write several, or “cut to” where the next shot begins."
        return Read(shots=[], faults=(words,))
    whole = min(seconds or USUAL_S * len(parts), room.longest)
    count = max(1, min(len(parts), room.most, whole // room.shortest))
    together = _grouped(parts, count)
    each = [whole // count + (at < whole % count) for at in range(count)]
    numbered = [
        Line(at=at, words=words, seconds=str(s)) for at, (words, s) in enumerate(zip(together, each, strict=True), 1)
    ]
    made_ = made(numbered, "", room)
    return replace(made_, faults=tuple(fault.replace("Line", "Shot", 1) for fault in made_.faults))


def _parts(prompt: str, lines: list[Line]) -> list[str]:
    """The first way of cutting that gives more than one part."""
    ways = ([line.words for line in lines], CUT.split(prompt), SENTENCE.split(prompt))
    found = ([part.strip() for part in way if part.strip(" \n.,;")] for way in ways)
    return next((way for way in found if len(way) > 1), [])


def _grouped(parts: list[str], count: int) -> list[str]:
    """Neighbours put together, `count` groups of about as many parts."""
    edges = [round(at * len(parts) / count) for at in range(count + 1)]
    return [" ".join(parts[low:high]) for low, high in zip(edges, edges[1:], strict=False)]
