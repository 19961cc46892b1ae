"""A job's requests as text that a person can run: JSON, curl, Python (httpx). Keys are never in it, only their names.

Each placeholder of a step becomes a variable that is defined just above the request that needs it: our ids are made,
files are read from the folder one stands in, and what only an earlier answer tells is asked for.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from uuid import uuid4

from studio.providers.files import FACTS, PLACEHOLDER, StoredFile
from studio.providers.templates import Blank, Step

TOLD_HERE = ("milliseconds", "flip", "name", "mime", "kind", "bytes")
"""What is known of a file beforehand, and simply written down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """What is written down: the steps, the files that they name, by asset id, and how the provider is signed to.

    `authorization` is the header's value with the names of environment variables in it, as in `Bearer $RUNWARE_KEY`.
    `names` are file names by asset id; `file_form` is the adapter's.
    """

    steps: Sequence[Step]
    files: Mapping[str, StoredFile] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    file_form: str = "data-uri"
    authorization: str = ""
    origins: tuple[str, ...] = ()

    def is_signed(self, step: Step) -> bool:
        """Whether the request goes to the provider itself; addresses that an answer names carry no key."""
        return any(step.url == origin or step.url.startswith(f"{origin}/") for origin in self.origins)


@dataclass(frozen=True, slots=True)
class Gap:
    """A placeholder on its way to a variable: `kind` is uuid, file, answer or url, `of` what it is about."""

    kind: str
    of: str
    variable: str


# JSON


def as_json(sheet: Sheet) -> str:
    """The bodies one after the other, as `quote` prints them, with each request's first line."""
    return "\n\n".join(f"{step.method} {step.url}{_body(step)}" for step in sheet.steps)


def _body(step: Step) -> str:
    if step.content:
        return f"\n{step.content}"
    return "" if step.json is None else "\n" + json.dumps(step.json, indent=2, ensure_ascii=False)


# Placeholders


def gaps_of(value: object, sheet: Sheet, step: int) -> list[Gap]:
    """The placeholders of a structure that become variables, each once, in the order in which they stand there."""
    names = (name for blank in _blanks(value) for name in PLACEHOLDER.findall(blank))
    found = (gap_of(name, sheet, step) for name in names if name.partition(":")[0] not in TOLD_HERE)
    return list(dict.fromkeys(found))


def _blanks(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _blanks(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _blanks(inner)
    elif isinstance(value, Blank):
        yield value


def gap_of(name: str, sheet: Sheet, step: int) -> Gap:
    """`uuid` is new in each step; a file and an answer are the same thing wherever they are named."""
    about, _, of = name.partition(":")
    if name == "uuid":
        return Gap("uuid", "", f"ID_{step}")
    if about in ("file", "url", "id"):
        return Gap(about, of, f"{about}_{_word(_name(sheet, of))}".upper())
    return Gap("answer", name, f"FROM_{_word(name)}".upper())


def _word(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")


def _name(sheet: Sheet, asset: str) -> str:
    return PurePath(sheet.names.get(asset, "file")).name


def pieces(blank: str, sheet: Sheet, step: int) -> Iterator[str | Gap]:
    """A string of ours in turn: text as it stands, what is known beforehand, and gaps."""
    at = 0
    for found in PLACEHOLDER.finditer(blank):
        yield blank[at : found.start()]
        about, _, rest = found[1].partition(":")
        yield str(_told(about, rest, sheet)) if about in TOLD_HERE else gap_of(found[1], sheet, step)
        at = found.end()
    yield blank[at:]


def _told(about: str, rest: str, sheet: Sheet) -> object:
    """A fact about a file of ours; its name where nothing is known of it."""
    asset, _, more = rest.partition(":")
    attribute, tell, _ = FACTS[about]
    file = sheet.files.get(asset)
    fact = getattr(file, attribute) if file else None
    if about == "name":
        return _name(sheet, asset)
    return f"<{about}>" if fact is None else tell(fact, more)


def known(value: object, sheet: Sheet, write: Callable[[str], object]) -> object:
    """The structure with every Blank written by `write`; whole numbers stay numbers where one fact is the whole."""
    if isinstance(value, Mapping):
        return {key: known(inner, sheet, write) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [known(inner, sheet, write) for inner in value]
    if not isinstance(value, Blank):
        return value
    whole = PLACEHOLDER.fullmatch(value)
    about, _, rest = whole[1].partition(":") if whole else ("", "", "")
    return _told(about, rest, sheet) if about in TOLD_HERE else write(value)


def asked_for(gap: Gap) -> str:
    """What a person is asked: `mediaUUID from the answer to request 1`."""
    step, _, path = gap.of.partition(".")
    if gap.kind == "answer":
        return f"{path} from the answer to request {step}"
    return {"url": "An address of the file", "id": "The provider's own id of the clip"}[gap.kind]


def requests(sheet: Sheet) -> Iterable[tuple[int, Step, list[Gap]]]:
    """Each request with its number and the variables that must be defined before it, where no earlier one needed it."""
    defined: set[Gap] = set()
    for number, step in enumerate(sheet.steps, 1):
        gaps = [gap for gap in gaps_of([step.url, dict(step.headers), step.json], sheet, number) if gap not in defined]
        defined.update(gaps)
        yield number, step, gaps


# curl


def as_curl(sheet: Sheet) -> str:
    """A shell script: one curl command for each request."""
    return "\n\n".join("\n".join(_curl(number, step, gaps, sheet)) for number, step, gaps in requests(sheet))


def _remarks(step: Step, sheet: Sheet) -> Iterator[str]:
    """What is otherwise with this upload, because its file is large."""
    divided = step.divided
    file = sheet.files.get(divided.file.strip("{}").removeprefix("file:")) if divided else None
    if file is None or file.path.stat().st_size <= divided.above:
        return
    where = "The studio puts it in parts" if step.content else f"The studio announces it at {divided.url}"
    parts = f" of {divided.each} bytes, to …/1, …/2 and so on, and posts their tags to …/complete"
    yield f"# More than {divided.above} bytes. {where}{parts if step.content else ''}."


def _curl(number: int, step: Step, gaps: list[Gap], sheet: Sheet) -> Iterator[str]:
    yield from _remarks(step, sheet)
    yield from (f"{gap.variable}={_shell_value(gap, sheet)}" for gap in gaps)
    head = [f"curl -sS -X {step.method} {_shell(step.url, sheet, number)}"]
    if sheet.is_signed(step):
        head.append(f'-H "Authorization: {sheet.authorization}"')
    head += [f"-H {_shell(Blank(f'{name}: {value}'), sheet, number)}" for name, value in _headers(step)]
    if step.content:
        head.append(f"--data-binary @{shlex.quote(_content_name(step, sheet))}")
    if step.json is None:
        yield " \\\n  ".join(head)
        return
    yield " \\\n  ".join([*head, '-H "Content-Type: application/json"', "--data-binary @- <<JSON"])
    yield _shell_json(step.json, sheet, number)
    yield "JSON"


def _headers(step: Step) -> list[tuple[str, str]]:
    return [(name, value) for name, value in step.headers.items() if name.lower() != "authorization"]


def _content_name(step: Step, sheet: Sheet) -> str:
    return _name(sheet, step.content.strip("{}").removeprefix("file:"))


def _shell(text: str, sheet: Sheet, number: int) -> str:
    """A word of a shell: text as it stands, variables open."""
    if not isinstance(text, Blank):
        return shlex.quote(text)
    parts = (f"${{{p.variable}}}" if isinstance(p, Gap) else _escaped(p, '"') for p in pieces(text, sheet, number))
    return f'"{"".join(parts)}"'


def _shell_json(value: object, sheet: Sheet, number: int) -> str:
    """JSON inside an open here-document: variables stand in it, and nothing else of it means anything to the shell."""
    marks: list[str] = []
    here = uuid4().hex  # nobody can have typed it

    def mark(blank: str) -> str:
        parts = [f"${{{p.variable}}}" if isinstance(p, Gap) else _in_json(p) for p in pieces(blank, sheet, number)]
        marks.append("".join(parts))
        return f"{here}{len(marks) - 1}."

    text = _escaped(json.dumps(known(value, sheet, mark), indent=2, ensure_ascii=False))
    return re.sub(f"{here}([0-9]+)[.]", lambda found: marks[int(found[1])], text)


def _in_json(text: str) -> str:
    return _escaped(json.dumps(text, ensure_ascii=False)[1:-1])


def _escaped(text: str, more: str = "") -> str:
    """Without what a shell would read inside an open here-document, or inside double quotes."""
    return re.sub(rf"[\\$`{more}]", lambda found: f"\\{found[0]}", text)


def _shell_value(gap: Gap, sheet: Sheet) -> str:
    if gap.kind == "uuid":
        return "$(uuidgen 2>/dev/null || cat /proc/sys/kernel/random/uuid)"
    if gap.kind == "file":
        file = sheet.files.get(gap.of)
        start = f"data:{file.mime};base64," if file and sheet.file_form == "data-uri" else ""
        return f'"{start}$(base64 -w0 {shlex.quote(_name(sheet, gap.of))})"'
    return f'"…"  # {asked_for(gap)}'


# Python


def as_python(sheet: Sheet) -> str:
    """A script for Python 3 with httpx."""
    body = "\n\n".join("\n".join(_python(number, step, gaps, sheet)) for number, step, gaps in requests(sheet))
    gaps = [gap for _, _, found in requests(sheet) for gap in found]
    imports = [name for kind, name in (("file", "base64"), ("", "os"), ("uuid", "uuid")) if _needs(kind, gaps, sheet)]
    reads = any(gap.kind == "file" for gap in gaps) or any(step.content for step in sheet.steps)
    head = "\n".join([*(f"import {name}" for name in imports), *(["from pathlib import Path"] if reads else [])])
    return f"{head}\n\nimport httpx\n\n{body}\n".lstrip()


def _needs(kind: str, gaps: list[Gap], sheet: Sheet) -> bool:
    return any(gap.kind == kind for gap in gaps) if kind else bool(sheet.authorization)


def _python(number: int, step: Step, gaps: list[Gap], sheet: Sheet) -> Iterator[str]:
    yield from _remarks(step, sheet)
    yield from (f"{gap.variable} = {_python_value(gap, sheet)}" for gap in gaps)
    headers = dict(_headers(step))
    signed = {"Authorization": _environment(sheet.authorization)} if sheet.is_signed(step) else {}
    written = {name: _python_text(Blank(value), sheet, number) for name, value in headers.items()} | signed
    yield f"answer_{number} = httpx.request("
    yield f"    {step.method!r},"
    yield f"    {_python_text(step.url, sheet, number)},"
    if written:
        yield f"    headers={{{', '.join(f'{name!r}: {value}' for name, value in written.items())}}},"
    if step.content:
        yield f"    content=Path({_content_name(step, sheet)!r}).read_bytes(),"
    if step.json is not None:
        yield f"    json={_literal(step.json, sheet, number)},"
    yield "    timeout=60,"
    yield ")"
    yield f"print(answer_{number}.status_code, answer_{number}.text)"


def _literal(value: object, sheet: Sheet, number: int, depth: int = 1) -> str:
    """A value as Python writes it, two levels of indentation deep at most in one glance."""
    pad, end = "    " * (depth + 1), "    " * depth
    if isinstance(value, Mapping):
        rows = (f"{pad}{key!r}: {_literal(inner, sheet, number, depth + 1)},\n" for key, inner in value.items())
        return "{\n" + "".join(rows) + end + "}" if value else "{}"
    if isinstance(value, list | tuple):
        rows = (f"{pad}{_literal(inner, sheet, number, depth + 1)},\n" for inner in value)
        return "[\n" + "".join(rows) + end + "]" if value else "[]"
    if not isinstance(value, Blank):
        return repr(value)
    told = known(value, sheet, lambda blank: None)
    return repr(told) if told is not None else _python_text(value, sheet, number)


def _python_text(text: str, sheet: Sheet, number: int) -> str:
    if not isinstance(text, Blank):
        return repr(text)
    parts = [part for part in pieces(text, sheet, number) if part]
    return " + ".join(part.variable if isinstance(part, Gap) else repr(part) for part in parts) or "''"


def _python_value(gap: Gap, sheet: Sheet) -> str:
    if gap.kind == "uuid":
        return "str(uuid.uuid4())"
    if gap.kind == "file":
        file = sheet.files.get(gap.of)
        start = f"{f'data:{file.mime};base64,'!r} + " if file and sheet.file_form == "data-uri" else ""
        return f"{start}base64.b64encode(Path({_name(sheet, gap.of)!r}).read_bytes()).decode()"
    return f"input({asked_for(gap) + ': '!r})"


def _environment(authorization: str) -> str:
    """`Bearer $KEY` as an f-string that reads the variable."""
    inside = re.sub(r"\$([A-Z_]+)", r"{os.environ['\1']}", authorization)
    return f'f"{inside}"'


FORMS: Mapping[str, tuple[str, Callable[[Sheet], str]]] = {
    "json": ("JSON", as_json),
    "curl": ("curl", as_curl),
    "python": ("Python", as_python),
}
"""How requests can be written: the tab's name, and the writer."""
