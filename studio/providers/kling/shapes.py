"""What each of Kling's endpoints takes: one row per value, and what must be made or found before.

Field names: Kling's API documentation; the routes' sources name the pages. A value that an endpoint has no row for
cannot be told it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from studio.providers.base import Values
from studio.providers.kling import preparing, writing
from studio.providers.kling.preparing import Preparation
from studio.providers.kling.writing import ON_OFF, ORIGINAL_OFF, YES_NO
from studio.providers.payload import Place, as_text, one, words


@dataclass(frozen=True, slots=True)
class Part:
    """Several values that are written together. `write` gives dotted paths and what stands there."""

    takes: tuple[str, ...]
    write: Callable[[Values], dict[str, object]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One endpoint's body. `mention` is how a prompt names a file; `our_id` where our id of the task goes."""

    places: Mapping[str, Place] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    prepare: tuple[Callable[[Values, Preparation], Values], ...] = ()
    mention: str = "<<<{}>>>"
    our_id: str = "external_task_id"

    @property
    def knows(self) -> frozenset[str]:
        """Every value that it can be told."""
        return frozenset(self.places).union(*(part.takes for part in self.parts))


WATERMARK = {"watermark": Place("watermark_info.enabled")}
WORDS = {"prompt": Place("prompt"), "negative_prompt": Place("negative_prompt")}
LENGTH = {"duration": Place("duration", as_text)}
RATIO = {"aspect_ratio": Place("aspect_ratio")}
SOUND = {"sound": Place("sound", words(ON_OFF))}
VIDEO = {**WORDS, **LENGTH, **RATIO, **SOUND, **WATERMARK, "guidance": Place("cfg_scale")}
CAMERA = {"camera": Place("camera_control", writing.camera)}
ELEMENTS = {"elements": Place("element_list", writing.element_ids)}
IMAGE = {**WORDS, **RATIO, **WATERMARK, "resolution": Place("resolution"), "takes": Place("n")}

STORY = Part(("shots", "shot_style"), writing.story)
CLIP = Part(("input_video",), writing.clip)
SPEECH_VALUES = ("speech_text", "voice", "voice_language", "voice_speed")

NEW_SETTINGS = {
    "duration": Place("settings.duration"),
    "aspect_ratio": Place("settings.aspect_ratio"),
    "watermark": Place("options.watermark_info.enabled"),
}
NEW = {"mention": "@{}", "our_id": "options.external_task_id"}

SHAPES: Mapping[str, Shape] = {
    "/v1/videos/text2video": Shape(places={**VIDEO, **CAMERA}, parts=(STORY,)),
    "/v1/videos/image2video": Shape(
        places={
            **VIDEO,
            **CAMERA,
            **ELEMENTS,
            "first_frame": Place("image", one),
            "last_frame": Place("image_tail", one),
            "voices": Place("voice_list", writing.voice_ids),
        },
        parts=(STORY, Part(("motion_brush",), writing.brush)),
        prepare=(preparing.voices, preparing.elements),
    ),
    "/v1/videos/omni-video": Shape(
        places={**VIDEO, **ELEMENTS},
        parts=(
            STORY,
            Part(("reference_images", "first_frame", "last_frame"), writing.omni_images),
            Part(("input_video", "reference_video", "reference_kind", "keep_original_sound"), writing.omni_video),
        ),
        prepare=(preparing.elements,),
    ),
    "/v1/videos/multi-image2video": Shape(
        places={**VIDEO, "reference_images": Place("image_list", writing.objects("image"))}
    ),
    "/v1/videos/motion-control": Shape(
        places={
            **WORDS,
            **WATERMARK,
            "input_image": Place("image_url", one),
            "reference_video": Place("video_url", writing.address),
            "character_orientation": Place("character_orientation"),
            "keep_original_sound": Place("keep_original_sound", words(YES_NO)),
        }
    ),
    "/v1/videos/video-extend": Shape(
        places={**WORDS, **WATERMARK, "input_video": Place("video_id", writing.made_here)}
    ),
    "/v1/videos/effects": Shape(
        places={"effect": Place("effect_scene"), "duration": Place("input.duration", as_text)},
        parts=(Part(("reference_images",), writing.effect_pictures),),
    ),
    "/v1/videos/multi-elements": Shape(
        places={**WORDS, **LENGTH, **WATERMARK, "reference_images": Place("image_list", writing.objects("image"))},
        parts=(Part(("input_video", "selection", "edit_mode"), writing.selection),),
        prepare=(preparing.marked,),
    ),
    "/v1/videos/advanced-lip-sync": Shape(
        places=WATERMARK,
        parts=(
            Part(("input_video", "faces", "audio", "speech_volume", "original_volume", *SPEECH_VALUES), writing.face),
        ),
        prepare=(preparing.faces,),
    ),
    "/v1/videos/identify-face": Shape(parts=(CLIP,), our_id=""),
    "/v1/videos/avatar/image2video": Shape(
        places={**WORDS, **WATERMARK, "input_image": Place("image", one)},
        parts=(Part(("audio", *SPEECH_VALUES), writing.speaker_sound),),
        prepare=(preparing.speech,),
    ),
    "/v1/audio/tts": Shape(places={ours: Place(theirs) for ours, theirs in preparing.SPOKEN.items()}, our_id=""),
    "/v1/audio/text-to-audio": Shape(places={"prompt": Place("prompt"), "duration": Place("duration")}),
    "/v1/audio/video-to-audio": Shape(
        places={
            "sound_prompt": Place("sound_effect_prompt"),
            "music_prompt": Place("bgm_prompt"),
            "asmr": Place("asmr_mode"),
        },
        parts=(CLIP,),
    ),
    "/v1/images/generations": Shape(
        places={
            **IMAGE,
            **ELEMENTS,
            "input_image": Place("image", one),
            "reference_images": Place("image", writing.one_of_them),
            "reference_as": Place("image_reference"),
            "fidelity": Place("image_fidelity"),
            "human_fidelity": Place("human_fidelity"),
        },
        prepare=(preparing.elements,),
    ),
    "/v1/images/omni-image": Shape(
        places={**IMAGE, **ELEMENTS, "reference_images": Place("image_list", writing.objects("image"))},
        parts=(Part(("series",), writing.series),),
        prepare=(preparing.elements,),
    ),
    "/v1/images/multi-image2image": Shape(places=IMAGE, parts=(Part(("reference_images",), writing.by_role),)),
    "/v1/images/editing/expand": Shape(
        places={**IMAGE, "input_image": Place("image", one)}, parts=(Part(("expansion",), writing.expansion),)
    ),
    "/v1/general/ai-multi-shot": Shape(places={"input_image": Place("element_frontal_image", one)}),
    "/v1/general/advanced-custom-elements": Shape(
        parts=(Part(("elements",), writing.new_element),), prepare=(preparing.element_voices,)
    ),
    "/v1/general/custom-voices": Shape(parts=(Part(("audio",), writing.new_voice),)),
    "/text-to-video/kling-3.0-turbo": Shape(
        places=NEW_SETTINGS, parts=(Part(("prompt", "shots"), writing.prompt_or_shots),), **NEW
    ),
    "/image-to-video/kling-3.0-turbo": Shape(
        places=NEW_SETTINGS, parts=(Part(("prompt", "shots", "first_frame"), writing.frame_contents),), **NEW
    ),
    "/motion-control/kling-3.0": Shape(
        places={
            "character_orientation": Place("settings.character_orientation"),
            "keep_original_sound": Place("settings.audio", words(ORIGINAL_OFF)),
            "watermark": Place("options.watermark_info.enabled"),
        },
        parts=(Part(("prompt", "input_image", "reference_video", "elements"), writing.motion_contents),),
        prepare=(preparing.elements,),
        **NEW,
    ),
}
