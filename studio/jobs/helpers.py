"""Waiting for a helper that is a task of its own: a voice, an element. Killed while waiting, it goes on asking."""

from asgiref.sync import sync_to_async

from studio.core import clock
from studio.providers.base import Phase, Ticket, Update
from studio.providers.errors import Refused

from . import ledger, outcomes
from .asking import GOING_ON, Asker
from .billing import charge
from .driving import naps
from .letters import Letter, check
from .machine import LOST_AFTER
from .shelves import remember


async def wait_for(letter: Letter) -> None:
    """Until the helper's answer is there.

    Raises Refused when it fails there, or is not known there any more, Stopped when the job is to be cancelled,
    SteppedAside.
    """
    if letter.step.purpose != "helper" or letter.attempt.answer is not None:
        return
    asker = Asker(letter.provider, Ticket.from_json(letter.attempt.ticket), letter.client)
    lost_since = None
    with naps(letter.job.pk) as nap:
        while True:
            await sync_to_async(check)(letter.job)
            update, pause_s = await asker.ask()
            if update.phase not in GOING_ON:
                await sync_to_async(_finish)(letter, update)
                return
            lost_since = (lost_since or clock.now()) if update.lost else None
            if lost_since and clock.now() - lost_since > LOST_AFTER:
                raise _lost(letter, update)
            await sync_to_async(outcomes.go_on)(letter.job, _words(letter, update))
            await nap(pause_s)


def _words(letter: Letter, update: Update) -> str:
    """`First: making a voice. Kling says “queued”.`"""
    return f"First: {letter.step.doing}. {update.words}".strip()


def _finish(letter: Letter, update: Update) -> None:
    """What it came to. The bill comes first: told again after a crash, it changes nothing."""
    charge(letter.job, letter.attempt, update.billed)
    if update.phase is Phase.DONE and update.answer:
        ledger.learned(letter.attempt, update.answer)
        remember(letter.attempt, update.answer)
        return
    said = update.error or update.words or f"{letter.provider.name} does not say why, and names nothing that it made."
    words = f"{letter.step.doing.capitalize()} failed, and the job itself was not sent. {said}"
    raise outcomes.HelperFailed(
        words, field=update.field or letter.step.field, provider=letter.provider.slug, raw=update.raw
    )


def _lost(letter: Letter, update: Update) -> Refused:
    """It may come all the same: late.py goes on asking."""
    doing = letter.step.doing.capitalize()
    words = f"{doing} was lost there, and the job itself was not sent. It may have been billed. {update.words}".strip()
    return Refused(words, provider=letter.provider.slug)
