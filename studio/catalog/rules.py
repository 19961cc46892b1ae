"""Relations between values. Each can find what breaks it, and explain itself in a sentence."""

from dataclasses import dataclass

from studio.catalog.problems import Problem, Values, given, listed

LABELS = {
    "first_frame": "the first frame",
    "last_frame": "the last frame",
    "input_image": "the image",
    "input_video": "the video",
    "prompt": "a prompt",
    "shots": "shots",
    "duration": "the duration",
    "width": "width and height",
    "resolution": "the resolution",
    "reference_images": "reference images",
    "shot_style": "who cuts",
    "sound": "sound",
    "reference_video": "the reference video",
    "audio": "the recording",
    "motion_brush": "the motion brush",
    "camera": "the camera",
    "negative_prompt": "a negative prompt",
    "takes": "takes",
    "series": "a series",
    "elements": "elements",
    "voices": "voices",
    "voice": "a voice",
    "expansion": "the expansion",
    "effect": "the effect",
    "aspect_ratio": "the aspect ratio",
    "speech_text": "the words to speak",
    "keep_original_sound": "keeping the original sound",
    "character_orientation": "the character's orientation",
    "reference_as": "what the reference is for",
    "selection": "the selection",
    "faces": "the faces",
    "edit_mode": "the kind of edit",
    "reference_kind": "the use of the reference video",
    "voice_language": "the language",
    "voice_speed": "the speed of speech",
}
"""How a value is called inside a sentence; a value without an entry is called by its name."""


def called(name: str) -> str:
    """The value's name as words inside a sentence."""
    return LABELS.get(name, name.replace("_", " "))


def sentence_case(words: str) -> str:
    """The words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation between the values that it names in `name`, `other`, `names` and `others`."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The values that it looks at: it is not asked while one of them is faulty on its own."""
        one = (getattr(self, "name", ""), getattr(self, "other", ""))
        several = (*getattr(self, "names", ()), *getattr(self, "others", ()))
        return tuple(filter(None, (*one, *several)))

    def problem(self, values: Values) -> Problem | None:
        """What breaks it, on the field where the creator mends it."""
        raise NotImplementedError

    def __str__(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NeedsOne(Rule):
    """At least one of `names` is given."""

    names: tuple[str, ...]

    def problem(self, values: Values) -> Problem | None:
        if any(name in values for name in self.names):
            return None
        return Problem(self.names[0], f"{self} Neither was given.")

    def __str__(self) -> str:
        return f"Give {listed(map(called, self.names))}."


@dataclass(frozen=True, slots=True)
class Requires(Rule):
    """`name` is only taken together with `other`."""

    name: str
    other: str

    def problem(self, values: Values) -> Problem | None:
        return Problem(self.name, str(self)) if self.name in values and self.other not in values else None

    def __str__(self) -> str:
        return f"{sentence_case(called(self.name))} needs {called(self.other)} as well."


@dataclass(frozen=True, slots=True)
class Excludes(Rule):
    """`name` and `other` are not taken together."""

    name: str
    other: str

    def problem(self, values: Values) -> Problem | None:
        return Problem(self.name, f"{self} Remove one.") if self.name in values and self.other in values else None

    def __str__(self) -> str:
        return f"{sentence_case(called(self.name))} and {called(self.other)} exclude each other."


@dataclass(frozen=True, slots=True)
class ShotsAddUp(Rule):
    """A duration that is given beside shots equals their sum."""

    @property
    def fields(self) -> tuple[str, ...]:
        return ("duration", "shots")

    def problem(self, values: Values) -> Problem | None:
        if "shots" not in values or "duration" not in values:
            return None
        total = sum(shot["duration"] for shot in values["shots"])
        if total == values["duration"]:
            return None
        message = f"The shots last {total} seconds together; {given(values['duration'])} was given as the duration."
        return Problem("duration", f"{message} Leave it out, or make them equal.")

    def __str__(self) -> str:
        return "With shots the duration is their sum; a duration that is given must equal it."


@dataclass(frozen=True, slots=True)
class ExactlyOne(Rule):
    """One of `names` is given, and only one."""

    names: tuple[str, ...]

    def problem(self, values: Values) -> Problem | None:
        present = [name for name in self.names if name in values]
        if len(present) == 1:
            return None
        were = listed(map(called, present), "and") if present else "Neither"
        return Problem(present[-1] if present else self.names[0], f"{self} {sentence_case(were)} was given.")

    def __str__(self) -> str:
        return f"Give {listed(map(called, self.names))}, and only one of them."


@dataclass(frozen=True, slots=True)
class OnlyWhen(Rule):
    """`name` is only taken while `other` is one of `options`. `assume` is what the API takes when `other` is absent."""

    name: str
    other: str
    options: tuple[object, ...]
    assume: object = None

    def problem(self, values: Values) -> Problem | None:
        if self.name not in values or values.get(self.other, self.assume) in self.options:
            return None
        return Problem(self.name, f"{self} {sentence_case(given(values.get(self.other, self.assume)))} was given.")

    def __str__(self) -> str:
        options = listed(given(option) for option in self.options)
        return f"{sentence_case(called(self.name))} is only taken while {called(self.other)} is {options}."


@dataclass(frozen=True, slots=True)
class OptionsWith(Rule):
    """Beside `other` (with one of `being`, where that is named), `name` is one of `options`."""

    name: str
    options: tuple[object, ...]
    other: str
    being: tuple[object, ...] = ()

    def problem(self, values: Values) -> Problem | None:
        if self.name not in values or self.other not in values or values[self.name] in self.options:
            return None
        if self.being and values[self.other] not in self.being:
            return None
        return Problem(self.name, f"{self} {given(values[self.name])} was given.")

    def __str__(self) -> str:
        being = f" being {listed(map(given, self.being))}" if self.being else ""
        return f"With {called(self.other)}{being}, {called(self.name)} is {listed(map(given, self.options))}."


@dataclass(frozen=True, slots=True)
class AtMost(Rule):
    """The lists `names` hold at most `most` items together; only beside `other`, where that is named."""

    names: tuple[str, ...]
    most: int
    other: str = ""

    def problem(self, values: Values) -> Problem | None:
        count = sum(len(values.get(name, ())) for name in self.names)
        if count <= self.most or (self.other and self.other not in values):
            return None
        field = next(name for name in self.names if values.get(name))
        return Problem(field, f"{self} {count} were given. Remove {count - self.most}.")

    def __str__(self) -> str:
        words = listed(map(called, self.names), "and")
        beside = f" beside {called(self.other)}" if self.other else ""
        return f"At most {self.most} {words}{' together' if len(self.names) > 1 else ''} are taken{beside}."


@dataclass(frozen=True, slots=True)
class NeedsUnless(Rule):
    """`name` is given, unless one of `others` is."""

    name: str
    others: tuple[str, ...]

    def problem(self, values: Values) -> Problem | None:
        missing = not any(name in values for name in self.fields)
        return Problem(self.name, f"{self} Neither was given.") if missing else None

    def __str__(self) -> str:
        return f"Give {called(self.name)}; it may only be left out beside {listed(map(called, self.others))}."


@dataclass(frozen=True, slots=True)
class NeedsWith(Rule):
    """`name` is given wherever `other` is (with one of `being`, where that is named)."""

    name: str
    other: str
    being: tuple[object, ...] = ()

    def problem(self, values: Values) -> Problem | None:
        if self.name in values or self.other not in values:
            return None
        if self.being and values[self.other] not in self.being:
            return None
        return Problem(self.name, f"{self} None was given.")

    def __str__(self) -> str:
        being = f" being {listed(map(given, self.being))}" if self.being else ""
        return f"With {called(self.other)}{being}, give {called(self.name)} as well."


@dataclass(frozen=True, slots=True)
class OptionsUnless(Rule):
    """`name` is one of `options`, unless one of `others` is given too."""

    name: str
    options: tuple[object, ...]
    others: tuple[str, ...]

    def problem(self, values: Values) -> Problem | None:
        if values.get(self.name, self.options[0]) in self.options or any(name in values for name in self.others):
            return None
        return Problem(self.name, f"{self} {given(values[self.name])} was given.")

    def __str__(self) -> str:
        without = listed(map(called, self.others))
        return f"Without {without}, {called(self.name)} is {listed(map(given, self.options))}."


@dataclass(frozen=True, slots=True)
class CountBy(Rule):
    """How many `name` are given depends on `other`: `cases` are its words, and the least and most for them.

    `assume` is what the API takes when `other` is absent; a word in no case counts as `otherwise`.
    """

    name: str
    other: str
    cases: tuple[tuple[tuple[object, ...], int, int], ...]
    otherwise: tuple[int, int]
    assume: object = None

    def problem(self, values: Values) -> Problem | None:
        word = values.get(self.other, self.assume)
        fitting = ((least, most) for words, least, most in self.cases if word in words)
        least, most = next(fitting, self.otherwise)
        count = len(values.get(self.name, ()))
        if least <= count <= most:
            return None
        many = str(most) if least == most else f"{least} to {most}"
        what = called(self.name).removesuffix("s" if many == "1" else "")
        return Problem(self.name, f"With {called(self.other)} {given(word)}, give {many} {what}; {count} were given.")

    def __str__(self) -> str:
        return f"How many {called(self.name)} are taken depends on {called(self.other)}."


@dataclass(frozen=True, slots=True)
class Roles(Rule):
    """How many items of a list may have which role: `(role, least, most)`. One without a role has the first."""

    name: str
    counts: tuple[tuple[str, int, int], ...]

    def problem(self, values: Values) -> Problem | None:
        roles = [item.get("role", self.counts[0][0]) for item in values.get(self.name, ())]
        for role, least, most in self.counts:
            if roles and not least <= roles.count(role) <= most:
                return Problem(self.name, f"{self} {roles.count(role)} of {role} were given.")
        return None

    def __str__(self) -> str:
        many = (f"{most if least == most else f'{least} to {most}'} of {role}" for role, least, most in self.counts)
        return f"Among {called(self.name)}: {listed(many, 'and')}."
