"""The child's own acts, called here without a child: a tenth of a second less each. Some tests take the real way."""

from pathlib import Path

from studio.core import media_child
from studio.core.media import BadMedia, MediaFacts


def act(name: str, path: Path, **request) -> dict:
    answer = media_child.run({"act": name, "path": str(path), "name": path.name, **request}, print)
    if "refused" in answer:
        raise BadMedia(answer["refused"])
    return answer


def probe(path: Path) -> MediaFacts:
    return MediaFacts.from_json(act("probe", path)["facts"])
