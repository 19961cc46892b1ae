"""Keys in writing: as `aria-keyshortcuts` has them, as people read them, and as people write them.

`Control+Shift+Enter`, `Alt+ArrowUp`, `x`; two presses after each other with a space: `g c`. A key of one character is
the character that it types: `?`. Cmd counts as Control.
"""

SHORT = {"Control": "Ctrl", "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→", "Escape": "Esc"}
NAMES = {
    **{short.casefold(): name for name, short in SHORT.items()},
    **{"cmd": "Control", "meta": "Control", "option": "Alt", "up": "ArrowUp", "down": "ArrowDown"},
    **{"left": "ArrowLeft", "right": "ArrowRight", "del": "Delete", "return": "Enter"},
}
MODIFIERS = ("Control", "Alt", "Shift")
NAMED = {"Enter", "Space", "Delete", "Backspace", "Home", "End", "PageUp", "PageDown", "Insert", *SHORT} | {
    f"F{number}" for number in range(1, 13)
}
OF_THE_BROWSER = {"Control+w", "Control+t", "Control+n", "Control+Shift+w", "Control+Shift+n", "Control+Shift+t", "F5"}
OF_THE_PAGE = {"Tab", "Enter", "Escape", "Backspace", "Delete"} | {name for name in NAMED if name.startswith("Arrow")}


class BadKeys(ValueError):
    """A sentence: what was given, what is allowed."""


def in_words(keys: str) -> list[list[str]]:
    """`Control+Enter` -> [["Ctrl", "Enter"]]; `g c` -> [["G"], ["C"]]: one list for each press."""
    return [[_short(part) for part in _parts(press)] for press in keys.split()]


def in_line(keys: str) -> str:
    """The same on one line, for a tooltip: `Ctrl Enter`, `G then C`."""
    return " then ".join(" ".join(press) for press in in_words(keys))


def in_writing(keys: str) -> str:
    """As one would write it: `Ctrl+Enter`, `G C`."""
    return " ".join("+".join(press) for press in in_words(keys))


def _parts(press: str) -> list[str]:
    """`Control++` -> Control and the plus key."""
    return [*press[:-2].split("+"), "+"] if press.endswith("++") else press.split("+") if press != "+" else ["+"]


def _short(part: str) -> str:
    return SHORT.get(part, part.upper() if len(part) == len(part.upper()) == 1 else part)


def read(text: str) -> str:
    """Keys as a person writes them, in our way: `ctrl+shift+p` -> `Control+Shift+p`; empty for none. Raises BadKeys."""
    presses = [_press(press) for press in text.replace(" then ", " ").split()]
    if len(presses) > 2:
        raise BadKeys(f"{text} is {len(presses)} presses; one or two can be kept.")
    keys = " ".join(presses)
    if keys in OF_THE_BROWSER:
        raise BadKeys(f"{in_line(keys)} belongs to the browser, and never reaches the studio.")
    if keys in OF_THE_PAGE:
        raise BadKeys(f"{in_line(keys)} is how one moves and acts on every page. Add Ctrl or Alt, or take another key.")
    return keys


def _press(text: str) -> str:
    *first, last = _parts(text)
    held = {NAMES.get(part.casefold(), part.capitalize()) for part in first}
    key = _key(last)
    if not held <= set(MODIFIERS) or key is None:
        raise BadKeys(f"{text} is no key that is known here. Write a character, or Ctrl+Enter, Alt+Up, G C.")
    if held == {"Shift"} and len(key) == 1:
        raise BadKeys(f"A letter with Shift alone cannot be told apart. Write what {text} types, such as ?.")
    return "+".join([*(each for each in MODIFIERS if each in held), key])


def _key(text: str) -> str | None:
    if len(text) == 1:
        return NAMES.get(text) or text.lower()
    named = {name.casefold(): name for name in NAMED} | NAMES
    return named.get(text.casefold())


def is_single(keys: str) -> bool:
    """Whether a press is of characters alone, as they come when somebody speaks to the computer (WCAG 2.1.4)."""
    return bool(keys) and all(len(part) == 1 or part == "Space" for part in keys.split())
