"""fal: one queue, one endpoint per model and task, the model's own inputs as flat JSON. https://fal.ai/docs

Jobs are composed and quoted here. Files go through fal's storage first: an upload is announced, its bytes are put where
the answer says, and the input names where they are then. Recordings that a model speaks with become voices before it.
"""

from collections.abc import Iterator, Mapping

from studio.catalog.mentions import spoken
from studio.catalog.recipe import media_values
from studio.catalog.schema import Route
from studio.providers.base import Provider, Step, Values, announced, answer, file
from studio.providers.errors import Unsupported
from studio.providers.fal.payload import KNOWN, body, endpoint_of, mention
from studio.providers.fal.voices import with_voices

QUEUE = "https://queue.fal.run/"
STORAGE = "https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3"
STEPS_OF_AN_UPLOAD = 2


class Fal(Provider):
    """Composes fal's requests."""

    slug = "fal"
    name = "fal"

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        if unknown := set(values) - KNOWN:
            raise Unsupported(f"fal cannot be told {', '.join(sorted(unknown))}.", provider=self.slug)
        files = {media["asset"]: media for media in media_values(values) if "asset" in media}
        uploads = [step for place, media in enumerate(files.values()) for step in upload(place, media)]
        first = {asset: STEPS_OF_AN_UPLOAD * place + 1 for place, asset in enumerate(files)}

        def named(media: Mapping[str, object]) -> object:
            return answer(first[media["asset"]], "file_url") if "asset" in media else media["handle"]

        ready, voices = with_voices(spoken(values, mention), named, QUEUE, after=len(uploads))
        endpoint = endpoint_of(route, values)
        submit = Step(
            purpose="submit", method="POST", url=QUEUE + endpoint, json=body(route, ready, named), endpoint=endpoint
        )
        return (*uploads, *voices, submit)


def upload(place: int, media: Mapping[str, object]) -> Iterator[Step]:
    """The two requests that store one file; `place` is its place among the files, from 0. The second needs no key."""
    about = announced(media)
    head = {"content_type": about["mime"], "file_name": about["name"]}
    address = answer(STEPS_OF_AN_UPLOAD * place + 1, "upload_url")
    yield Step(purpose="upload", method="POST", url=STORAGE, json=head)
    yield Step(
        purpose="upload", method="PUT", url=address, headers={"Content-Type": about["mime"]}, content=file(media)
    )
