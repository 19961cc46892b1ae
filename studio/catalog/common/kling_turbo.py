"""The routes of Kling 3.0 Turbo, which only the newer API serves: model in the path, tier in the settings."""

from studio.catalog.common.kling import LARGE_PICTURE, LENGTHS, RATIO, VIDEO_PRICES, WATERMARK, changes, docs
from studio.catalog.controls import Seconds, Text
from studio.catalog.media_controls import first_frame
from studio.catalog.pricing import SECOND, PriceList, Rate
from studio.catalog.rules import ExactlyOne, Excludes, ShotsAddUp
from studio.catalog.schema import Route
from studio.catalog.sources import Note
from studio.catalog.story_controls import Shots, StoryFits

TEXT = docs("text to video: /text-to-video/kling-3.0-turbo")
IMAGE = docs("image to video: /image-to-video/kling-3.0-turbo")
SHOTS = Shots(most=6, totals=LENGTHS, characters=512)

NOTES = (
    Note(
        "Sound",
        "There is no setting for it, and the only price is “with native audio”: clips come with sound.",
        (TEXT, VIDEO_PRICES),
    ),
    Note(
        "Shots",
        "They are written into the prompt, with their seconds: prompt and shots exclude each other, and what they "
        "become has the prompt's limit: 3,072 characters from text, 2,500 from a picture.",
        (TEXT, IMAGE),
    ),
)


def price(amount: str) -> PriceList:
    """Per second; 5 where none are given."""
    return PriceList(rates=(Rate(amount, SECOND),), source=VIDEO_PRICES, assume={"duration": 5})


def text(resolution: str, amount: str) -> Route:
    """Text to video."""
    return Route(
        provider="kling",
        task="text-to-video",
        endpoint="/text-to-video/kling-3.0-turbo",
        controls=(Text(most=3072), SHOTS, RATIO, Seconds(options=LENGTHS), WATERMARK),
        rules=(ExactlyOne(("prompt", "shots")), ShotsAddUp(), StoryFits(3072)),
        price=price(amount),
        sources=(TEXT, changes("2026-06-17")),
        notes=NOTES,
        always=("sound",),
        wire={"settings.resolution": resolution},
    )


def image(resolution: str, amount: str) -> Route:
    """Image to video, from a first frame; a last one is not taken."""
    return Route(
        provider="kling",
        task="image-to-video",
        endpoint="/image-to-video/kling-3.0-turbo",
        controls=(first_frame(LARGE_PICTURE), Text(most=2500), SHOTS, Seconds(options=LENGTHS), WATERMARK),
        rules=(Excludes("prompt", "shots"), ShotsAddUp(), StoryFits(2500)),
        price=price(amount),
        sources=(IMAGE, changes("2026-06-17")),
        notes=NOTES,
        always=("sound",),
        wire={"settings.resolution": resolution},
    )
