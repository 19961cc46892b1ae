"""What must be there before a task of Kling's can be sent: found faces, speech, voices, elements, marked parts.

Each becomes a helper step, and its place in the values a blank that the step's answer fills. The names in the blanks
are Kling's own: `session_id`, `face_id` (the first face found; `face_ids.2` is the second), `audio_id` with
`milliseconds`, `voice_id`, `element_id`.
"""

from collections.abc import Mapping

from studio.providers.base import Values
from studio.providers.kling.writing import clip_of, element_body, voice_body
from studio.providers.templates import OUR_ID, Blank, Step, answer, file, milliseconds

FACES = "/v1/videos/identify-face"
SPEECH = "/v1/audio/tts"
VOICES = "/v1/general/custom-voices"
ELEMENTS = "/v1/general/advanced-custom-elements"
MARKING = "/v1/videos/multi-elements/init-selection"
MARK = "/v1/videos/multi-elements/add-selection"

ABOUT = {
    FACES: ("finding the faces", "input_video"),
    SPEECH: ("speaking the words", "speech_text"),
    VOICES: ("making a voice", "voices"),
    ELEMENTS: ("making an element", "elements"),
    MARKING: ("opening the clip", "input_video"),
    MARK: ("marking what is edited", "selection"),
}
"""What each helper is for, and the recipe's value that it is about."""

BY_ID = {
    FACES: {"video_url": "video_id"},
    MARKING: {"video_url": "video_id"},
    VOICES: {"voice_url": "video_id"},
    "/v1/audio/video-to-audio": {"video_url": "video_id"},
}
"""Where a clip that Kling made itself is named by its id (facts, lines 196, 207, 213, 234)."""

SPOKEN = {"speech_text": "text", "voice": "voice_id", "voice_language": "voice_language", "voice_speed": "voice_speed"}
"""Our words for speech -> Kling's."""


LANGUAGE = "zh"
"""Kling wants the language named, and names Chinese as what it is without a choice (see the routes' note)."""


class Preparation:
    """The helper steps of one job, in order."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.steps: list[Step] = []

    def add(self, path: str, body: Mapping[str, object], *, waits: bool = False) -> int:
        """Add one step; its number, by which later steps name its answer. Tasks that wait carry our id."""
        json = {**body, "external_task_id": OUR_ID} if waits else dict(body)
        doing, about = ABOUT[path]
        way = {"method": "POST", "url": self.host + path, "json": json, "endpoint": path}
        by_id = BY_ID.get(path, {})
        self.steps.append(Step(purpose="helper", **way, waits=waits, doing=doing, field=about, by_id=by_id))
        return len(self.steps)


def voices(values: Values, preparation: Preparation) -> Values:
    """Voices from files are made first."""
    if "voices" not in values:
        return values
    known = [_known_voice(voice, place, preparation) for place, voice in enumerate(values["voices"], 1)]
    return {**values, "voices": known}


def _known_voice(voice: Mapping[str, object], place: int, preparation: Preparation) -> Mapping[str, object]:
    if "handle" in voice:
        return voice
    step = preparation.add(VOICES, voice_body(voice, place), waits=True)
    return {"handle": answer(step, "voice_id")}


def elements(values: Values, preparation: Preparation) -> Values:
    """Elements that are sent with the job are made first, and so are their voices."""
    if "elements" not in values:
        return values
    known = [_known_element(element, preparation) for element in values["elements"]]
    return {**values, "elements": known}


def _known_element(element: Mapping[str, object], preparation: Preparation) -> Mapping[str, object]:
    if "handle" in element:
        return element
    step = preparation.add(ELEMENTS, element_body(_with_voice(element, preparation)), waits=True)
    return {"handle": answer(step, "element_id")}


def element_voices(values: Values, preparation: Preparation) -> Values:
    """Where the element itself is the task, only its voice may have to be made first."""
    return {**values, "elements": [_with_voice(element, preparation) for element in values["elements"]]}


def _with_voice(element: Mapping[str, object], preparation: Preparation) -> Mapping[str, object]:
    if "voice" not in element:
        return element
    return {**element, "voice": _known_voice(element["voice"], 1, preparation)}


def speech(values: Values, preparation: Preparation) -> Values:
    """Words are spoken first; the task then names what was spoken."""
    if "speech_text" not in values:
        return values
    words = {theirs: values[ours] for ours, theirs in SPOKEN.items() if ours in values}
    said = preparation.add(SPEECH, {"voice_language": LANGUAGE, **words})
    return {**values, "spoken": answer(said, "audio_id"), "spoken_length": answer(said, "milliseconds")}


def faces(values: Values, preparation: Preparation) -> Values:
    """The faces of the clip are found first; then words are spoken, if there are any; then one face says it."""
    found = preparation.add(FACES, clip_of(values["input_video"]))
    ready = speech(values, preparation)
    return {**ready, "session": answer(found, "session_id"), "speaker": _speaker(ready, found)}


def _speaker(values: Values, found: int) -> dict[str, object]:
    """Which face says what, and when; a sound of no given times is said whole, from the start, by the first face."""
    if "faces" in values:
        chosen = values["faces"][0]
        who = chosen["face"] if isinstance(chosen["face"], str) else answer(found, f"face_ids.{chosen['face']}")
        times = {"sound_start_time": "from", "sound_end_time": "to", "sound_insert_time": "at"}
        when = {theirs: round(chosen[ours] * 1000) for theirs, ours in times.items()}
        return {"face_id": who, "sound_file": file(chosen["audio"]), **when}
    if "spoken" in values:
        sound, length = {"audio_id": values["spoken"]}, values["spoken_length"]
    else:
        sound, length = {"sound_file": file(values["audio"])}, milliseconds(values["audio"])
    return {"face_id": answer(found, "face_id"), **sound, **_whole(length)}


def _whole(length: Blank) -> dict[str, object]:
    return {"sound_start_time": 0, "sound_end_time": length, "sound_insert_time": 0}


def marked(values: Values, preparation: Preparation) -> Values:
    """The clip is opened first; then each frame is marked where something is swapped or removed."""
    opened = preparation.add(MARKING, clip_of(values["input_video"]))
    session = answer(opened, "session_id")
    for mark in values.get("selection", ()):
        points = [{"x": x, "y": y} for x, y in mark["points"]]
        preparation.add(MARK, {"session_id": session, "frame_index": mark["frame"], "points": points})
    return {**values, "session": session}
