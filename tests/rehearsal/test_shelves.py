"""Voices and elements that Kling keeps: listed, told apart from its presets, deleted. Through the studio's adapter."""

import pytest

from studio.providers import registry, rerouted
from studio.providers.client import Client
from studio.providers.errors import Refused
from studio.providers.keys import Key
from tests.rehearsal.asking import DOT, Kling

KLING = registry.get("kling")
VOICES = 46
"""Line 235 names the list of presets, line 431 of the facts about fal its ids."""


@pytest.fixture
def shelves(stage, stranger):
    """shelves(kind, presets=…) -> what the adapter reads there; `.remove(kind, id)` deletes."""

    async def keyring(provider: str, account: str) -> Key:
        return Key(key=stranger.headers["authorization"].removeprefix("Bearer "))

    client = Client(transport=rerouted.reading(stage.origin), sending=rerouted.sending(stage.origin), keys=keyring)

    class Shelves:
        async def __call__(self, kind: str, *, presets: bool = False):
            request = KLING.build_things(kind, presets=presets)
            return await client.ask(KLING, request, lambda got: KLING.parse_things(got, kind, presets=presets))

        async def remove(self, kind: str, its_id: str) -> None:
            await client.submit(KLING, KLING.build_removal(kind, its_id), KLING.parse_removal)

    return Shelves()


@pytest.fixture
def stranger(stage):
    """An account of its own."""
    return Kling(stage, "api-key-kling-shelves-0s7h")


async def test_the_presets_are_there_for_everybody_and_can_be_heard(shelves):
    presets = await shelves("voice", presets=True)

    assert len(presets) == VOICES
    assert all(voice.is_preset and voice.name and voice.sample_url.startswith("http") for voice in presets)
    assert all(element.is_preset for element in await shelves("element", presets=True))


@pytest.mark.parametrize(
    ("kind", "path", "body"),
    [
        ("voice", "custom-voices", {"voice_name": "Anna", "voice_url": "https://media.example/a.mp3"}),
        (
            "element",
            "advanced-custom-elements",
            {
                "element_name": "Anna",
                "element_description": "A woman in red",
                "reference_type": "image_refer",
                "element_image_list": {"frontal_image": DOT, "refer_images": [{"image_url": DOT}]},
            },
        ),
    ],
)
async def test_what_was_made_is_on_the_shelf_until_it_is_deleted(shelves, stranger, kind, path, body):
    stranger.made(f"/v1/general/{path}", body)
    [thing] = await shelves(kind)
    assert (thing.kind, thing.name, thing.is_preset) == (kind, "Anna", False)

    await shelves.remove(kind, thing.id)

    assert await shelves(kind) == ()
    with pytest.raises(Refused):
        await shelves.remove(kind, thing.id)
