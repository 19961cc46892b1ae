"""Scenes of effects as a gallery shows them: a name in words, one photo or two people, a neutral drawing.

Previews would be the providers' own; a drawing stands for what kind of scene it is, found by words in its name.
"""

import re
from dataclasses import dataclass

DRAWINGS = {
    "hug": "hug",
    "kiss": "kiss pucker",
    "heart": "heart love marry girlfriend boyfriend sibling memory",
    "fight": "fight martial beast_striker nezha high_kick",
    "cheers": "cheers toast champagne beverage feast",
    "wings": "wing elf fairy angel guardian",
    "paw": "pet lion tiger paw meow beast ape bear eagle fish horse piggy shark",
    "snow": "christmas santa snow winter ski_ frost ornament instant_film",
    "ghost": "transform halloween ghost witch vampire zombie spider inner_voice scream",
    "firework": "firework celebration birthday sparkler lightning lantern new_year ring_in",
    "coin": "dollar rich money packet fortune prosperity lucky wealth luck rain",
    "dance": "dance jazz sway swing shake swag hip fever headbang disco jelly laicai",
    "ball": "ball soccer goal dunk football tennis kick victory card_sent trampoline",
    "wheel": "skate surf moto ride f1 drive rush ski broom carpet board car_",
    "rocket": "rocket fly jump teleport disappear skyfall flash escape running balloon",
    "mask": "figure cartoon anime comics felt plush wool fuzzy pixel toon emoji 3d",
    "lens": "bullet_time zoom transition vlog live film look photo yearbook studio ootd",
    "star": "magic throne steampunk mythic king steam spell sovereign dragon knock box",
    "flower": "bloom bouquet flora spring mushroom garden rose",
    "burst": "explosion collapse crash bomb gun fire squish squeeze splash smoke dizzy",
}
"""A drawing of icons/scenes.svg, and the words in a scene's name that ask for it; the first that fits."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One tile of the gallery."""

    value: str
    name: str
    drawing: str
    for_two: bool


def scene(value: str, pairs: tuple[str, ...]) -> Scene:
    """`heart_gesture_pro` -> Heart gesture pro, for two people."""
    words = re.sub(r"_(\d+)_(\d+)$", r" \1:\2", value).replace("_", " ")
    return Scene(value, words[:1].upper() + words[1:], drawing_of(value), value in pairs)


def drawing_of(value: str) -> str:
    """The drawing for a scene; a clap of sparks where no word says more."""
    fitting = (name for name, words in DRAWINGS.items() if any(word in value for word in words.split()))
    return next(fitting, "sparks")
