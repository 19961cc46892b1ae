"""The keyboard as data: every key of the studio, once. The `?` sheet, tooltips, the palette, the page on which a person
changes keys, and static/js/lib/shortcuts.js all read this table. keynames.py says how keys are written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from studio.accounts.models import User

from .keynames import is_single


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Where keys act. `at` is a selector: the page has one; with `inside`, the focus is in one. `beside` are the other
    scopes that may hear the same press."""

    slug: str
    title: str
    at: str = ""
    inside: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortcut:
    """What a press does: `go` to the address called `to`, open the `sheet` called so, `press` or `focus` what the
    selector `to` finds, `tell` the page the word. Without `does` an element of the page hears it by itself. A
    `fixed` one cannot be changed. `palette`: the commands list it. `inside`: only while the focus is there."""

    slug: str
    scope: str
    keys: str
    words: str
    does: str = ""
    to: str = ""
    inside: str = ""
    fixed: bool = False
    palette: bool = True


PAGES, FOCUSED = ("create", "viewer", "player"), ("library", "queue", "brush")

SCOPES = {
    scope.slug: scope
    for scope in (
        Scope(
            slug="everywhere",
            title="Everywhere",
            beside=("create", "library", "shelf", "viewer", "player", "compare", "chain", "brush", "queue", "drawing"),
        ),
        Scope(slug="create", title="Create", at="create-desk", beside=("everywhere", "player")),
        Scope(
            slug="library", title="Library, on a file", at="justified-grid", inside=True, beside=("everywhere", "shelf")
        ),
        Scope(slug="shelf", title="Library", at="justified-grid", beside=("everywhere", "library")),
        Scope(slug="viewer", title="A result", at=".roomhead", beside=("everywhere", "player")),
        Scope(
            slug="player",
            title="Player",
            at="clip-player, compare-room",
            beside=("everywhere", "create", "viewer", "compare"),
        ),
        Scope(slug="compare", title="Compare", at="compare-room", beside=("everywhere", "player")),
        Scope(slug="chain", title="Clips in a row", at="chain-player", beside=("everywhere",)),
        Scope(slug="queue", title="Queue", at="job-board", inside=True, beside=("everywhere",)),
        Scope(slug="brush", title="Motion brush", at="motion-brush", inside=True, beside=("everywhere",)),
        Scope(
            slug="drawing",
            title="Drawing on a frame",
            at="[data-ink-board], .drawbar",
            inside=True,
            beside=("everywhere",),
        ),
    )
}

_NO_COMMAND = {"palette": False}
_FIXED = {"fixed": True, "palette": False}


def _of(scope: str, does: str, *rows: tuple[str, ...], **facts: object) -> Iterator[Shortcut]:
    """Rows of (slug, keys, words) and, where something is done, what it is done to."""
    for slug, keys, words, *to in rows:
        yield Shortcut(slug=slug, scope=scope, keys=keys, words=words, does=does, to="".join(to), **facts)


SHORTCUTS = (
    *_of(
        "everywhere",
        "sheet",
        ("commands", "Control+k", "Search or run a command", "commands"),
        **_NO_COMMAND,
    ),
    *_of("everywhere", "sheet", ("help", "?", "All shortcuts", "shortcuts")),
    *_of(
        "everywhere",
        "go",
        ("to-create", "g c", "Go to Create", "create"),
        ("to-library", "g l", "Go to the library", "library"),
        ("to-review", "g r", "Go to Review", "review"),
        ("to-elements", "g e", "Go to Elements", "elements"),
        ("to-queue", "g q", "Go to the queue", "queue"),
        ("queue", "q", "Queue", "queue"),
        **_NO_COMMAND,
    ),
    *_of("everywhere", "focus", ("search", "/", "Search on this page", "main input[type=search], main [data-find]")),
    *_of("everywhere", "press", ("theme", "", "Dark or light", "[data-theme-switch] button")),
    *_of("everywhere", "", ("back", "Escape", "Close what is open, or back one level"), **_FIXED),
    *_of(
        "create",
        "press",
        ("send", "Control+Enter", "Generate", "#send"),
        ("send-first", "Control+Shift+Enter", "Generate, first in line", "#send-first"),
        ("prompts", "Alt+p", "Earlier prompts, the team’s, examples, dialogue", "[data-prompts]"),
        ("presets", "Control+s", "Save or apply a preset", "#inputs [data-presets]"),
        ("model", "Alt+m", "Choose a model", "#picker"),
        ("sent", "", "What will be sent", "#sent-open"),
        ("swap", "x", "Swap the start and the end frame", "#compose [data-do=swap]"),
    ),
    *_of("create", "focus", ("prompt", "Alt+a", "To the prompt", "#compose .prompt :is(textarea, [role=textbox])")),
    *_of(
        "create",
        "tell",
        ("earlier", "Alt+ArrowUp", "An earlier prompt", "earlier"),
        ("later", "Alt+ArrowDown", "A later prompt", "later"),
        inside=".prompt",
        **_NO_COMMAND,
    ),
    *_of(
        "create",
        "",
        ("mention", "@", "Mention a reference, in the prompt"),
        ("move-back", "Alt+ArrowLeft", "A shot or a reference one place back"),
        ("move-on", "Alt+ArrowRight", "A shot or a reference one place on"),
        ("take-out", "Delete", "Take a shot or a reference out"),
        **_FIXED,
    ),
    *_of(
        "library",
        "",
        ("grid", "ArrowUp ArrowDown ArrowLeft ArrowRight", "From one to the next"),
        ("open", "Enter", "Open"),
        **_FIXED,
    ),
    *_of(
        "library",
        "",
        ("look-back", ",", "Look through it, backwards"),
        ("look-on", ".", "Look through it"),
        **_NO_COMMAND,
    ),
    *_of(
        "library",
        "tell",
        ("choose-loaded", "Control+a", "Select all that are loaded", "choose-loaded"),
        *((f"stars-{count}", f"{count}", f"{count} stars", f"stars={count}") for count in range(2, 6)),
        ("stars-1", "1", "1 star", "stars=1"),
        ("stars-0", "0", "No stars", "stars=0"),
        ("pick", "p", "Pick", "flag=pick"),
        ("reject", "x", "Reject", "flag=reject"),
        ("no-flag", "n", "Neither picked nor rejected", "flag="),
        ("use-as", "u", "Use it as an input", "use-as"),
        ("grid-remix", "r", "Everything of it back into the composer", "remix"),
        ("to-list", "v", "Put it on a review list", "to-list"),
        ("grid-download", "d", "Download it, or all that is chosen", "download"),
        inside="justified-grid, body:not(:has(:focus))",  # what is chosen hears them from anywhere but a field
        **_NO_COMMAND,
    ),
    *_of(
        "library",
        "",
        ("look", "Space", "Look at it large; again, back to the grid"),
        ("choose", "Shift+Space", "Select it, or not"),
        ("bin", "Delete", "Into the bin"),
        ("choose-on", "Shift+ArrowRight Shift+ArrowDown", "Select on to the next"),
        **_FIXED,
    ),
    *_of(
        "library",
        "",
        ("place-back", "Alt+ArrowLeft", "One place back, in a collection’s order"),
        ("place-on", "Alt+ArrowRight", "One place on, in a collection’s order"),
        ("place-ends", "Alt+Home Alt+End", "To the first or the last place"),
        **_FIXED,
    ),
    *_of(
        "shelf",
        "press",
        ("grid-compare", "c", "Compare what is chosen", "bulk-bar [data-compare-link][href]"),
        ("undo", "Control+z", "Take back what was done last", "[data-undo]"),
        **_NO_COMMAND,
    ),
    *_of(
        "shelf",
        "tell",
        ("tiles-smaller", "-", "Smaller pictures", "smaller"),
        ("tiles-larger", "=", "Larger pictures", "larger"),
        ("pane", "i", "Preview beside the grid, or not", "pane"),
    ),
    *_of(
        "queue",
        "",
        ("sooner", "Alt+ArrowUp", "The job before the one above it"),
        ("not-yet", "Alt+ArrowDown", "The job after the one below it"),
        **_FIXED,
    ),
    *_of("viewer", "", ("newer", "ArrowUp", "Newer"), ("older", "ArrowDown", "Older"), **_FIXED),
    *_of(
        "viewer",
        "press",
        ("compare", "c", "Compare", ".roomhead [data-compare]"),
        ("versions", "v", "Versions", ".roomhead [data-versions]"),
        ("revise", "n", "Revise from notes", ".review [data-revise]"),
    ),
    *_of(
        "viewer",
        "tell",
        ("note", "m", "Write a note on this frame", "note"),
        ("draw", "d", "Draw on this frame, and end drawing", "draw"),
        ("note-before", "[", "To the note before", "note-before"),
        ("note-after", "]", "To the next note", "note-after"),
        **_NO_COMMAND,
    ),
    *_of("viewer", "", ("download", "e", "Download"), ("remix", "r", "Remix"), **_NO_COMMAND),
    *_of(
        "player",
        "",
        ("play", "Space", "Play or pause"),
        ("play-too", "k", "Play or pause, as at the editing desk"),
        ("faster", "l", "Play, and faster"),
        ("backwards", "j", "Backwards, and faster"),
        ("frame-back", ",", "One frame back"),
        ("frame-on", ".", "One frame on"),
        ("frames-back", "<", "Ten frames back"),
        ("frames-on", ">", "Ten frames on"),
        ("point-in", "i", "Play from here"),
        ("point-out", "o", "Play up to here"),
        ("points-clear", "\\", "Play all of it"),
        ("look-in", "+", "Closer"),
        ("look-out", "-", "Farther away"),
        ("look-whole", "*", "The whole picture"),
        ("pixels", "z", "Pixel for pixel, or whole"),
        ("safe", "a", "Safe areas"),
        ("captions", "t", "Captions"),
        ("sound", "s", "Sound"),
        ("full", "f", "Full screen"),
        **_NO_COMMAND,
    ),
    *_of(
        "compare",
        "",
        ("compare-swap", "x", "The other way round"),
        ("compare-mode", "v", "Another way to compare"),
        ("compare-hear", "h", "Hear the next one, or none"),
        **_NO_COMMAND,
    ),
    *_of(
        "compare",
        "",
        ("compare-choose", "ArrowLeft ArrowRight", "Choose one"),
        ("compare-keep", "Enter", "Keep the chosen one, reject the others"),
        ("compare-front", "1 2 3 4", "Which one is on top"),
        **_FIXED,
    ),
    *_of(
        "chain",
        "",
        ("chain-play", "Space", "Play or pause"),
        ("chain-play-too", "k", "Play or pause, as at the editing desk"),
        ("chain-frame-back", ",", "One frame back"),
        ("chain-frame-on", ".", "One frame on"),
        ("chain-sound", "s", "Sound"),
        **_NO_COMMAND,
    ),
    *_of(
        "chain",
        "",
        ("chain-joins", "ArrowLeft ArrowRight", "To the join before, to the next one"),
        ("chain-ends", "Home End", "To the beginning, to the end"),
        **_FIXED,
    ),
    *_of("player", "", ("first", "Home", "The first frame"), ("last", "End", "The last frame"), **_FIXED),
    *_of(
        "brush",
        "",
        ("paint", "b", "Paint"),
        ("erase", "e", "Erase"),
        ("rectangle", "u", "Rectangle"),
        ("lasso", "l", "Lasso"),
        ("object", "w", "Select object"),
        ("path", "p", "Draw the path"),
        ("hand", "h", "Move the picture"),
        ("smaller", "[", "Smaller brush"),
        ("larger", "]", "Larger brush"),
        ("closer", "+", "Closer"),
        ("farther", "-", "Farther away"),
        ("whole", "*", "The whole picture"),
        ("only", "v", "Show only this brush"),
        ("rehearse", "k", "Play the motion"),
        **_NO_COMMAND,
    ),
    *_of(
        "brush",
        "",
        ("brushes", "0 1 2 3 4 5 6", "Choose a brush; 0 holds still"),
        ("brush-cross", "ArrowLeft ArrowRight ArrowUp ArrowDown", "Move the cross; with Shift in large steps"),
        ("brush-down", "Enter", "Put the tool down at the cross; lift it"),
        ("brush-undo", "Control+z", "Undo"),
        ("brush-redo", "Control+Shift+z", "Redo"),
        **_FIXED,
    ),
    *_of(
        "drawing",
        "",
        ("draw-pen", "p", "Pen"),
        ("draw-arrow", "w", "Arrow"),
        ("draw-box", "b", "Box"),
        ("draw-text", "t", "Text"),
        ("draw-eraser", "x", "Erase a shape"),
        ("draw-hand", "h", "Move the picture"),
        **_NO_COMMAND,
    ),
    *_of(
        "drawing",
        "",
        ("draw-colours", "1 2 3 4", "Choose a colour"),
        ("draw-cross", "ArrowLeft ArrowRight ArrowUp ArrowDown", "Move the cross; with Shift in large steps"),
        ("draw-down", "Enter", "Put the tool down at the cross; lift it"),
        ("draw-undo", "Control+z", "Undo"),
        ("draw-redo", "Control+Shift+z", "Redo"),
        **_FIXED,
    ),
)

ADDRESSED = ("go", "sheet")
"""What is done to an address by its name."""

BY_SLUG = {shortcut.slug: shortcut for shortcut in SHORTCUTS}
if len(BY_SLUG) != len(SHORTCUTS):
    raise ValueError("A shortcut is given twice.")


# A person's own


def keys_of(user: User | None) -> dict[str, str]:
    """What each shortcut is pressed with by this person; empty where it is switched off."""
    kept = user.shortcuts if isinstance(user, User) else {}
    own = kept.get("keys", {})
    keys = {each.slug: each.keys if each.fixed else own.get(each.slug, each.keys) for each in SHORTCUTS}
    if kept.get("single", True):
        return keys
    return {slug: "" if is_single(pressed) and not BY_SLUG[slug].fixed else pressed for slug, pressed in keys.items()}


def rows(user: User) -> list[dict[str, object]]:
    """What the script has to know: what does something by itself, what this person has changed, what has the focus."""
    keys = keys_of(user)
    needed = (each for each in SHORTCUTS if not each.fixed and _is_news(each, keys[each.slug]))
    return [_row(each, keys[each.slug]) for each in needed]


def _is_news(shortcut: Shortcut, keys: str) -> bool:
    """What has the focus is asked before the page: its keys are known to the script also while they are usual."""
    return bool(shortcut.does) or keys != shortcut.keys or SCOPES[shortcut.scope].inside


def _row(shortcut: Shortcut, keys: str) -> dict[str, object]:
    scope = SCOPES[shortcut.scope]
    facts = {
        "slug": shortcut.slug,
        "keys": keys,
        "usual": "" if shortcut.does else shortcut.keys,
        "does": shortcut.does,
        "to": reverse(shortcut.to) if shortcut.does in ADDRESSED else shortcut.to,
        "page": scope.at,
        "inside": shortcut.inside or (scope.at if scope.inside else ""),
    }
    return {name: value for name, value in facts.items() if value or name == "keys"}


def conflicts(keys: Mapping[str, str]) -> Iterator[tuple[Shortcut, Shortcut]]:
    """Pairs that one press would mean at once. `g` and `g c` are one: the first would never let the second come."""
    pressed = [each for each in SHORTCUTS if keys.get(each.slug)]
    for at, first in enumerate(pressed):
        for second in pressed[at + 1 :]:
            if _meet(first, second) and _same(keys[first.slug], keys[second.slug]):
                yield first, second


def _meet(first: Shortcut, second: Shortcut) -> bool:
    return first.scope == second.scope or second.scope in SCOPES[first.scope].beside


def _same(first: str, second: str) -> bool:
    one, other = first.casefold().split(), second.casefold().split()
    return one[: len(other)] == other[: len(one)]
