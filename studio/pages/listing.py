"""The lists of the library, each a tab, and what is looked for in them: which assets, in which order, where."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from studio.accounts.current import project_of, team_of
from studio.library import stacks
from studio.library.facets import Scope
from studio.library.finding import Query
from studio.library.models import Asset
from studio.library.queries import AssetQuerySet
from studio.library.sorting import Sort

PAGE = 48  #: tiles a page
ALL, BIN = "all", "bin"
ANIMATIC = "Draw an animatic: it is free, and made on this machine."


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list of the library: its word in the address, its tab, all its assets, and what an empty one says.

    `search` is what is looked for in it, `faults` what of the address could not be read. `home` names where a newly
    kept asset is put in the open page; `owner` and `project` which ones belong there, all if None (see
    static/js/lib/live.js). A list without a home does not grow by itself.
    """

    slug: str
    title: str
    everything: AssetQuerySet
    empty: str
    hint: str
    scope: Scope
    search: Query = Query()
    faults: tuple[str, ...] = ()
    home: str = ""
    owner: int | None = None
    project: int | None = None

    @cached_property
    def assets(self) -> AssetQuerySet:
        """What the search leaves, in no order."""
        return self.search.matching(self.everything, self.scope)

    @property
    def sort(self) -> Sort:
        return self.search.order

    @property
    def is_bin(self) -> bool:
        return self.slug == BIN

    @property
    def grows(self) -> bool:
        """Whether what is made now would come first in it."""
        return bool(self.home) and not self.search.params

    def with_search(self, search: Query) -> str:
        """What an address needs for another search in this list."""
        params = [*([("in", self.slug)] if self.slug != ALL else []), *search.params]
        return f"?{urlencode(params)}" if params else ""

    @property
    def query(self) -> str:
        """What an address needs so that it stays in this list and this search."""
        return self.with_search(self.search)

    @property
    def url(self) -> str:
        return reverse("library") + self.query

    @property
    def clear_url(self) -> str:
        """The whole list, in the same order."""
        return reverse("library") + self.with_search(Query(sort=self.search.sort))

    def from_here_on(self, asset: Asset) -> str:
        """The address of the page that begins after the asset."""
        joint = "&" if self.query else "?"
        return f"{self.url}{joint}{urlencode({'before': self.sort.place(asset)})}"

    def page(self, place: str) -> tuple[list[Asset], bool]:
        """The page that begins after the place, and whether more follow. Raises BadCursor."""
        assets = self.sort.beyond(self.assets, place) if place else self.assets
        found = list(self.sort.ordered(assets.for_tiles())[: PAGE + 1])
        stacks.stack(found[:PAGE], self.scope.user)
        return found[:PAGE], len(found) > PAGE

    def around(self, asset: Asset) -> tuple[Asset | None, Asset | None]:
        """The one before it and the one after it; nothing where the asset is not in this list."""
        if not self.assets.filter(pk=asset.pk).exists():
            return None, None
        return tuple(self.sort.next_to(self.assets, asset, backwards=backwards) for backwards in (True, False))

    def page_with(self, asset: Asset, before: Asset | None) -> str:
        """The address of a page that shows the asset: the first one, or else the one that begins with it."""
        earlier = self.sort.beyond(self.assets, self.sort.place(asset), backwards=True)
        is_early = before is None or earlier.count_up_to(PAGE) < PAGE
        return f"{self.url if is_early else self.from_here_on(before)}#asset-{asset.pk}"


def listings(request: HttpRequest, params: QueryDict | None = None) -> dict[str, Listing]:
    """The lists of the team that the person is working in, by their words, in the order of the tabs.

    What is looked for in them stands in `params`, by default the request's own.
    """
    team, project = team_of(request), project_of(request)
    mine = Asset.objects.visible_to(request.user).of_team(team)
    results, scope = mine.kept().results(), Scope(team=team, user=request.user)
    search, faults = Query.parse(request.GET if params is None else params, scope)
    every = {"scope": scope, "search": search, "faults": tuple(faults)}
    made = {"home": "arrivals", "hint": ANIMATIC} | every
    person, place = {"owner": request.user.pk}, {"project": project.pk}
    rows = (
        Listing(slug=ALL, title="All", everything=results, empty="Nothing made yet", **made),
        Listing(
            slug="mine",
            title="Mine",
            everything=results.made_by(request.user),
            empty="You have made nothing yet",
            **(made | person),
        ),
        Listing(
            slug="project",
            title=project.name,
            everything=results.of_project(project),
            empty=f"Nothing in {project.name} yet",
            **(made | place | {"hint": "What is made while this project is chosen is kept here."}),
        ),
        Listing(
            slug="uploads",
            title="Uploads",
            everything=mine.kept().uploads(),
            empty="No files given yet",
            hint="Pictures, clips and sounds that you give to a recipe are kept here.",
            **every,
        ),
        Listing(
            slug=BIN,
            title="Bin",
            everything=mine.filter(binned_at__isnull=False),
            empty="The bin is empty",
            hint="What you bin stays here for 30 days, and can be taken out until then.",
            **every,
        ),
    )
    return {listing.slug: listing for listing in rows}


def chosen(request: HttpRequest, lists: dict[str, Listing], params: QueryDict | None = None) -> Listing:
    """The list that `?in=` names; all of it when it names none. Raises Http404 for a word that is no list."""
    slug = (request.GET if params is None else params).get("in", ALL)
    if slug not in lists:
        raise Http404(f"There is no list called {slug!r}; there are {', '.join(lists)}.")
    return lists[slug]


def listing_of(request: HttpRequest, params: QueryDict | None = None) -> Listing:
    """The list and the search that an address means."""
    return chosen(request, listings(request, params), params)
