"""Three ways to begin, for somebody whose stage is still empty. Data; the catalog decides what is possible."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Starter:
    """A card on the empty stage: words, and the composition that it opens."""

    slug: str
    icon: str
    title: str
    words: str
    model: str
    task: str
    values: Mapping[str, object]


STARTERS = (
    Starter(
        slug="storyboard",
        icon="film",
        title="A storyboard",
        words="Three shots of 3, 4 and 3 seconds. See the timing free, before anything costs.",
        model="kling-3.0-pro",
        task="text-to-video",
        values={
            "width": 1920,
            "height": 1080,
            "shot_style": "customize",
            "shots": [
                {"prompt": "Wide: a wooden pier in fog at dawn, lamps still lit. Slow push in.", "duration": 3},
                {"prompt": "Medium: she walks towards us in a yellow coat. Track back with her.", "duration": 4},
                {"prompt": "Wide: the harbour behind her wakes up. Crane up.", "duration": 3},
            ],
        },
    ),
    Starter(
        slug="picture-moves",
        icon="image",
        title="A picture that moves",
        words="Begin with a photograph of your own, and say how it comes alive.",
        model="kling-1.5-pro",
        task="image-to-video",
        values={"prompt": "Slow push in, the water moves, nothing else does.", "duration": 5},
    ),
    Starter(
        slug="same-character",
        icon="user",
        title="From references",
        words="Up to ten pictures keep a character and a style steady in a new one.",
        model="kling-image-o1",
        task="image-to-image",
        values={"prompt": "The same person in the style of the second picture, soft light from the left."},
    ),
)


def starter(slug: str | None) -> Starter | None:
    """The starter of that slug, or None."""
    return next((each for each in STARTERS if each.slug == slug), None)
