"""What a job has made that is no file, in words: a voice, an element, the faces of a clip."""

from collections.abc import Callable, Mapping

Answer = Mapping[str, object]


def _faces(answer: Answer) -> str:
    found = answer.get("face_ids")
    count = len(found) if isinstance(found, Mapping) else 0
    return f"{count or 'No'} face{'s' * (count != 1)} found, good for 24 hours (session {answer['session_id']})."


MADE: tuple[tuple[str, Callable[[Answer], str]], ...] = (
    ("voice_id", lambda answer: f"The voice is made: {answer['voice_id']}."),
    ("element_id", lambda answer: f"The element is made: {answer['element_id']}."),
    ("session_id", _faces),
    ("audio_id", lambda answer: f"The words are spoken: {answer['audio_id']}."),
)
"""By what an answer holds; the first that is there is meant. A session lives 24 h (facts about Kling, line 75)."""


def words_of(answer: Answer) -> str:
    """One sentence."""
    return next((say(answer) for name, say in MADE if answer.get(name)), "The provider answered; see Details.")
