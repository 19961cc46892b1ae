"""What a file was made from and what was made with it, over any number of steps and in both directions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from studio.accounts.models import User

from .models import Asset, Use

DEEPEST = 8  #: steps
MOST = 120  #: files in one direction

Edges = dict[UUID, list[UUID]]
"""A file, and those that are one step farther."""


@dataclass(frozen=True, slots=True)
class Node:
    """A file with those one step farther. `asset` is None for one that is gone, or not the viewer's to see.

    `again`: its own are listed where it stands first.
    """

    asset: Asset | None
    children: tuple["Node", ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Lineage:
    """The file's sources, and what came of it; `is_cut_off` where there is more than is shown."""

    sources: tuple[Node, ...]
    results: tuple[Node, ...]
    is_cut_off: bool


def note(made: Asset, sources: Iterable[Asset]) -> None:
    """Writes down what a file without a recipe was cut or joined from. Once is enough, and twice does no harm."""
    found = dict.fromkeys(source.pk for source in sources if source.pk != made.pk)
    Use.objects.bulk_create([Use(result=made, used=pk) for pk in found], ignore_conflicts=True)


def of(asset: Asset, viewer: User, steps: int = DEEPEST) -> Lineage:
    """So many steps in both directions, as far as the viewer may see it: two queries a step."""
    seen = Asset.objects.visible_to(viewer).of_team(asset.team)
    up, more_up = _walked(asset.pk, _sources, steps)
    down, more_down = _walked(asset.pk, _results, steps)
    known = seen.filter(pk__in={*up, *down, *_ends(up), *_ends(down)} - {asset.pk}).for_tiles().in_bulk() | {
        asset.pk: asset
    }
    sources, results = (_nodes(asset.pk, edges, known, {asset.pk}) for edges in (up, down))
    return Lineage(sources, tuple(node for node in results if node.asset or node.children), more_up or more_down)


def _ends(edges: Edges) -> set[UUID]:
    return {pk for pks in edges.values() for pk in pks}


def _walked(start: UUID, step, steps: int) -> tuple[Edges, bool]:
    """The edges reached from a file, and whether there were more than we follow."""
    edges: Edges = {}
    level, known = {start}, {start}
    for _ in range(steps):
        found = step(level)
        edges |= found
        level = _ends(found) - known
        known |= level
        if not level or len(known) > MOST:
            break
    return edges, bool(level)


def _sources(pks: set[UUID]) -> Edges:
    """What each was made from: the files of its recipe or cut, and the result that it was to be better than."""
    found: Edges = defaultdict(list)
    for result, used in Use.objects.filter(result__in=pks).order_by("id").values_list("result_id", "used"):
        found[result].append(used)
    for pk, origin in Asset.objects.filter(pk__in=pks, derived_from__isnull=False).values_list("pk", "derived_from"):
        found[pk].append(origin)
    return _each_once(found)


def _results(pks: set[UUID]) -> Edges:
    found: Edges = defaultdict(list)
    uses = Use.objects.filter(used__in=pks).order_by("-result__created_at")
    for result, used in uses.values_list("result_id", "used")[: MOST + 1]:
        found[used].append(result)
    made = Asset.objects.filter(derived_from__in=pks).order_by("-created_at").values_list("pk", "derived_from")
    for pk, origin in made[: MOST + 1]:
        found[origin].append(pk)
    return _each_once(found)


def _each_once(found: Edges) -> Edges:
    return {pk: [other for other in dict.fromkeys(others) if other != pk] for pk, others in found.items()}


def _nodes(pk: UUID, edges: Edges, known: Mapping[UUID, Asset], told: set[UUID]) -> tuple[Node, ...]:
    """One level; whatever stands in the tree already is not unfolded again."""
    made = []
    for other in edges.get(pk, ()):
        again = other in told
        told.add(other)
        children = () if again else _nodes(other, edges, known, told)
        made.append(Node(known.get(other), children, again and bool(edges.get(other))))
    return tuple(made)
