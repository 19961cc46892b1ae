"""Kling's own capability map as facts: every cell of its tables, with the line it stands on.

Origin: "Kling AI - Capabilities Map", 207 lines, as given with the project. In a row of cells `y` is a tick, `s` a tick
with the remark "(no audio)", `r` one with "(resolution = input)", and `-` a dash.
"""

from dataclasses import dataclass

TICKS = {"y", "s", "r"}


@dataclass(frozen=True, slots=True)
class Row:
    """One feature: its line, the bold section above it (its own name where it is bold itself), and its cells."""

    line: int
    section: str
    feature: str
    cells: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the line of its head, Kling's name of the model, and what the columns are."""

    line: int
    model: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    line: int
    model: str
    section: str
    feature: str
    column: str
    mark: str

    def __str__(self) -> str:
        return f"{self.line}-{self.model}-{self.section}-{self.feature}-{self.column}".replace(" ", "_")


STD_PRO = ("std 5s", "std 10s", "pro 5s", "pro 10s")
LENGTHS = ("5s", "10s")
WITH_OTHER = ("std 5s", "std 10s", "std other", "pro 5s", "pro 10s", "pro other")
RATIOS = ("1:1", "16:9", "4:3", "3:2", "2:3", "3:4", "9:16", "21:9")

T2V, I2V = "Text to Video", "Image to Video"

VIDEO = (
    Table(7, "kling-video-o1", ("std", "pro"), (Row(9, T2V, "video generation", "yy"),)),
    Table(
        29,
        "kling-v1",
        STD_PRO,
        (
            Row(32, T2V, "video generation", "yyyy"),
            Row(33, T2V, "camera control", "y---"),
            Row(35, I2V, "video generation", "yyyy"),
            Row(36, I2V, "start/end frame", "y-y-"),
            Row(37, I2V, "motion brush", "y-y-"),
            Row(38, "Video Extension", "video extension", "yyyy"),
            Row(40, "Video Effects", "dual-character", "yyyy"),
        ),
    ),
    Table(
        48,
        "kling-v1-5",
        STD_PRO,
        (
            Row(50, T2V, "video generation", "----"),
            Row(52, I2V, "video generation", "yyyy"),
            Row(53, I2V, "start/end frame", "--yy"),
            Row(54, I2V, "end frame", "--yy"),
            Row(55, I2V, "motion brush", "--y-"),
            Row(56, I2V, "camera control (simple only)", "--y-"),
            Row(57, "Video Extension", "video extension", "yyyy"),
            Row(59, "Video Effects", "dual-character", "yyyy"),
        ),
    ),
    Table(
        65,
        "kling-v1-6",
        STD_PRO,
        (
            Row(68, T2V, "video generation", "yyyy"),
            Row(70, I2V, "video generation", "yyyy"),
            Row(71, I2V, "start/end frame", "--yy"),
            Row(72, I2V, "end frame", "--yy"),
            Row(73, "Multi-Image to Video", "multi-image to video", "yyyy"),
            Row(74, "Multi-Elements", "multi-elements", "yyyy"),
            Row(75, "Video Extension", "video extension", "yyyy"),
            Row(77, "Video Effects", "dual-character", "yyyy"),
        ),
    ),
    Table(
        83,
        "kling-v2-master",
        LENGTHS,
        (Row(85, T2V, "video generation", "yy"), Row(86, I2V, "video generation", "yy")),
    ),
    Table(
        92,
        "kling-v2-1",
        STD_PRO,
        (
            Row(94, T2V, "video generation", "----"),
            Row(96, I2V, "video generation", "yyyy"),
            Row(97, I2V, "start/end frame", "--yy"),
        ),
    ),
    Table(
        103,
        "kling-v2-1-master",
        LENGTHS,
        (Row(105, T2V, "video generation", "yy"), Row(106, I2V, "video generation", "yy")),
    ),
    Table(
        112,
        "kling-v2-5-turbo",
        STD_PRO,
        (
            Row(114, T2V, "video generation", "yyyy"),
            Row(116, I2V, "video generation", "yyyy"),
            Row(117, I2V, "start/end frame", "--yy"),
        ),
    ),
    Table(
        123,
        "kling-v2-6",
        WITH_OTHER,
        (
            Row(126, T2V, "video generation", "ss-yy-"),
            Row(128, I2V, "video generation", "ss-yy-"),
            Row(129, I2V, "start/end frame", "---ss-"),
            Row(130, I2V, "voice control", "---yy-"),
            Row(131, I2V, "motion control", "--y--y"),
        ),
    ),
)

T2I = "text to image"

IMAGES = (
    Table(
        150,
        "kling-image-o1",
        (*RATIOS, "auto"),
        (Row(152, "", T2I, "yyyyyyyy-"), Row(153, "", "image to image", "yyyyyyyyy")),
    ),
    Table(
        157,
        "kling-v1",
        RATIOS,
        (Row(159, "", T2I, "yyyyyyy-"), Row(160, "", "image to image (entire)", "yyyyyyy-")),
    ),
    Table(
        164,
        "kling-v1-5",
        RATIOS,
        (
            Row(166, "", T2I, "yyyyyyyy"),
            Row(167, "", "image to image (subject)", "yyyyyyyy"),
            Row(168, "", "image to image (face)", "yyyyyyyy"),
        ),
    ),
    Table(
        172,
        "kling-v2",
        RATIOS,
        (
            Row(174, "", T2I, "yyyyyyyy"),
            Row(175, "", "multi-image to image", "yyyyyyyy"),
            Row(176, "", "restyle", "r"),
        ),
    ),
    Table(180, "kling-v2-new", ("Support",), (Row(182, "", T2I, "-"), Row(183, "", "restyle", "r"))),
    Table(
        187,
        "kling-v2-1",
        RATIOS,
        (Row(189, "", T2I, "yyyyyyyy"), Row(190, "", "multi-image to image", "yyyyyyyy")),
    ),
)

OF_NO_MODEL = (
    Table(
        137,
        "",
        ("Support",),
        (
            Row(139, "", "avatar", "y"),
            Row(140, "", "lip sync", "y"),
            Row(141, "", "video to audio", "y"),
            Row(142, "", "text to audio", "-"),
        ),
    ),
    Table(205, "", ("Support",), (Row(207, "", "image expansion", "y"),)),
)

SPECIFICATIONS = {
    # Kling's name and task -> (modes, resolutions, frames a second); lines 13 to 17 and 19 to 23
    ("kling-v1", T2V): (("std", "pro"), ("720p",), 30),
    ("kling-v1", I2V): (("std", "pro"), ("720p",), 30),
    ("kling-v1-5", I2V): (("std", "pro"), ("720p", "1080p"), 30),
    ("kling-v1-6", I2V): (("std", "pro"), ("720p", "1080p"), 30),
    ("kling-v1-6", T2V): (("std", "pro"), ("720p", "1080p"), 24),
    ("kling-v2-master", T2V): (("-",), ("720p",), 24),
    ("kling-v2-master", I2V): (("-",), ("720p",), 24),
    ("kling-v2-1", I2V): (("std", "pro"), ("720p", "1080p"), 24),
    ("kling-v2-1-master", T2V): (("-",), ("1080p",), 24),
    ("kling-v2-1-master", I2V): (("-",), ("1080p",), 24),
    ("kling-v2-5-turbo", I2V): (("pro",), ("1080p",), 24),
    ("kling-v2-5-turbo", T2V): (("pro",), ("1080p",), 24),
}
"""The two tables have nine columns; two of them ("-" for the mode) speak of both tasks, and so does v1's."""

DASHES_OF_SPECIFICATIONS = 2

IMAGE_RESOLUTIONS = {
    # lines 196 to 199
    ("kling-v1", T2I): ("1k",),
    ("kling-v1-5", T2I): ("1k",),
    ("kling-v2", T2I): ("1k", "2k"),
    ("kling-v1", "image to image"): ("1k",),
    ("kling-v1-5", "image to image"): ("1k",),
    ("kling-v2", "image to image"): ("1k",),
}


def cells(tables: tuple[Table, ...]) -> list[Cell]:
    """Every cell. A row with fewer cells than columns is one statement about all of them."""
    found = []
    for table in tables:
        for row in table.rows:
            columns = table.columns if len(row.cells) == len(table.columns) else ("all",)
            found += [
                Cell(row.line, table.model, row.section, row.feature, column, mark)
                for column, mark in zip(columns, row.cells, strict=True)
            ]
    return found


EVERY_CELL = (*cells(VIDEO), *cells(IMAGES), *cells(OF_NO_MODEL))

PLAIN_TICKS = 192
TICKS_WITH_A_REMARK = 8
DASHES = 54
"""What the document itself has, counted by script: 200 ticks, and 56 dashes with the two of the specifications."""
