"""The shots of a storyboard as people see them: lines that were written, and the look that goes before every prompt.

The look is stored nowhere by itself: it is the first line that all prompts share, so that it is counted in each shot's
limit, and is there again wherever the shots are: in a draft, in a recipe, in a job of last year.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Shot = dict[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One shot as it was written: where, its words, its seconds as they stand. `begins`: it was numbered or timed."""

    at: int
    words: str
    seconds: str = ""
    begins: bool = False


def look_of(shots: Sequence[Shot]) -> str:
    """The first line that all prompts share, each with words of its own below it; empty where there is none."""
    firsts = {line if below else "" for line, below, _ in (shot["prompt"].partition("\n") for shot in shots)}
    look = firsts.pop() if len(firsts) == 1 else ""
    return look if look.strip() else ""


def own_words(prompt: str, look: str) -> str:
    """A prompt without the look."""
    return prompt.removeprefix(f"{look}\n") if look else prompt


def with_look(look: str, words: str) -> str:
    """The prompt of a shot: the look is its first line."""
    return f"{look}\n{words}" if look else words


def only_look(shots: object) -> str:
    """What is to be said of the first shot that has nothing but the look; empty where each has words of its own."""
    if not isinstance(shots, list) or not all(_is_shot(shot) for shot in shots):
        return ""
    look = look_of(shots)
    bare = [number for number, shot in enumerate(shots, 1) if look and not own_words(shot["prompt"], look).strip()]
    return f"Shot {bare[0]} has only the look. Write what is seen in it, or remove the shot." if bare else ""


def _is_shot(shot: object) -> bool:
    return isinstance(shot, dict) and isinstance(shot.get("prompt"), str)
