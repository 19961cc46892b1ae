"""What is pushed, rendered: the same partials that the pages show. The only module here that knows templates."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html

from studio.core import clock
from studio.jobs.card import cards, unfinished
from studio.jobs.machine import FINAL
from studio.jobs.models import Job
from studio.library.models import Asset

CARD, TILE, COUNTS = "queue/page.html#job", "library/page.html#tile", "_queue_count.html"
LOOK_BACK = timedelta(minutes=10)  #: for a page that does not say since when
MOST = 100  #: cards, and tiles, for a page that comes back


def jobs(pks: list[str]) -> list[tuple[Job, str]]:
    """Each job with its card, oldest first."""
    return _cards(Job.objects.filter(pk__in=pks))


def tiles(pks: list[str]) -> list[tuple[Asset, str]]:
    """Each result that is in the library with its tile, oldest first."""
    return _tiles(Asset.objects.filter(pk__in=pks))


def counts(mine: int, everybody: int) -> str:
    """The queue's count in the top bar."""
    return render_to_string(COUNTS, {"mine": mine, "all": everybody, "oob": True})


def announcement(sentence: str) -> str:
    """Words for the page's one live region."""
    return format_html('<div id="announcer" hx-swap-oob="innerHTML">{}</div>', sentence)


def current(team_id: int, user_id: int, since: datetime | None) -> str:
    """All that a page of this team needs to be right: jobs under way, what has ended or was made since, the count."""
    since = since or clock.now() - LOOK_BACK
    news = Job.objects.filter(~Q(state__in=FINAL) | Q(finished_at__gte=since), team=team_id)
    made = Asset.objects.filter(team=team_id, created_at__gte=since)
    under_way = unfinished(team_id)
    rendered = "".join(html for _, html in [*_cards(news), *_tiles(made)])
    return rendered + counts(under_way.get(str(user_id), 0), sum(under_way.values()))


def _newest(rows: QuerySet) -> list:
    """The newest few, oldest first: on a page each is put above the one before."""
    return list(rows.order_by("-created_at", "-id")[:MOST])[::-1]


def _cards(rows: QuerySet) -> list[tuple[Job, str]]:
    shown = cards(_newest(rows.select_related("owner")))
    return [(card.job, render_to_string(CARD, {"card": card, "oob": True})) for card in shown]


def _tiles(rows: QuerySet) -> list[tuple[Asset, str]]:
    shown = _newest(rows.filter(origin="result", binned_at=None))
    return [(asset, render_to_string(TILE, {"asset": asset, "oob": True})) for asset in shown]
