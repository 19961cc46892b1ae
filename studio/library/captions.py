"""What is said in a clip, as WebVTT: known from its recipe, from a file that a person gives, or typed by one.

Nothing is recognised from the sound. Cues are (begin, end, words), in seconds; WebVTT and SubRip are read, WebVTT is
kept. Sources: WebVTT (W3C, 2019), sections 4 and 6; SubRip has no standard, and is read as players do.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from studio.accounts.models import User

LONGEST = 200_000  #: characters of a file of captions
MOST_CUES = 5_000
SPOKEN_TASKS = {"lip-sync": ("speech_text",), "avatar": ("speech_text",), "text-to-speech": ("speech_text",)}
"""Tasks whose text is spoken word for word, and the values that hold it."""

STAMP = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
TIMES = re.compile(rf"\s*{STAMP}\s*-->\s*{STAMP}(?:\s.*)?")
TAG = re.compile(r"</?[a-zA-Z][^>\n]{0,200}>|<\d[\d:.]*>|\{\\an?\d\}")
SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")  # between two
ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": "\N{NO-BREAK SPACE}", "&lrm;": "", "&rlm;": "", "&amp;": "&"}


class BadCaptions(ValueError):
    """They cannot be read; the message is a sentence for who gave them."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words from `begin` to `end`, in seconds."""

    begin: float
    end: float
    words: str


class Captions(models.Model):
    """The captions of one file, as WebVTT. `language` as BCP 47, `source` says in a word where they come from."""

    class Source(models.TextChoices):
        RECIPE = "recipe", "the text that the recipe had spoken"
        FILE = "file", "a file that was given"
        TYPED = "typed", "typed here"

    id = models.BigAutoField(primary_key=True)
    asset = models.OneToOneField("library.Asset", models.CASCADE, related_name="captions")
    text = models.TextField()
    language = models.CharField(max_length=12, default="en")
    source = models.CharField(max_length=8, choices=Source)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    @property
    def cues(self) -> list[Cue]:
        return parse(self.text)


# Reading and writing


def parse(text: str) -> list[Cue]:
    """The cues of a WebVTT or SubRip file, in order. Raises BadCaptions where there is none, or one is not right."""
    if len(text) > LONGEST:
        raise BadCaptions(f"Captions have at most {LONGEST:,} characters; these have {len(text):,}. Give fewer.")
    plain_ends = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").replace("\r", "\n")
    cues = sorted(_cues(re.split(r"\n[ \t]*\n+", plain_ends)), key=lambda cue: cue.begin)
    if not cues:
        raise BadCaptions(
            "There is no line of captions in this. Each needs its times, as 00:00:01.000 --> 00:00:03.500, with the "
            "words below them. Give a .vtt or .srt file."
        )
    if len(cues) > MOST_CUES:
        raise BadCaptions(f"Captions have at most {MOST_CUES:,} lines; these have {len(cues):,}.")
    return cues


def _cues(blocks: list[str]) -> Iterator[Cue]:
    for block in blocks:
        lines = block.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if "-->" in line), None)
        if at is None:  # a head, a note, a style
            continue
        times = TIMES.fullmatch(lines[at])
        if times is None:
            raise BadCaptions(
                f"“{lines[at].strip()[:60]}” names no times. Write them as 00:00:01.000 --> 00:00:03.500."
            )
        begin, end = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
        if end <= begin:
            raise BadCaptions(f"“{lines[at].strip()[:60]}” ends before it begins. The later time comes second.")
        if words := plain("\n".join(lines[at + 1 :])):
            yield Cue(begin, end, words)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = parts
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(rest.ljust(3, "0")) / 1000


def plain(text: str) -> str:
    """Words without tags."""
    text = TAG.sub("", text)
    for entity, letter in ENTITIES.items():
        text = text.replace(entity, letter)
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def written(cues: list[Cue]) -> str:
    """As WebVTT."""
    safe = [(cue, cue.words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")) for cue in cues]
    return "WEBVTT\n\n" + "\n".join(f"{stamp(cue.begin)} --> {stamp(cue.end)}\n{words}\n" for cue, words in safe)


def stamp(seconds: float) -> str:
    """`00:01:02.345`."""
    total = round(seconds * 1000)
    return f"{total // 3_600_000:02}:{total // 60_000 % 60:02}:{total // 1000 % 60:02}.{total % 1000:03}"


# What is known


def spoken(recipe: Mapping | None) -> str:
    """The words that a recipe has spoken, word for word; "" where it has none, or only says what is to be seen."""
    recipe = recipe or {}
    values = recipe.get("values")
    names = SPOKEN_TASKS.get(recipe.get("task"), ())
    said = [values.get(name) for name in names] if isinstance(values, Mapping) else []
    return "\n".join(text.strip() for text in said if isinstance(text, str) and text.strip())


def laid_out(text: str, duration_s: float) -> list[Cue]:
    """A text without times over the length of a clip: a cue for each sentence, as long as its share of the letters.

    The times are even, not heard: whoever keeps them is told so.
    """
    sentences = [plain(each) for each in SENTENCE.split(text)]
    sentences = [each for each in sentences if each][:MOST_CUES]
    letters, begin, cues = sum(map(len, sentences)), 0.0, []
    for sentence in sentences:
        end = begin + duration_s * len(sentence) / letters
        cues.append(Cue(round(begin, 3), round(end, 3), sentence))
        begin = end
    return cues
