"""What fal's other Kling endpoints take: pictures, effects, faces, voices, sounds. fal.md, lines 64-132 and 196-394."""

from studio.rehearsal.fal.endpoints import (
    FILE,
    FIVE_OR_TEN,
    GUIDANCE,
    IMAGE_SET,
    PROMPT,
    SHAPES,
    SPEED,
    Endpoint,
    files,
    per_call,
    per_image,
    per_second,
)
from studio.rehearsal.fields import Field, Table, choice, flag, listed, needed, number, text, whole
from studio.rehearsal.voices import VOICES

RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9")


def _image(
    *, price: str = "0.028", auto: bool = False, sizes: tuple[str, ...] = ("1K", "2K"), **more: Field
) -> Endpoint:
    takes = {
        "prompt": PROMPT,
        "aspect_ratio": choice(*RATIOS, *(("auto",) if auto else ())),
        "elements": listed(IMAGE_SET, most=10),
        "num_images": whole(1, 9),
        "output_format": choice("jpeg", "png", "webp"),
        "resolution": choice(*sizes),
        "sync_mode": flag(),
        **more,
    }
    return Endpoint(takes=takes, makes="images", price=per_image(price))


TO_4K = ("1K", "2K", "4K")
SERIES = {"result_type": choice("single", "series"), "series_amount": whole(2, 9)}
TEN = {"image_urls": needed(files(1, 10))}

IMAGES = {
    "o1": _image(auto=True, **TEN),
    "o3/text-to-image": _image(sizes=TO_4K, **SERIES),
    "o3/image-to-image": _image(auto=True, sizes=TO_4K, **SERIES, **TEN),
    "v3/text-to-image": _image(negative_prompt=text(2500)),
    "v3/image-to-image": _image(image_url=needed(FILE)),
}

SCENE = {"effect_scene": needed(text()), "duration": FIVE_OR_TEN, "input_image_urls": files(most=2)}
"""Line 215 lists 197 scenes, which change monthly; any word is taken here."""

SEVERAL = {
    "prompt": PROMPT,
    "negative_prompt": text(2500),
    "duration": FIVE_OR_TEN,
    "aspect_ratio": SHAPES,
    "input_image_urls": needed(files(1, 4)),
}
PORTRAIT = {"audio_url": needed(FILE), "image_url": needed(FILE), "prompt": text(2500)}


def _made(makes: str, takes: Table, price) -> Endpoint:
    return Endpoint(takes=takes, makes=makes, price=price)


VIDEO = {
    "v1.5/pro/effects": _made("video", SCENE, per_second("0.098")),
    "v1.6/pro/effects": _made("video", SCENE, per_second("0.095")),
    **{f"{tier}/effects": _made("video", SCENE, per_second("0.056")) for tier in ("v1/standard", "v1.6/standard")},
    "v1.6/standard/elements": _made("video", SEVERAL, per_second("0.056")),
    "v1.6/pro/elements": _made("video", SEVERAL, per_second("0.095")),
    "ai-avatar/v2/standard": _made("avatar", PORTRAIT, per_second("0.0562")),
    "ai-avatar/v2/pro": _made("avatar", PORTRAIT, per_second("0.115")),
    "v1/standard/ai-avatar": _made("avatar", PORTRAIT, per_second("0.0562")),
    "v1/pro/ai-avatar": _made("avatar", PORTRAIT, per_second("0.115")),
    "create-voice": _made("voice", {"voice_url": needed(FILE)}, per_call("0.02")),
    "lipsync/audio-to-video": _made(
        "talking", {"audio_url": needed(FILE), "video_url": needed(FILE)}, per_call("0.07")
    ),
    "lipsync/text-to-video": _made(
        "talking",
        {
            "text": needed(text(120)),
            "video_url": needed(FILE),
            "voice_id": needed(choice(*VOICES)),
            "voice_language": choice("zh", "en"),
            "voice_speed": SPEED,
        },
        per_call("0.07"),
    ),
    "v1/tts": _made(
        "speech", {"text": needed(text()), "voice_id": choice(*VOICES), "voice_speed": SPEED}, per_call("0.007")
    ),
    "video-to-audio": _made(
        "scored",
        {
            "video_url": needed(FILE),
            "asmr_mode": flag(),
            "background_music_prompt": text(200),
            "sound_effect_prompt": text(200),
        },
        per_call("0.035"),
    ),
}
"""Prices: lines 58-59; those of voices, lips and sounds are guesses there, and stand for counting only."""

KOLORS = {
    "prompt": PROMPT,
    "negative_prompt": text(),
    "enable_safety_checker": flag(),
    "guidance_scale": number(1, 10),
    "image_size": Field(kind="choice"),
    "num_images": whole(1, 8),
    "num_inference_steps": whole(1, 150),
    "output_format": choice("jpeg", "png"),
    "scheduler": text(),
    "seed": whole(),
    "sync_mode": flag(),
}
KOLORS_IMAGE = {**KOLORS, "image_url": needed(FILE), "strength": GUIDANCE}
DRESSED = {"garment_image_url": needed(FILE), "human_image_url": needed(FILE), "sync_mode": flag()}

OTHERS = {
    **{f"fal-ai/kling-image/{name}": endpoint for name, endpoint in IMAGES.items()},
    **{f"fal-ai/kling-video/{name}": endpoint for name, endpoint in VIDEO.items()},
    "fal-ai/kling/v1-5/kolors-virtual-try-on": Endpoint(takes=DRESSED, makes="image", price=per_call("0.07")),
    "fal-ai/kolors": Endpoint(takes=KOLORS, makes="seeded images", price=per_image("0.02")),
    "fal-ai/kolors/image-to-image": Endpoint(takes=KOLORS_IMAGE, makes="seeded images", price=per_image("0.02")),
}
"""By endpoint id."""
