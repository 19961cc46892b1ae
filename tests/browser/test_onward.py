"""Going on from a clip, on the screen: a frame chosen by hand, clips played across their joins, captions, flashes."""

import pytest
from playwright.sync_api import expect

from studio.library.models import Asset
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.making import result
from tests.browser.numbered import READ, numbered
from tests.browser.shelf import until
from tests.core import making
from tests.core.test_flashes import blinking
from tests.core.test_flashes import clip as drawn

pytestmark = pytest.mark.browser

FRAMES = 24
READY = "tag => !!customElements.get(tag)"
PLAYED = f"""frames => new Promise(done => {{
  const read = {READ}, videos = [...document.querySelectorAll("[data-screen] video")], seen = [], empty = []
  const note = () => {{
    const video = videos.find(each => "shown" in each.dataset), number = video.readyState < 2 ? null : read(video)
    const clip = document.querySelector(".chain__clip[aria-current] a").textContent
    if (number === null) empty.push(performance.now())
    else if (seen.at(-1)?.join() !== [clip, number].join()) seen.push([clip, number])
    const isOver = document.querySelector("[data-do=play]").getAttribute("aria-label") === "Play" && seen.length > 1
    isOver ? done({{seen, empty: empty.length}}) : requestAnimationFrame(note)
  }}
  document.querySelector("[data-do=play]").click()
  note()
}})"""
"""[clip, number in the picture] each time that it changes, until the end; how often nothing was to be seen."""
STANDS = f"""async () => {{
  const read = {READ}, shown = () => document.querySelector("[data-screen] video[data-shown]")
  while (shown().seeking || shown().readyState < 2) await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
  return [document.querySelector(".chain__clip[aria-current] a").textContent, read(shown())]
}}"""

IS_AT = f"async wanted => (await ({STANDS})()).join() === wanted.join()"
LARGE = f"""number => {{
  const img = document.querySelector("[data-large] img")
  return img.complete && img.naturalWidth > 0 && ({READ})(img) === number
}}"""
SAID = """words => {
  const {track} = document.querySelector("track")
  return track.mode === "showing" && track.activeCues?.[0]?.text === words
}"""
BY_KEYS = (
    (".", ["B", 13]),
    ("ArrowLeft", ["B", 0]),
    ("ArrowLeft", ["A", 0]),
    ("ArrowRight", ["B", 0]),
    (",", ["A", 23]),
    ("Home", ["A", 0]),
)


@pytest.fixture
def clips(alice, live_studio, tmp_path):
    """Three clips of a second, whose frames carry their numbers."""
    made = [numbered(tmp_path / f"{name}.mp4", FRAMES, "24") for name in "ABC"]
    return [result(alice, path, title=path.stem)[1] for path in made]


def open_chain(page, clips) -> None:
    page.goto(f"/chain/?ids={','.join(str(clip.pk) for clip in clips)}")
    until(page, READY, "chain-player")
    page.evaluate(STANDS)


def test_clips_play_across_their_joins_without_a_gap_and_the_playhead_goes_over_all(visit, alice, clips):
    page = visit(alice)
    open_chain(page, clips)

    played = page.evaluate(PLAYED, FRAMES)

    assert played["empty"] == 0
    assert list(dict.fromkeys(clip for clip, _ in played["seen"])) == ["A", "B", "C"]
    for name in "ABC":
        numbers = [number for clip, number in played["seen"] if clip == name]
        assert numbers == sorted(numbers)
    for name in "BC":
        assert next(number for clip, number in played["seen"] if clip == name) < FRAMES / 2
    slider = page.get_by_role("slider", name="Position in all clips")
    slider.fill("1.52")
    until(page, IS_AT, ["B", 12])
    page.evaluate("document.activeElement.blur()")
    for keys, stands in BY_KEYS:
        page.keyboard.press(keys)
        until(page, IS_AT, stands)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert_accessible(page)


def test_clips_are_joined_by_a_finger_and_the_new_clip_names_them(visit, alice, clips):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    open_chain(page, clips[:2])

    page.get_by_role("button", name="Join as they are").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("A and 1 other, joined")
    page.get_by_role("link", name="Lineage").tap()

    sources = page.get_by_role("region", name="Made from").get_by_role("link")
    expect(sources).to_have_count(2)
    assert Asset.objects.get(name__endswith="joined").frames == 2 * FRAMES
    assert_accessible(page)
    sources.first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("A")


def test_a_frame_is_chosen_with_the_keyboard_and_the_composer_opens_with_it(visit, alice, clips):
    page = visit(alice)
    page.goto(f"/assets/{clips[0].pk}/")
    page.get_by_role("link", name="Continue").click()
    until(page, READY, "last-frames")
    chosen = page.get_by_role("radio", checked=True)
    before = int(chosen.get_attribute("value"))
    chosen.focus()
    page.keyboard.press("ArrowLeft")

    picture = page.get_by_alt_text("The chosen frame")
    expect(picture).to_have_attribute("src", f"/assets/{clips[0].pk}/still/{before - 1}.png")
    until(page, LARGE, before - 1)
    assert_accessible(page)
    page.get_by_role("button", name="Continue from this frame").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="From A")).to_be_visible()
    held = page.locator("input[name=first_frame]").input_value()
    assert Asset.objects.get(name=f"A, frame {before - 1}.png").pk.hex in held.replace("-", "")


def test_a_stretch_between_in_and_out_is_cut_out_as_a_clip(visit, alice, live_studio, tmp_path, complaints):
    complaints.allow("422")
    clip = result(alice, numbered(tmp_path / "long.mp4", 72, "24"), title="Long")[1]
    page = visit(alice)
    page.goto(f"/assets/{clip.pk}/")
    until(page, READY, "clip-player")
    slider = page.get_by_role("slider", name="Position")
    for frame, key in (("10", "i"), ("50", "o")):
        slider.fill(frame)
        page.keyboard.press(key)
    page.get_by_text("Save a part").click()
    page.get_by_role("link", name="In to out, as a clip").click()
    expect(page.get_by_label("First frame")).to_have_value("10")
    page.get_by_role("button", name="Copy, nothing encoded again").click()
    expect(page.get_by_role("alert")).to_contain_text("begins at frame 0 or 24")
    assert_accessible(page)

    page.get_by_role("button", name="Encode again, exactly these frames").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Long, frames 10 to 50")
    assert Asset.objects.get(name__startswith="Long, frames").frames == 41


def test_captions_that_are_typed_stand_in_the_picture_and_beside_it(visit, alice, live_studio, tmp_path):
    clip = result(alice, making.film(tmp_path, sound=True, frames=75), title="Speech")[1]
    page = visit(alice)
    page.goto(f"/assets/{clip.pk}/")
    page.get_by_role("link", name="Add captions").click()
    words = "00:00:00.000 --> 00:00:01.000\nGood evening.\n\n00:00:01.000 --> 00:00:02.500\nCome in."
    page.get_by_label("Or write them").fill(f"WEBVTT\n\n{words}")
    assert_accessible(page)
    page.get_by_role("button", name="Keep captions").click()

    until(page, READY, "said-lines")
    until(page, READY, "clip-player")
    page.get_by_role("button", name="0:01 Come in.").click()
    expect(page.get_by_role("button", name="0:01 Come in.")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Captions", exact=True).click()
    until(page, SAID, "Come in.")


def test_a_clip_that_flashes_is_labelled_and_its_tile_stays_still(visit, alice, live_studio, tmp_path):
    clip = result(alice, drawn(tmp_path / "flash.mp4", blinking(6)), title="Flash")[1]
    assert clip.is_flashing
    page = visit(alice, reduced_motion="no-preference")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/library/")
    tile = page.locator(f"#asset-{clip.pk}")
    expect(tile.get_by_text("flashing")).to_be_visible()
    until(page, READY, "sprite-scrub")
    tile.locator("img").hover()
    page.keyboard.press(".")
    tile.get_by_role("link").first.dblclick()

    page.wait_for_url(f"**/assets/{clip.pk}/**")
    expect(page.get_by_text("bright flashes within one second")).to_be_visible()
    assert not page.locator("clip-player video").evaluate("video => video.loop || video.autoplay")
    assert not [url for url in asked if url.endswith("/sprite")]


def test_a_stack_is_reached_by_keys_and_shows_its_results(visit, alice, clips):
    Asset.objects.filter(pk=clips[2].pk).update(recipe_hash="c" * 64)
    page = visit(alice)
    page.goto("/library/")
    until(page, READY, "justified-grid")
    page.locator(f"#asset-{clips[0].pk} .tile__picture > a").focus()
    page.keyboard.press("Tab")
    expect(page.locator(f"#asset-{clips[0].pk} .tile__stack")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(".tile")).to_have_count(2)
    expect(page.get_by_text("The recipe of A")).to_be_visible()
