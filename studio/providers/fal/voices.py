"""Voices for fal: it knows them by ids, so a recording is made into one first, each only once."""

from collections.abc import Mapping

from studio.providers.base import Values
from studio.providers.payload import Named
from studio.providers.templates import Step, answer

CREATE_VOICE = "fal-ai/kling-video/create-voice"


def with_voices(values: Values, named: Named, queue: str, *, after: int) -> tuple[Values, tuple[Step, ...]]:
    """The values with ids where voices stood, and the helper steps that make them. `after`: how many steps precede."""
    made: dict[object, object] = {}
    steps: list[Step] = []

    def known(voice: Mapping[str, object]) -> object:
        if "handle" in voice and "://" not in voice["handle"]:
            return voice["handle"]
        recording = named(voice)
        if recording not in made:
            steps.append(
                Step(
                    purpose="helper",
                    method="POST",
                    url=queue + CREATE_VOICE,
                    json={"voice_url": recording},
                    endpoint=CREATE_VOICE,
                    waits=True,
                    doing="making a voice",
                    field="voices" if "voices" in values else "elements",
                )
            )
            made[recording] = answer(after + len(steps), "voice_id")
        return made[recording]

    ready = dict(values)
    if "voices" in values:
        ready["voices"] = [known(voice) for voice in values["voices"]]
    if "elements" in values:
        ready["elements"] = [
            {**element, "voice": known(element["voice"])} if "voice" in element else element
            for element in values["elements"]
        ]
    return ready, tuple(steps)
