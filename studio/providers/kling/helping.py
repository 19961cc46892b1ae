"""What Kling's helper calls answer, under the names that `preparing` uses in its blanks."""

from collections.abc import Callable, Mapping

from studio.providers.answers import Json, amount, mapping, objects, short, text
from studio.providers.errors import BadAnswer, BadInput, Unsupported
from studio.providers.kling.preparing import FACES, MARK, MARKING, SPEECH

MILLISECONDS = 1000


def faces(data: Json) -> dict[str, object]:
    """The session and the faces found, counted from 1. Without a face there is no `face_id`."""
    ids = [found for face in objects(data.get("face_data")) if (found := text(face.get("face_id")))]
    first = {"face_id": ids[0]} if ids else {}
    session = _needed(data, "session_id")
    return {"session_id": session, **first, "face_ids": {str(at): face for at, face in enumerate(ids, 1)}}


def speech(data: Json) -> dict[str, object]:
    """What was spoken: its id, and how long it is."""
    spoken = answer_of(data)
    if "audio_id" not in spoken:
        words = text(data.get("task_status_msg")) or "Kling answered without the speech."
        if data.get("task_status") == "failed":
            raise BadInput(words, field="speech_text", provider="kling", raw=short(dict(data)))
        raise BadAnswer(words, provider="kling", raw=short(dict(data)))
    return spoken


def session(data: Json) -> dict[str, object]:
    """The session in which parts of a clip are marked; its `status` is 0 when the clip could be opened."""
    if data.get("status") not in (0, None):
        words = f"Kling could not open the clip to mark parts of it (status {text(data.get('status'))})."
        raise BadInput(words, field="input_video", provider="kling", raw=short(dict(data)))
    return {"session_id": _needed(data, "session_id")}


def marked(data: Json) -> dict[str, object]:
    """Which frame was marked. The masks are large, and nobody asks for them again."""
    if data.get("status") not in (0, None):
        words = f"Kling could not mark that part of the clip (status {text(data.get('status'))})."
        raise BadInput(words, field="selection", provider="kling", raw=short(dict(data)))
    return {"frame_index": mapping(data.get("res")).get("frame_index")}


READERS: Mapping[str, Callable[[Json], dict[str, object]]] = {
    FACES: faces,
    SPEECH: speech,
    MARKING: session,
    MARK: marked,
}
"""The calls that answer at once."""


def answered(endpoint: str, data: object) -> dict[str, object]:
    """The fields of a helper's answer. Raises Unsupported for a call that is a task of its own."""
    if endpoint not in READERS:
        raise Unsupported(f"{endpoint or 'This call'} is a task of its own at Kling.", provider="kling")
    return READERS[endpoint](mapping(data))


def answer_of(task: Json) -> dict[str, object]:
    """What a finished task made that is named by later steps: a voice, an element, speech, a session."""
    result = mapping(task.get("task_result"))
    found: dict[str, object] = {}
    for made, name in (("voices", "voice_id"), ("elements", "element_id")):
        for item in objects(result.get(made))[:1]:
            found |= {name: item[name]} if text(item.get(name)) else {}
    for audio in objects(result.get("audios"))[:1]:
        seconds = amount(audio.get("duration"))
        length = {"milliseconds": round(seconds * MILLISECONDS)} if seconds else {}
        found |= {"audio_id": text(audio["id"]), **length} if text(audio.get("id")) else {}
    return found | (faces(task) if "face_data" in task and text(task.get("session_id")) else {})


def _needed(data: Json, name: str) -> str:
    if not text(data.get(name)):
        raise BadAnswer(f"Kling answered without {name}.", provider="kling", raw=short(dict(data)))
    return text(data[name])
