"""Runware: one address, a JSON array of tasks. https://runware.ai/docs

Jobs are composed and quoted here. What only Runware's answers tell (the id of an upload) is a blank in the next step.
"""

from collections.abc import Mapping

from studio.catalog.recipe import media_values
from studio.catalog.schema import Route
from studio.providers.base import OUR_ID, Provider, Step, Values, answer, file
from studio.providers.errors import Unsupported
from studio.providers.runware.payload import KNOWN, inference

URL = "https://api.runware.ai/v1"
DELIVERY = {"deliveryMethod": "async", "includeCost": True, "outputType": "URL"}
"""Added to every task: answer at once with an id, and tell later what was billed."""


class Runware(Provider):
    """Composes Runware's requests. Files go through its media storage first, one step each."""

    slug = "runware"
    name = "Runware"

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        if unknown := set(values) - KNOWN:
            raise Unsupported(f"Runware cannot be told {', '.join(sorted(unknown))}.", provider=self.slug)
        files = {media["asset"]: media for media in media_values(values) if "asset" in media}
        uploads = tuple(self._upload(media) for media in files.values())
        places = {asset: answer(number, "mediaUUID") for number, asset in enumerate(files, 1)}

        def named(media: Mapping[str, object]) -> object:
            return places[media["asset"]] if "asset" in media else media["handle"]

        task = {"taskUUID": OUR_ID, **inference(route, values, named), **DELIVERY}
        return (*uploads, self._post("submit", task))

    def _upload(self, media: Mapping[str, object]) -> Step:
        task = {"taskType": "mediaStorage", "taskUUID": OUR_ID, "operation": "upload", "media": file(media)}
        return self._post("upload", task)

    @staticmethod
    def _post(purpose: str, task: dict) -> Step:
        return Step(purpose=purpose, method="POST", url=URL, json=[task])
