"""What is pushed, rendered: the same partials that the pages show. The only module here that knows templates."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html

from studio.accounts.models import User, in_the_open
from studio.core import clock
from studio.jobs.card import cards, unfinished
from studio.jobs.machine import FINAL
from studio.jobs.models import Job
from studio.library.models import Asset
from studio.review import carrying
from studio.review import threads as gathered
from studio.review.bake_offs import standing
from studio.review.models import BakeOff, Note, Verdict

from .telling import missed

CARD, TILE, COUNTS = "queue/page.html#job", "library/page.html#tile", "_queue_count.html"
THREAD, VERDICTS = "review/notes.html#thread", "review/notes.html#standing"
CHECK, NEWS = "review/checks.html#check", "asset/_versions.html#news"
TALLY, NEWS_OF_BAKE_OFF = "bake_off/page.html#tally", "bake_off/page.html#news"
LOOK_BACK = timedelta(minutes=10)  #: for a page that does not say since when
MOST = 100  #: cards, and tiles, for a page that comes back


def jobs(pks: list[str]) -> list[tuple[Job, str]]:
    """Each job with its card, oldest first."""
    return _cards(Job.objects.filter(pk__in=pks))


def tiles(pks: list[str]) -> list[tuple[Asset, str]]:
    """Each result that is in the library with its tile, oldest first."""
    return _tiles(Asset.objects.filter(pk__in=pks))


def threads(pks: list[str]) -> list[tuple[Note, str]]:
    """Each thread of notes, by its first one, with all that was answered; and as later versions ask about it."""
    shown = gathered.by_id(pks)
    return [(each.first, render_to_string(THREAD, {"thread": each, "oob": True}) + _checks(each)) for each in shown]


def _checks(thread: gathered.Thread) -> str:
    asked = carrying.shown_on([thread])
    return "".join(render_to_string(CHECK, {"check": each, "oob": True}) for each in asked)


def versions(pks: list[str]) -> list[tuple[Asset, str]]:
    """Of each file that is a version of others the line that says so, for the pages of those."""
    return _versions(Asset.objects.filter(pk__in=pks))


def _versions(rows: QuerySet) -> list[tuple[Asset, str]]:
    shown = rows.filter(stack__isnull=False, version__gt=1, binned_at=None).select_related("project")
    return [
        (each, render_to_string(NEWS, {"newest": each, "stack": each.stack, "oob": True}))
        for each in shown.for_tiles().order_by("version", "created_at")[:MOST]
    ]


def verdicts(pks: list[str]) -> list[tuple[Asset, str]]:
    """Each file with the verdicts that stand on it."""
    shown = Asset.objects.filter(pk__in=pks).select_related("project")
    return [(each, _verdicts_on(each)) for each in shown]


def _verdicts_on(asset: Asset) -> str:
    standing = Verdict.objects.on(asset).standing()
    return render_to_string(VERDICTS, {"asset": asset, "verdicts": standing, "oob": True})


def bake_offs(pks: list[str]) -> list[tuple[BakeOff, str]]:
    """Each bake-off with the news that its page looks otherwise now."""
    rows = BakeOff.objects.filter(pk__in=pks).select_related("project")
    return [(each, render_to_string(NEWS_OF_BAKE_OFF, {"made": each, "oob": True})) for each in rows]


def tallies(pks: list[str]) -> list[tuple[BakeOff, str]]:
    """Each bake-off with how many votes each of its letters has."""
    rows = BakeOff.objects.filter(pk__in=pks).select_related("project")
    return [(each, _tallies_of(each)) for each in rows]


def _tallies_of(made: BakeOff) -> str:
    entries = standing(made).entries
    return "".join(render_to_string(TALLY, {"made": made, "each": each, "oob": True}) for each in entries)


def counts(mine: int, everybody: int) -> str:
    """The queue's count in the top bar."""
    return render_to_string(COUNTS, {"mine": mine, "all": everybody, "oob": True})


def announcement(sentence: str) -> str:
    """Words for the page's one live region."""
    return format_html('<div id="announcer" hx-swap-oob="innerHTML">{}</div>', sentence)


def current(team_id: int, user: User, since: datetime | None) -> str:
    """All that a page of this team needs to be right: jobs under way, what has ended or was made or said since, the
    count."""
    seen = in_the_open(user)
    given, since = since, since or clock.now() - LOOK_BACK
    news = Job.objects.filter(~Q(state__in=FINAL) | Q(finished_at__gte=since), seen, team=team_id)
    made = Asset.objects.filter(seen, team=team_id, created_at__gte=since)
    under_way = unfinished(team_id)
    said = Note.objects.visible_to(user).threads().filter(asset__team=team_id, changed_at__gte=since)
    judged = Asset.objects.filter(seen, team=team_id, verdicts__created_at__gte=since).distinct()
    shown = _cards(news)
    rows = [*shown, *_tiles(made), *_versions(made), *threads(_keys(said)), *verdicts(_keys(judged))]
    rendered = "".join(html for _, html in rows) + missed((job for job, _ in shown), user, given)
    return rendered + counts(under_way.mine(user.pk), under_way.all(user.pk))


def _keys(rows: QuerySet) -> list[str]:
    return list(rows.values_list("pk", flat=True)[:MOST])


def _newest(rows: QuerySet) -> list:
    """The newest few, oldest first: on a page each is put above the one before."""
    return list(rows.order_by("-created_at", "-id")[:MOST])[::-1]


def _cards(rows: QuerySet) -> list[tuple[Job, str]]:
    shown = cards(_newest(rows.select_related("owner", "project")))
    return [(card.job, render_to_string(CARD, {"card": card, "oob": True})) for card in shown]


def _tiles(rows: QuerySet) -> list[tuple[Asset, str]]:
    shown = _newest(rows.filter(origin="result", binned_at=None).select_related("project"))
    return [(asset, render_to_string(TILE, {"asset": asset, "oob": True})) for asset in shown]
