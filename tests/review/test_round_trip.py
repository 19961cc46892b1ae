"""A note put on frame N of a numbered clip comes back on the frame that shows N, in every file that editors read."""

from fractions import Fraction
from uuid import uuid4

import av
import numpy as np
import pytest
from asgiref.sync import async_to_sync

from studio.library import store
from studio.review import actions, lists
from studio.review.actions import Said
from studio.review.going_out import KINDS, Wanted
from tests.browser.numbered import BAR_PX, BITS, numbered
from tests.library.making import copies, made
from tests.review.readers import READERS, frames

FRAMES = 61
NOTED = (0, 1, 29, 30, 37, 60)

RATES = {
    "23.976": (Fraction(24000, 1001), None),
    "24": (Fraction(24), None),
    "25": (Fraction(25), None),
    "29.97 drop": (Fraction(30000, 1001), True),
    "29.97 non-drop": (Fraction(30000, 1001), False),
    "30": (Fraction(30), None),
    "59.94 drop": (Fraction(60000, 1001), True),
    "59.94 non-drop": (Fraction(60000, 1001), False),
}


@pytest.fixture
def noted(alice, settings, tmp_path):
    """noted(rate) -> a list of three clips of the same numbered frames; the second and the third have notes."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def make(rate: Fraction):
        first = async_to_sync(made)(numbered(tmp_path / "numbered.mp4", FRAMES, str(rate)), alice, name="One")
        clips = [first, *copies(first, 2)]
        for clip in clips[1:]:
            for frame in NOTED:
                actions.write(alice, clip, Said(id=uuid4(), words=f"Frame {frame}", frame=frame))
        return clips, lists.build(alice, alice.teams.get(), "Monday", [each.pk for each in clips])

    return make


def shown(path) -> list[int]:
    """The numbers that a clip shows, frame by frame."""
    with av.open(str(path)) as container:
        return [read(frame.to_ndarray(format="gray")) for frame in container.decode(video=0)]


def read(picture: np.ndarray) -> int:
    row = picture[picture.shape[0] // 2]
    return int("".join(str(int(row[int((at + 2.5) * BAR_PX)] > 127)) for at in range(BITS)), 2)


@pytest.mark.parametrize("name", RATES)
def test_a_note_on_a_frame_comes_back_on_the_frame_that_shows_its_number(name, noted, alice):
    rate, drop = RATES[name]
    clips, made_of = noted(rate)
    numbers = shown(store.path_of(clips[0]))
    files = [(f"{each.pk}.{each.format}", FRAMES) for each in clips]
    wanted = sorted((file, frame) for file, _ in files[1:] for frame in NOTED)

    for slug, reader in READERS.items():
        text = KINDS[slug].write(made_of, alice, Wanted(drop=drop))
        found = sorted((file, numbers[frame]) for file, frame in reader(text, rate, files))
        assert found == wanted, f"{slug} at {name}"


def test_every_kind_for_editors_has_a_reader():
    for_papers = {"pdf", "csv", "markdown"}
    assert set(READERS) == set(KINDS) - for_papers


@pytest.mark.parametrize(
    ("code", "rate", "frame"),
    [
        ("00:01:00;02", Fraction(30000, 1001), 1800),
        ("00:10:00;00", Fraction(30000, 1001), 17982),
        ("01:00:00;00", Fraction(30000, 1001), 107892),
        ("00:01:00;04", Fraction(60000, 1001), 3600),
        ("01:00:00:00", Fraction(24000, 1001), 86400),
        ("01:00:00:00", Fraction(30000, 1001), 108000),
    ],
)
def test_the_reader_counts_as_the_standard_does(code, rate, frame):
    assert frames(code, rate) == frame


def test_a_reader_finds_a_mark_that_was_moved(noted, alice):
    """What is compared above can differ."""
    clips, made_of = noted(Fraction(24))
    text = KINDS["edl"].write(made_of, alice, Wanted())
    moved = text.replace("* LOC: 01:00:02:13", "* LOC: 01:00:02:14", 1)
    files = [(f"{each.pk}.{each.format}", FRAMES) for each in clips]

    assert moved != text
    assert list(READERS["edl"](moved, Fraction(24), files)) != list(READERS["edl"](text, Fraction(24), files))
