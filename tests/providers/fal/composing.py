"""How a recipe reaches each of fal's endpoints, and each of their parameters: values of ours -> inputs of fal's.

`REACHED`: endpoint -> the recipes' models and routes. `BASE` values are the least that an endpoint asks for.
"""

from studio.catalog.registry import MODELS
from studio.catalog.schema import Route
from studio.providers.quote import quote
from tests.sources.fal_endpoints import ENDPOINTS, Row

QUEUE = "https://queue.fal.run/"
A, B, C, D = (f"https://media.example/{name}.png" for name in "abcd")
CLIP, SOUND = "https://media.example/clip.mp4", "https://media.example/sound.mp3"
WORDS = "A pier in fog"


def at(url):
    """A file by its address: nothing needs to be uploaded or measured."""
    return {"handle": url}


def _reached() -> dict[str, list[tuple[str, Route]]]:
    found: dict[str, list[tuple[str, Route]]] = {}
    for model in MODELS:
        for route in model.routes:
            if route.provider == "fal":
                for endpoint in (route.endpoint, *route.wire.get("beside", {}).values()):
                    found.setdefault(endpoint, []).append((model.slug, route))
    return found


REACHED = _reached()

# Which of our values a parameter is

BY_TASK = {
    "image_url": {
        "image-to-video": "first_frame",
        "motion-control": "input_image",
        "avatar": "input_image",
        "image-to-image": "reference_images",
    },
    "video_url": {
        "edit-video": "input_video",
        "lip-sync": "input_video",
        "video-to-audio": "input_video",
        "motion-control": "reference_video",
        "reference-to-video": "reference_video",
    },
}
NAMES = {
    "prompt": "prompt",
    "negative_prompt": "negative_prompt",
    "cfg_scale": "guidance",
    "duration": "duration",
    "aspect_ratio": "aspect_ratio",
    "resolution": "resolution",
    "num_images": "takes",
    "series_amount": "series",
    "result_type": "series",
    "image_urls": "reference_images",
    "input_image_urls": "reference_images",
    "start_image_url": "first_frame",
    "end_image_url": "last_frame",
    "tail_image_url": "last_frame",
    "audio_url": "audio",
    "voice_url": "audio",
    "elements": "elements",
    "multi_prompt": "shots",
    "shot_type": "shot_style",
    "generate_audio": "sound",
    "keep_audio": "keep_original_sound",
    "keep_original_sound": "keep_original_sound",
    "voice_ids": "voices",
    "character_orientation": "character_orientation",
    "effect_scene": "effect",
    "dynamic_masks": "motion_brush",
    "static_mask_url": "motion_brush",
    "camera_control": "camera",
    "advanced_camera_control": "camera",
    "text": "speech_text",
    "voice_id": "voice",
    "voice_language": "voice_language",
    "voice_speed": "voice_speed",
    "sound_effect_prompt": "sound_prompt",
    "background_music_prompt": "music_prompt",
    "asmr_mode": "asmr",
}

ASIDE = {
    "output_format": "how results are delivered: always as fal's default, PNG, which loses nothing",
    "sync_mode": "how results are delivered: a picture inside the answer is one that the queue does not keep",
}
"""Parameters that no recipe sets, and why."""


def value_of(row: Row, task: str) -> str:
    """Our name of a parameter."""
    return BY_TASK.get(row.name, {}).get(task) or NAMES[row.name]


# What a value looks like, with us and at fal

BRUSH = {"static_mask": at(B), "brushes": [{"mask": at(C), "path": [[279, 219], [417, 65]]}]}
MASKS = [{"mask_url": C, "trajectories": [{"x": 279, "y": 219}, {"x": 417, "y": 65}]}]
SHOTS = [{"prompt": "Wide", "duration": 3}, {"prompt": "Close", "duration": 4}]
FILM_AXES = {
    "truck": "horizontal",
    "pedestal": "vertical",
    "tilt": "pan",
    "pan": "tilt",
    "roll": "roll",
    "zoom": "zoom",
}

SAMPLES = {
    "prompt": [(WORDS, WORDS)],
    "negative_prompt": [("rain", "rain")],
    "cfg_scale": [(0, 0), (0.7, 0.7), (1, 1)],
    "num_images": [(1, 1), (9, 9)],
    "series_amount": [(2, 2), (9, 9)],
    "result_type": [(4, "series")],
    "image_urls": [([at(A)], [A]), ([at(B), at(A)], [B, A])],
    "input_image_urls": [([at(A), at(B)], [A, B])],
    "elements": [
        (
            [{"front": at(A), "views": [at(B), at(C)]}],
            [{"frontal_image_url": A, "reference_image_urls": [B, C]}],
        )
    ],
    "multi_prompt": [(SHOTS, [{"prompt": "Wide", "duration": "3"}, {"prompt": "Close", "duration": "4"}])],
    "voice_ids": [([at("829824295735410756")], ["829824295735410756"])],
    "dynamic_masks": [(BRUSH, MASKS)],
    "static_mask_url": [(BRUSH, B)],
    "advanced_camera_control": [
        ({"preset": "custom", "axes": {ours: 5}}, {"movement_type": theirs, "movement_value": 5})
        for ours, theirs in FILM_AXES.items()
    ],
    "text": [("Good evening", "Good evening")],
    "voice_speed": [(0.8, 0.8), (2, 2)],
    "sound_effect_prompt": [("Waves", "Waves")],
    "background_music_prompt": [("Strings", "Strings")],
    "audio_url": [(at(SOUND), SOUND)],
    "voice_url": [(at(SOUND), SOUND)],
    "video_url": [(at(CLIP), CLIP)],
}
OPTIONS = {"duration": int, "resolution": str.lower, "camera_control": lambda option: {"preset": option}}
"""How one of a parameter's words is said by us, where it is not the same word."""


def samples(row: Row, task: str) -> list[tuple[object, object]]:
    """Values of ours and what becomes of them: every word, both ways of a switch, or a few."""
    if row.name in SAMPLES:
        return SAMPLES[row.name]
    if row.options:
        return [(OPTIONS.get(row.name, str)(option), option) for option in row.options]
    if row.type == "yes or no":
        return [(True, True), (False, False)]
    if row.type == "file":
        return [([at(A)], A)] if value_of(row, task) == "reference_images" else [(at(A), A)]
    return {"shot_type": [("customize", "customize"), ("intelligent", "intelligent")]}[row.name]


def base(endpoint: str, task: str) -> dict[str, object]:
    """The least that an endpoint asks for."""
    rows = ENDPOINTS[endpoint].rows
    values = {value_of(row, task): samples(row, task)[0][0] for row in rows if row.required}
    if any(row.name == "prompt" for row in rows) and task not in {"avatar", "motion-control"}:
        values["prompt"] = WORDS
    return values | ({"character_orientation": "video"} if task == "motion-control" else {})


def around(row: Row, endpoint: str, task: str) -> dict[str, object]:
    """What stands beside one value: the least, without what the value takes the place of."""
    instead = {"multi_prompt": {"prompt"}}.get(row.name, set())
    return {name: value for name, value in base(endpoint, task).items() if name not in instead}


def quoted(slug: str, route: Route, values: dict[str, object]) -> dict[str, object]:
    return quote({"model": slug, "task": route.task, "provider": "fal", "values": values})


def blamed(found: dict[str, object]) -> list[str]:
    """The values that a quote finds fault with."""
    return [error["field"] for error in found["errors"]]
