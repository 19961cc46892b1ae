"""What a plate may take from a prompt, word by word: light, ground, weather, colours, and how much is seen.

Nothing here understands a sentence. A word that is listed gives its colour or its line; the card says which were found.
"""

import re
from dataclasses import dataclass, field

Colour = tuple[int, int, int]  # RGB


@dataclass(frozen=True, slots=True)
class Light:
    """Three colours: above, at the horizon, below."""

    above: Colour
    horizon: Colour
    below: Colour


DAY = Light((92, 136, 180), (190, 205, 212), (104, 108, 98))

LIGHTS: tuple[tuple[str, str, Light], ...] = (
    (
        "candlelight",
        r"candle|candles|candlelight|firelight|campfire|烛光|篝火",
        Light((18, 10, 6), (126, 66, 24), (40, 20, 10)),
    ),
    ("neon", r"neon|cyberpunk|霓虹", Light((20, 8, 44), (150, 30, 130), (12, 44, 70))),
    ("space", r"outer space|galaxy|nebula|宇宙|星空", Light((4, 4, 12), (24, 18, 46), (6, 6, 14))),
    ("night", r"night|midnight|moonlit|moonlight|starry|夜", Light((8, 11, 24), (26, 34, 58), (14, 16, 22))),
    ("dusk", r"dusk|twilight|blue hour|evening|黄昏|傍晚", Light((34, 40, 78), (176, 108, 92), (40, 36, 44))),
    ("sunset", r"sunset|golden hour|日落|夕阳", Light((84, 72, 112), (240, 148, 78), (86, 58, 46))),
    (
        "dawn",
        r"dawn|sunrise|daybreak|early morning|黎明|日出|清晨",
        Light((96, 116, 158), (238, 190, 164), (92, 88, 92)),
    ),
    (
        "noon",
        r"noon|midday|bright sun|sunny|sunlit|sunlight|正午|阳光",
        Light((74, 140, 204), (204, 220, 228), (136, 128, 104)),
    ),
    ("day", r"day|daylight|morning|afternoon|白天|早晨|下午", DAY),
)

GROUNDS: tuple[tuple[str, str, Colour], ...] = (
    ("water", r"sea|ocean|lake|river|harbou?r|pier|beach|coast|waves?|water|海|湖|河", (44, 84, 104)),
    ("sand", r"desert|sand|dunes?|沙漠|沙", (178, 144, 96)),
    ("snow", r"snow|snowy|ice|icy|glacier|arctic|雪|冰", (206, 216, 226)),
    ("green", r"forest|jungle|woods|grass|meadow|field|garden|trees?|park|森林|草", (62, 92, 48)),
    ("stone", r"mountains?|cliffs?|rocks?|canyon|cave|山|岩", (96, 90, 86)),
    ("street", r"street|city|road|alley|town|highway|街|城市", (62, 62, 68)),
    ("room", r"room|kitchen|library|office|indoors?|interior|house|caf[eé]|bar|studio|房间|室内|图书馆", (98, 74, 54)),
)


@dataclass(frozen=True, slots=True)
class Weather:
    """How far all colours go to one, and how much of their own is left."""

    haze: Colour
    part: float
    colour: float


WEATHERS: tuple[tuple[str, str, Weather], ...] = (
    ("fog", r"fog|foggy|mist|misty|haze|hazy|smoke|smoky|雾|烟", Weather((176, 182, 186), 0.5, 0.6)),
    ("rain", r"rain|rainy|raining|drizzle|storm|stormy|thunder\w*|雨|暴风", Weather((66, 76, 90), 0.35, 0.55)),
    ("overcast", r"overcast|cloudy|clouds|grey sky|gray sky|阴天|多云", Weather((142, 148, 154), 0.35, 0.5)),
    ("snowfall", r"snowfall|snowing|blizzard|下雪", Weather((206, 212, 220), 0.45, 0.5)),
    ("dust", r"dust|dusty|sandstorm|尘", Weather((182, 152, 112), 0.4, 0.8)),
)

COLOURS: tuple[tuple[str, str, Colour], ...] = (
    ("red", r"red|crimson|scarlet|红", (190, 36, 32)),
    ("orange", r"orange|amber|橙", (226, 126, 38)),
    ("yellow", r"yellow|golden|gold|黄色|金", (226, 188, 60)),
    ("green", r"green|emerald|绿", (52, 132, 66)),
    ("blue", r"blue|azure|cobalt|蓝", (42, 88, 178)),
    ("purple", r"purple|violet|lilac|紫", (112, 58, 150)),
    ("pink", r"pink|magenta|rose|粉", (226, 120, 160)),
    ("teal", r"teal|turquoise|cyan|青", (38, 142, 148)),
    ("white", r"white|白", (232, 232, 230)),
    ("black", r"black|noir|黑", (14, 14, 16)),
)

SHOTS: tuple[tuple[str, str, float | None], ...] = (
    ("from above", r"overhead|top[- ]down|bird'?s[- ]eye|high angle|俯视|鸟瞰", 0.1),
    ("low angle", r"low angle|worm'?s[- ]eye|仰视", 0.82),
    ("close-up", r"close[- ]?ups?|macro|extreme close|detail shot|特写", None),
    ("aerial", r"aerial|drone|航拍", 0.28),
    ("wide", r"wide|establishing|panoram\w*|landscape|vista|远景|全景", 0.6),
    ("medium", r"medium shot|mid[- ]shot|waist[- ]up|two[- ]shot|中景", 0.45),
)
"""How much is seen, and where the horizon then lies, from the top; a close-up has none."""

USUAL_HORIZON = 0.56


@dataclass(frozen=True, slots=True)
class Found:
    """What a prompt's words gave."""

    words: tuple[str, ...]
    light: Light
    ground: Colour | None
    weathers: tuple[Weather, ...]
    colours: tuple[Colour, ...]
    horizon: float | None = field(default=USUAL_HORIZON)


def read(prompt: str) -> Found | None:
    """None where no word is known."""
    text = prompt.lower()
    lights, grounds, shots = (_all(table, text)[:1] for table in (LIGHTS, GROUNDS, SHOTS))
    weathers, colours = _all(WEATHERS, text)[:2], _all(COLOURS, text)[:2]
    words = tuple(name for rows in (lights, grounds, weathers, colours, shots) for name, _ in rows)
    if not words:
        return None
    return Found(
        words=words,
        light=lights[0][1] if lights else DAY,
        ground=grounds[0][1] if grounds else None,
        weathers=tuple(each for _, each in weathers),
        colours=tuple(each for _, each in colours),
        horizon=shots[0][1] if shots else USUAL_HORIZON,
    )


def _all(table: tuple, text: str) -> list[tuple[str, object]]:
    """The rows whose words occur: whole words, but Chinese wherever it stands."""
    return [(name, what) for name, pattern, what in table if re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", text)]
