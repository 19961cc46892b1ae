"""Scenario: one address per model, the model's own inputs as flat JSON. https://docs.scenario.com

Jobs are composed and quoted here. Files become assets of Scenario's first: an upload is announced, its bytes are put
where the answer says, it is completed, and asked after until it has become an asset.
"""

from collections.abc import Iterator, Mapping

from studio.catalog.recipe import media_values
from studio.catalog.schema import Route
from studio.providers.base import Blank, Provider, Step, Values, announced, answer, file
from studio.providers.errors import Unsupported
from studio.providers.scenario.payload import PLACES, body, model_of

URL = "https://api.cloud.scenario.com/v1"
STEPS_OF_AN_UPLOAD = 4


class Scenario(Provider):
    """Composes Scenario's requests."""

    slug = "scenario"
    name = "Scenario"

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        if unknown := set(values) - set(PLACES):
            raise Unsupported(f"Scenario cannot be told {', '.join(sorted(unknown))}.", provider=self.slug)
        files = {media["asset"]: media for media in media_values(values) if "asset" in media}
        uploads = [step for place, media in enumerate(files.values()) for step in upload(place, media)]
        last = {asset: STEPS_OF_AN_UPLOAD * place for place, asset in enumerate(files, 1)}

        def named(media: Mapping[str, object]) -> object:
            return answer(last[media["asset"]], "upload.entityId") if "asset" in media else media["handle"]

        address = f"{URL}/generate/custom/{model_of(route, values)}"
        return (*uploads, Step(purpose="submit", method="POST", url=address, json=body(route, values, named)))


def upload(place: int, media: Mapping[str, object]) -> Iterator[Step]:
    """The four requests that make an asset of one file; `place` is its place among the files, from 0."""
    first = STEPS_OF_AN_UPLOAD * place + 1
    about = announced(media)
    head = {"fileName": about["name"], "contentType": about["mime"], "kind": about["kind"], "fileSize": about["bytes"]}
    its_id = answer(first, "upload.id")
    yield Step(purpose="upload", method="POST", url=f"{URL}/uploads", json=head | {"parts": 1})
    yield Step(purpose="upload", method="PUT", url=answer(first, "upload.parts.0.url"), content=file(media))
    done = {"action": "complete"}
    yield Step(purpose="upload", method="POST", url=Blank(f"{URL}/uploads/{its_id}/action"), json=done)
    yield Step(purpose="upload", method="GET", url=Blank(f"{URL}/uploads/{its_id}"), waits=True)
