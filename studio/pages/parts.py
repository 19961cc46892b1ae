"""The composer's answer to a change: those parts of its page that are not as the page has them already.

A part is one element with an id, drawn inside `{% part %}`. The page says in a field of its form (`has`) which parts it
was given, each by a short digest, and gets the others, to be morphed one by one. Where it has not the same parts at all
(another route, an error more), or does not know what it has, it gets everything.

What a person types into a text is on the page before it is posted: a text that comes back as it was posted makes no
part another one, and neither does the count of its characters, which the page keeps itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2s
from html import unescape

from django.http import HttpRequest

FIELD = "has"  #: the form's field

OOB = ' hx-swap-oob="morph"'
TEXT = re.compile(r"(<textarea\b[^>]*>)([^<]*)")
COUNT = re.compile(r"(<\w+\b[^>]*\bdata-count\b[^>]*>)[^<]*")


@dataclass(slots=True)
class Parts:
    """What was drawn for one answer: the HTML of each part by its id."""

    drawn: dict[str, str] = field(default_factory=dict)

    def said(self, posted: Mapping[str, str]) -> str:
        """As the field has it: `tasks:5f0c group-prompt:81ab`."""
        typed = {"", *map(_lines, posted.values())}
        return " ".join(f"{name}:{_digest(html, typed)}" for name, html in self.drawn.items())


def of(request: HttpRequest) -> Parts:
    """The parts that are being drawn for this request."""
    if not hasattr(request, "parts"):
        request.parts = Parts()
    return request.parts


def answer(request: HttpRequest, whole: str) -> str:
    """`whole`, as it was drawn, or those of its parts that the page has not."""
    drawn, had = of(request).drawn, _read(request.POST.get(FIELD, ""))
    now = _read(of(request).said(request.POST))
    if had.keys() != now.keys():
        return whole
    return "".join(_by_itself(name, drawn[name]) for name in drawn if had[name] != now[name]) + field_of(request)


def field_of(request: HttpRequest) -> str:
    """The field, out of band in an answer; drawn after all parts."""
    return f'<input type="hidden" name="{FIELD}" data-own id="{FIELD}" value="{of(request).said(request.POST)}"{OOB}>'


def _read(said: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in said.split())
    return {name: digest for name, _, digest in pairs}


def _digest(html: str, typed: set[str]) -> str:
    """The same for what looks the same on a page that holds these texts."""

    def own(text: re.Match) -> str:
        return text[1] if _lines(unescape(text[2])).removeprefix("\n") in typed else text[0]

    said = COUNT.sub(r"\1", TEXT.sub(own, html.replace(OOB, "")))
    return blake2s(said.encode(), digest_size=6).hexdigest()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _by_itself(name: str, html: str) -> str:
    return html.replace(OOB, "", 1).replace(f'id="{name}"', f'id="{name}"{OOB}', 1)
