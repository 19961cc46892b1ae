"""What other programs wrote into clips, and what a file may say at most."""

import json

import av
import pytest

from studio.core import foreign, media
from tests.core import making
from tests.library.foreign_files import GRAPH, PARAMETERS, WORKFLOW, png


def commented(path, **tags: str):
    """The same clip with these tags."""
    target = path.with_name(f"told-{path.name}")
    options = {"movflags": "use_metadata_tags"} if path.suffix == ".mp4" else {}
    with av.open(str(path)) as source, av.open(str(target), "w", options=options) as out:
        out.metadata.update(tags)
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    return target


@pytest.mark.parametrize("format", ["mp4", "webm"])
async def test_a_clip_of_comfyui_says_so_in_its_comment_or_in_tags(format, tmp_path):
    told = json.dumps({"prompt": json.dumps(GRAPH), "workflow": WORKFLOW})
    for tags in ({"comment": told}, {"prompt": json.dumps(GRAPH), "workflow": json.dumps(WORKFLOW)}):
        _, found = await media.carried(commented(making.film(tmp_path, format), **tags))

        assert (found["source"], found["seed"], found["prompt"]) == ("comfyui", "42", "a lighthouse in a storm")


async def test_a_clip_that_says_nothing_says_nothing(tmp_path):
    assert await media.carried(making.film(tmp_path)) == (None, None)
    assert await media.carried(making.sound(tmp_path, "mp3")) == (None, None)


async def test_what_is_endless_is_cut(tmp_path):
    path = tmp_path / "long.png"
    path.write_bytes(png(parameters="x" * 800_000 + "\n" + PARAMETERS))

    _, found = await media.carried(path)

    assert found["source"] == "a1111"
    assert len(found["text"]) == foreign.MOST_TEXT
    assert len(found["prompt"]) == foreign.MOST_PROMPT


@pytest.mark.parametrize("strange", ["\0", "\ud83d"], ids=["NUL", "half a letter"])
async def test_what_no_database_takes_is_not_kept(strange, tmp_path):
    """JSON can name letters that are none: they come out of it as text that cannot be written down."""
    path = tmp_path / "strange.png"
    words = json.dumps(GRAPH).replace("a lighthouse", json.dumps(strange)[1:-1] + "a lighthouse")
    path.write_bytes(png(prompt=words))

    _, found = await media.carried(path)

    assert found["prompt"].endswith("a lighthouse in a storm")
    for text in (found["prompt"], found["text"]):
        assert "\0" not in text
        assert text.encode().decode() == text
