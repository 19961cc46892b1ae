"""How values are written for Kling where a plain place will not do: lists of objects, pairs of fields, other units."""

from collections.abc import Callable, Iterable, Mapping

from studio.catalog.pricing import seconds_of
from studio.catalog.story_controls import written
from studio.providers.base import Values
from studio.providers.payload import Named
from studio.providers.templates import file, flipped, link, own_id

ON_OFF = {True: "on", False: "off"}
YES_NO = {True: "yes", False: "no"}
ORIGINAL_OFF = {True: "original", False: "off"}
SHOT_TYPES = {"customize": "customize", "intelligent": "intelligence"}

AXES = {
    "truck": "horizontal",
    "pedestal": "vertical",
    "tilt": "pan",
    "pan": "tilt",
    "roll": "roll",
    "zoom": "zoom",
}
"""Film words -> Kling's: its `pan` turns up and down and its `tilt` left and right (see the routes' note)."""

Media = Mapping[str, object]


def camera(value: Mapping[str, object], named: Named) -> object:
    """One of Kling's presets, or `simple` with the axis that moves."""
    if value["preset"] != "custom":
        return {"type": value["preset"]}
    return {"type": "simple", "config": {AXES[axis]: amount for axis, amount in value["axes"].items()}}


def objects(key: str) -> Callable[[Iterable[Media], Named], object]:
    """Files in order, each as an object with one key."""
    return lambda value, named: [{key: named(media)} for media in value]


def voice_ids(value: Iterable[Media], named: Named) -> object:
    """Voices that Kling knows; what had to be made first is a blank by now."""
    return [{"voice_id": voice["handle"]} for voice in value]


def element_ids(value: Iterable[Media], named: Named) -> object:
    """Elements that Kling knows, by their number."""
    return [{"element_id": number(element["handle"])} for element in value]


def number(handle: str) -> object:
    """Kling's ids of elements are numbers; a blank stays one."""
    return int(handle) if handle.isdecimal() else handle


def address(value: Media, named: Named) -> object:
    """A clip that Kling fetches."""
    return link(value)


def made_here(value: Media, named: Named) -> object:
    """A clip that Kling made itself, by its id."""
    return own_id(value)


def expansion(values: Values) -> dict[str, object]:
    """How far each side grows."""
    return {f"{side}_expansion_ratio": amount for side, amount in values["expansion"].items()}


def story(values: Values) -> dict[str, object]:
    """Several shots: our own with their lengths, or cut by the model from the prompt."""
    if "shots" in values:
        shots = [
            {"index": index, "prompt": shot["prompt"], "duration": str(shot["duration"])}
            for index, shot in enumerate(values["shots"], 1)
        ]
        length = {"duration": str(seconds_of(values))}
        return {"multi_shot": True, "shot_type": "customize", "multi_prompt": shots, **length}
    if "shot_style" in values:
        return {"multi_shot": True, "shot_type": SHOT_TYPES[values["shot_style"]]}
    return {}


def brush(values: Values) -> dict[str, object]:
    """Masks, and paths in pixels counted from the bottom left of the first frame."""
    if "motion_brush" not in values:
        return {}
    value, picture = values["motion_brush"], values["first_frame"]
    moving = [
        {
            "mask": file(one["mask"]),
            "trajectories": [{"x": round(x), "y": flipped(y, picture)} for x, y in one["path"]],
        }
        for one in value["brushes"]
    ]
    still = {"static_mask": file(value["static_mask"])} if value["static_mask"] else {}
    return still | ({"dynamic_masks": moving} if moving else {})


def omni_images(values: Values) -> dict[str, object]:
    """References first, so that image_1 means the first of them; then the frames with their roles."""
    images = [{"image_url": file(media)} for media in values.get("reference_images", ())]
    roles = (("first_frame", "first_frame"), ("last_frame", "end_frame"))
    images += [{"image_url": file(values[name]), "type": role} for name, role in roles if name in values]
    return {"image_list": images} if images else {}


def omni_video(values: Values) -> dict[str, object]:
    """The clip to edit (Kling's `base`), or one to follow (`feature`), and whether its sound stays."""
    kind = "base" if "input_video" in values else values.get("reference_kind", "feature")
    media = values.get("input_video") or values.get("reference_video")
    if media is None:
        return {}
    sound = values.get("keep_original_sound")
    kept = {} if sound is None else {"keep_original_sound": YES_NO[sound]}
    return {"video_list": [{"video_url": link(media), "refer_type": kind, **kept}]}


def clip(values: Values) -> dict[str, object]:
    """The clip that a task works on: by Kling's own id where that is known, else by address."""
    return clip_of(values["input_video"])


def clip_of(media: Media) -> dict[str, object]:
    """`video_id` for a handle that is no address, `video_url` for everything else."""
    if "handle" in media and "://" not in media["handle"]:
        return {"video_id": media["handle"]}
    return {"video_url": link(media)}


def effect_pictures(values: Values) -> dict[str, object]:
    """One picture, or two of which the left one comes first."""
    pictures = [file(media) for media in values["reference_images"]]
    return {"input.images": pictures} if len(pictures) == 2 else {"input.image": pictures[0]}


def series(values: Values) -> dict[str, object]:
    """Pictures that belong together."""
    return {"result_type": "series", "series_amount": values["series"]} if "series" in values else {}


def by_role(values: Values) -> dict[str, object]:
    """Subjects in a list, the scene and the style apart. A picture without a role is a subject."""
    pictures = values["reference_images"]
    subjects = [{"subject_image": file(media)} for media in pictures if media.get("role", "subject") == "subject"]
    others = {f"{media['role']}_image": file(media) for media in pictures if media.get("role") in {"scene", "style"}}
    return {"subject_image_list": subjects, **others}


def one_of_them(value: Iterable[Media], named: Named) -> object:
    """A list of one, where the API takes a single picture."""
    return named(next(iter(value)))


def face(values: Values) -> dict[str, object]:
    """Who speaks, what, and when, in milliseconds; the volumes go along."""
    places = {"speech_volume": "sound_volume", "original_volume": "original_audio_volume"}
    volumes = {theirs: values[ours] for ours, theirs in places.items() if ours in values}
    return {"session_id": values["session"], "face_choose": [{**values["speaker"], **volumes}]}


def selection(values: Values) -> dict[str, object]:
    """The session in which the parts to edit were marked, and the kind of edit, which Kling wants named."""
    return {"session_id": values["session"], "edit_mode": values.get("edit_mode", "addition")}


def speaker_sound(values: Values) -> dict[str, object]:
    """The recording itself, or the id of what was spoken just before."""
    if "spoken" in values:
        return {"audio_id": values["spoken"]}
    return {"sound_file": file(values["audio"])}


def new_element(values: Values) -> dict[str, object]:
    """The one element that is made."""
    return element_body(values["elements"][0])


def element_body(element: Mapping[str, object]) -> dict[str, object]:
    """What Kling wants to know of a new element: seen from several sides, or in a clip; with a voice."""
    body = {"element_name": element["name"], "element_description": element["description"]}
    if "video" in element:
        body |= {"reference_type": "video_refer"}
        body |= {"element_video_list": {"refer_videos": [{"video_url": link(element["video"])}]}}
    else:
        views = [{"image_url": file(view)} for view in element.get("views", ())]
        body |= {"reference_type": "image_refer"}
        body |= {"element_image_list": {"frontal_image": file(element["front"]), "refer_images": views}}
    return body | ({"element_voice_id": element["voice"]["handle"]} if "voice" in element else {})


def new_voice(values: Values) -> dict[str, object]:
    """The voice that is made."""
    return voice_body(values["audio"], 1)


def voice_body(media: Media, place: int) -> dict[str, object]:
    """A voice from a recording or from a clip; without a name of its own it is called by its place."""
    name = {"voice_name": media.get("name", f"voice_{place}")}
    if "handle" in media and "://" not in media["handle"]:
        return {**name, "video_id": media["handle"]}
    return {**name, "voice_url": link(media)}


# The newer generation


def prompt_or_shots(values: Values) -> dict[str, object]:
    """The prompt at the top of the body."""
    if "shots" in values:
        return {"prompt": written(values["shots"]), "settings.duration": seconds_of(values)}
    return {"prompt": values["prompt"]} if "prompt" in values else {}


def frame_contents(values: Values) -> dict[str, object]:
    """The prompt and the first frame as contents."""
    text = written(values["shots"]) if "shots" in values else values.get("prompt")
    contents = [{"type": "prompt", "text": text}] if text else []
    contents += [{"type": "first_frame", "url": file(values["first_frame"])}]
    length = {"settings.duration": seconds_of(values)} if "shots" in values else {}
    return {"contents": contents, **length}


def motion_contents(values: Values) -> dict[str, object]:
    """The prompt, the character, the clip that drives it, and an element that keeps it."""
    contents = [{"type": "prompt", "text": values["prompt"]}] if "prompt" in values else []
    contents += [
        {"type": "image", "url": file(values["input_image"])},
        {"type": "video", "url": link(values["reference_video"])},
    ]
    elements = enumerate(values.get("elements", ()), 1)
    contents += [
        {"type": "element", "element_id": element["handle"], "id": f"element_{place}"} for place, element in elements
    ]
    return {"contents": contents}
