"""Every format that Dailies takes: its facts, turned upright, poster and sprite."""

import hashlib
import resource

import pytest
from PIL import Image

from studio.core import media
from studio.core.formats import FORMATS
from studio.core.media import MediaFacts
from tests.core import inside, making


def test_every_allowed_format_is_among_those_tested():
    assert set(FORMATS) == {*making.PICTURES, *making.FILMS, *making.SOUNDS}


@pytest.mark.parametrize("format", making.PICTURES)
def test_a_picture_is_known_by_its_content(format, tmp_path):
    path = making.picture(tmp_path, format)

    facts = inside.probe(path)

    assert (facts.kind, facts.format, facts.width, facts.height) == ("image", format, 64, 48)
    assert (facts.duration_s, facts.frames, facts.has_sound) == (None, 1, False)
    assert facts.mime == f"image/{format}"
    assert facts.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert facts.bytes == path.stat().st_size


@pytest.mark.parametrize("format", ["gif", "webp", "png", "avif"])
def test_an_animated_picture_has_frames_and_a_duration(format, tmp_path):
    facts = inside.probe(making.animation(tmp_path, format))

    assert facts.kind == "image"
    assert facts.frames == 4
    assert facts.duration_s == pytest.approx(0.4)


@pytest.mark.parametrize("sound", [True, False], ids=["sound", "silent"])
@pytest.mark.parametrize("format", making.FILMS)
def test_a_film_has_size_rate_frames_and_duration(format, sound, tmp_path):
    path = making.film(tmp_path, format, sound=sound)

    facts = inside.probe(path)

    assert (facts.kind, facts.format, facts.width, facts.height) == ("video", format, 64, 48)
    assert (facts.fps, facts.frames, facts.has_sound) == ("25", 25, sound)
    assert facts.duration_s == pytest.approx(1.0, abs=0.002)
    assert facts.codec == {"libx264": "h264", "libvpx": "vp8"}[making.FILMS[format]]


def test_a_broadcast_rate_stays_a_fraction(tmp_path):
    facts = inside.probe(making.film(tmp_path, rate="30000/1001", frames=30))

    assert (facts.fps, facts.frames) == ("30000/1001", 30)


@pytest.mark.parametrize("format", making.SOUNDS)
def test_sound_has_a_duration_and_no_picture(format, tmp_path):
    path = making.sound(tmp_path, format)

    facts = inside.probe(path)

    assert (facts.kind, facts.format, facts.width, facts.frames) == ("audio", format, None, None)
    assert facts.has_sound
    assert facts.duration_s == pytest.approx(1.0, abs=0.06)  # MP3 has a run-up


async def test_the_real_files_are_what_their_readme_says():
    facts = await media.probe(making.MEDIA / "numbered-24fps.mp4", "numbered-24fps.mp4")

    assert (facts.width, facts.height, facts.fps, facts.frames, facts.duration_s) == (1280, 720, "24", 120, 5.0)
    assert (await media.probe(making.MEDIA / "speech.mp3", "speech.mp3")).duration_s == pytest.approx(7.5, abs=0.1)


async def test_facts_survive_json(tmp_path):
    facts = await media.probe(making.film(tmp_path), "film.mp4")

    assert MediaFacts.from_json(facts.as_json()) == facts


@pytest.mark.parametrize("duration", [float("nan"), float("inf"), 0.0, -1.0])
def test_facts_have_no_impossible_duration(duration):
    with pytest.raises(ValueError, match="positive number of seconds"):
        MediaFacts(
            kind="audio", format="wav", mime="audio/wav", bytes=1, sha256="", width=None, height=None,
            duration_s=duration, fps=None, frames=None, has_sound=True, codec=None,
        )  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "avif"])
def test_a_picture_that_lies_on_its_side_is_set_upright(format, orientation, tmp_path):
    path = _lying(tmp_path, format, orientation)

    made = inside.act("examine", path, into=str(tmp_path))

    size = (48, 64) if orientation >= 5 else (64, 48)
    with Image.open(made["upright"] or path) as upright, Image.open(made["derived"]["poster"]) as poster:
        assert upright.size == poster.size == size == (made["facts"]["width"], made["facts"]["height"])
        assert upright.getexif().get(0x0112, 1) == 1
        assert _bright_corner(upright) == _bright_corner(poster) == BRIGHT_AFTER[orientation]
    assert (made["upright"] is None) == (orientation == 1)


async def test_an_upright_copy_has_facts_of_its_own(tmp_path):
    path = _lying(tmp_path, "jpeg", 6)

    examined = await media.examine(path, path.name, tmp_path)

    assert examined.upright == tmp_path / "upright.jpg"
    assert examined.facts.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert examined.upright_facts == await media.probe(examined.upright, "upright.jpg")
    assert set(tmp_path.iterdir()) == {path, examined.upright, examined.derived["poster"]}
    assert await media.upright(path, examined.facts, tmp_path) == examined.upright
    assert await media.upright(examined.upright, examined.upright_facts, tmp_path) == examined.upright


def _lying(folder, format: str, orientation: int):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return making.picture(folder, format, exif=exif)


BRIGHT_AFTER = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}


def _bright_corner(picture: Image.Image) -> str:
    blue, (width, height) = picture.convert("RGB").getchannel("B"), picture.size
    corners = {"tl": (4, 4), "tr": (width - 5, 4), "bl": (4, height - 5), "br": (width - 5, height - 5)}
    return max(corners, key=lambda corner: blue.getpixel(corners[corner]))


async def test_a_phone_film_that_is_held_upright_has_the_size_one_sees(tmp_path):
    path = making.turned_film(making.film(tmp_path))

    examined = await media.examine(path, path.name, tmp_path)

    assert (examined.facts.width, examined.facts.height) == (48, 64)
    assert examined.upright == path
    with Image.open(examined.derived["poster"]) as poster, Image.open(examined.derived["sprite"]) as sprite:
        assert poster.size == (48, 64)
        assert sprite.size == (1600, 2130)


async def test_the_poster_is_the_frame_at_forty_percent(tmp_path):
    path = making.film(tmp_path, frames=50)

    made = await media.derive(path, await media.probe(path, path.name), tmp_path)

    with Image.open(made["poster"]) as poster:
        assert poster.getpixel((30, 20))[0] == pytest.approx(20 * 255 / 50, abs=4)


async def test_the_sprite_shows_a_hundred_moments_in_order(tmp_path):
    path = making.film(tmp_path, frames=100)

    made = await media.derive(path, await media.probe(path, path.name), tmp_path)

    with Image.open(made["sprite"]) as sprite:
        assert sprite.size == (1600, 1200)
        shades = [sprite.getpixel((n % 10 * 160 + 80, n // 10 * 120 + 60))[0] for n in range(100)]
    assert shades == pytest.approx([n * 255 / 100 for n in range(100)], abs=6)


def test_a_poster_is_small_and_a_small_picture_is_not_blown_up(tmp_path):
    large = inside.act("examine", making.picture(tmp_path, width=1200, height=300), into=str(tmp_path))
    with Image.open(large["derived"]["poster"]) as poster:
        assert (poster.format, poster.size) == ("WEBP", (480, 120))

    small = inside.act("examine", making.picture(tmp_path), into=str(tmp_path))
    with Image.open(small["derived"]["poster"]) as poster:
        assert poster.size == (64, 48)


async def test_sound_has_no_pictures(tmp_path):
    examined = await media.examine(making.sound(tmp_path), "sound.wav", tmp_path)

    assert examined.derived == {}


@pytest.mark.parametrize("name", ["numbered-24fps.mp4", "coffee.jpg", "speech.mp3"])
async def test_a_probe_takes_less_than_half_a_second(name):
    """Of the processor, the start of the child included: a busy machine must not fail this."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    await media.probe(making.MEDIA / name, name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5
