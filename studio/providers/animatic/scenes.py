"""Of each effect's scene its kind, by the words of its name: what a creator can expect to happen, and no more.

Which scenes are for two people the sources say. What the others do neither of them says, so it is read from the name.
"""

from collections.abc import Mapping

from studio.catalog.cast_controls import Effect

TWO, TRANSFORM, MOTION, OVERLAY = "two people", "transform", "motion", "overlay"

KINDS: Mapping[str, str] = {
    TRANSFORM: """transform morph cartoon anime comics figure toon felt fuzzy pixel plush wool squish jelly balloon
        barbie emoji perler mushroom disappear sweater hair makeup crystal nezha steampunk mythic elf
        martian kid yearbook muscle mask village night animal film photo look style paste printer melting
        curly expansion chubby c4d instant figurine trend ootd slice memory wrap silk dressup""",
    MOTION: """dance dancing hot run running ride rider fly flyer jump swing swish drive overdrive skate skateboard
        ski snowboarding surf bullet kick goal zoom sway shake baseball football tennis dunk gun explosion
        crash collapse escape dizzy trampoline diving fitness moto motorcycle skyfall slide drop snatch
        snatched lie cry shrug thumbs wiggle poping headbang martial live vlog reveal exercise challenge
        toss express rocket broom hug kiss fight bicycle carpet race f1 hip samba disco jazz pumpitup twist
        countdown teleport soccer striker punch speed chef delivery working cuju roll swipe knock dishwasher
        feed bounce gesture""",
    OVERLAY: """wing rain firework snow snowglobe lightning smoke spark flora bloom star lantern ghost cloak money
        dollar gift box bouquet fortune prosperity wealth birthday light minimalist santa halo shooting
        spider packet red spirit couplets magic year christmas festival luck lucky rich champagne splash
        greeting heart balloon board glow halloween laicai veggie particle ring gallery jewel frost advent
        horse winter charm celebration toast bee throne scepter""",
}
"""Words with which a word of a name begins; the first kind that has one is the scene's."""


def kind(scene: str, effect: Effect | None) -> str:
    """`two people`, `transform`, `motion` or `overlay`; a name without any known word is something that moves."""
    if effect and scene in effect.pairs:
        return TWO
    words = scene.split("_")
    return next((kind for kind, known in KINDS.items() if _any(words, known.split())), MOTION)


def _any(words: list[str], beginnings: list[str]) -> bool:
    return any(word.startswith(tuple(beginnings)) for word in words)


def words(scene: str) -> str:
    """A scene's name as one reads it."""
    return scene.replace("_", " ")


def note(scene: str, effect: Effect | None) -> str:
    """What stands on the card of an effect, under its name."""
    return f"Kind of effect: {kind(scene, effect)}, by its name. It is not drawn"
