"""The mail of each day: which of a person's jobs have ended, to who wants it, once.

1. Once the morning has come, whoever wants the mail and has not been told up to it yet is due.
2. One guarded UPDATE says that they are told: of two that try, one goes on. What is killed between that and the mail
   is not sent a second time.
3. A mail server that refuses gets it again the next time: the UPDATE is taken back.
"""

import logging
import smtplib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from studio.accounts.models import User
from studio.core import clock
from studio.providers.client import Client

from . import history
from .machine import FINAL
from .models import Job

logger = logging.getLogger(__name__)

MORNING = 6
"""The hour, in UTC, up to which a day is told."""

DAY = timedelta(days=1)
LOOK_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class Also:
    """What a layer above has to say in the same mail: each line with its words and its address in the studio."""

    noun: str
    lines: tuple[tuple[str, str], ...]

    @property
    def counted(self) -> str:
        return f"{len(self.lines)} {self.noun}{'' if len(self.lines) == 1 else 's'}"


ALSO: list[Callable[[User, datetime, datetime], Also]] = []
"""Asked for each person and the time from which up to which they are told."""

_looked_at = float("-inf")

MOST = 50
"""Jobs that a mail names; the others are counted."""


async def follow(_: Client) -> None:
    """One round beside the sweeper's: now and then, the mails that are due."""
    global _looked_at
    if time.monotonic() - _looked_at > LOOK_EVERY_S:
        _looked_at = time.monotonic()
        await sync_to_async(send_due)()


def last_morning(now: datetime) -> datetime:
    """The last time that it was morning."""
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning <= now else morning - DAY


def send_due() -> int:
    """Send every mail that is due; says how many were sent."""
    until = last_morning(clock.now())
    wanting = User.objects.filter(digest=User.Digest.DAILY, is_active=True)
    due = wanting.filter(Q(digest_until=None) | Q(digest_until__lt=until)).order_by("pk")
    return sum(_sent(person, until) for person in due)


def _sent(person: User, until: datetime) -> bool:
    """One person's mail that cannot be written keeps nobody else from theirs."""
    was = person.digest_until
    try:
        return _send(person, until)
    except Exception:
        _told(person, until, was)
        logger.exception("digest of person %s: could not be written, tried again later", person.pk)
        return False


def _send(person: User, until: datetime) -> bool:
    """Whether there was something to say, and it was said now."""
    was = person.digest_until
    if not _told(person, was, until):
        return False
    since = was or until - DAY
    ended = ended_jobs(person, since, until)
    also = [told for tell in ALSO if (told := tell(person, since, until)).lines]
    if not (also or ended.exists()):
        return False
    try:
        send_mail(subject(ended, also), body(person, ended, since, also), settings.DEFAULT_FROM_EMAIL, [person.email])
    except (smtplib.SMTPException, OSError) as error:
        _told(person, until, was)
        logger.warning("digest of person %s: could not be sent, tried again later: %s", person.pk, type(error).__name__)
        return False
    return True


def _told(person: User, was: datetime | None, until: datetime | None) -> bool:
    """Move the moment up to which somebody is told; False where somebody else was faster."""
    return bool(User.objects.filter(pk=person.pk, digest_until=was).update(digest_until=until))


def ended_jobs(person: User, since: datetime, until: datetime) -> QuerySet[Job]:
    """Their own, on all their teams, from `since` up to, but not including, `until`."""
    mine = Job.objects.visible_to(person).filter(owner=person, state__in=FINAL)
    return mine.filter(finished_at__gte=since, finished_at__lt=until)


def subject(ended: QuerySet[Job], also: Sequence["Also"] = ()) -> str:
    """`Dailies: 3 ready, 1 failed, 2 mentions`."""
    counts = Counter(ended.order_by().values_list("state", flat=True))
    said = [f"{count} {state}" for state, count in counts.most_common()]
    return f"Dailies: {', '.join([*said, *(each.counted for each in also)])}"


def body(person: User, ended: QuerySet[Job], since: datetime, also: Sequence["Also"] = ()) -> str:
    lines = history.lines(ended, MOST)
    more = max(ended.count() - MOST, 0)
    context = {"person": person, "since": since, "lines": lines, "more": more, "address": settings.URL, "also": also}
    return render_to_string("telling/digest.txt", context)
