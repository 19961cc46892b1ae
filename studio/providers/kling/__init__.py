"""Kling's own API. https://kling.ai/document-api

Two generations share one host: the older `/v1/...` takes the model in a flat body, the newer one has it in the path.
Jobs are composed and quoted here. Pictures and sounds go along as plain base64; clips are fetched by Kling from an
address, or named by the id of a clip that it made itself.
"""

from studio.catalog.mentions import spoken
from studio.catalog.schema import Route
from studio.providers.base import OUR_ID, Provider, Step, Values, file
from studio.providers.errors import Unsupported
from studio.providers.kling.preparing import Preparation
from studio.providers.kling.shapes import SHAPES, Shape
from studio.providers.payload import put

URL = "https://api-singapore.klingai.com"


class Kling(Provider):
    """Composes Kling's requests: what must be made or found first, one helper step each, then the task itself."""

    slug = "kling"
    name = "Kling"
    file_form = "base64"

    def steps(self, route: Route, values: Values) -> tuple[Step, ...]:
        shape = SHAPES[route.endpoint]
        if unknown := set(values) - shape.knows:
            raise Unsupported(f"Kling cannot be told {', '.join(sorted(unknown))}.", provider=self.slug)
        preparation = Preparation(URL)
        ready = spoken(values, lambda mention: shape.mention.format(mention))
        for prepare in shape.prepare:
            ready = prepare(ready, preparation)
        submit = Step(purpose="submit", method="POST", url=URL + route.endpoint, json=body(route, shape, ready))
        return (*preparation.steps, submit)


def body(route: Route, shape: Shape, values: Values) -> dict[str, object]:
    """The JSON of one task: what the model's route adds (`route.wire`), each value at its place, and our id."""
    found: dict[str, object] = {}
    for path, constant in route.wire.items():
        put(found, path, constant)
    for name, value in values.items():
        if name in shape.places:
            put(found, shape.places[name].path, shape.places[name].write(value, file))
    for part in shape.parts:
        for path, value in part.write(values).items():
            put(found, path, value)
    if shape.our_id:
        put(found, shape.our_id, OUR_ID)
    return found
