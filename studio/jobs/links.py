"""Takes chains on, round by round: each job starts once the one before it is there, and shots become a film together.

Everything is found out anew from the rows, and each part is safe to repeat: the frame is the same picture as before, a
job is released by one guarded write, and a film is kept once. A shot that comes to nothing holds the rest, with a
sentence: whoever sends it again has the chain go on with the new job, whoever cancels a waiting shot cancels the rest.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, takewhile

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import QuerySet

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.core.media import BadMedia
from studio.library import joining
from studio.library.lookup import media_lookup
from studio.library.models import Asset
from studio.providers.client import Client

from .chains import FRAME
from .driving import new_run
from .lanes import drive
from .machine import StaleJob, State, note
from .models import Chain, ChainShot, Job
from .outcomes import call_off

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""Chains in a round, the newest first: of old ones that wait for somebody there may be many."""

WAITED_FOR = timedelta(days=7)
"""For so long a last shot that came to nothing may be sent again; then what is there becomes the film."""

AGAIN_AFTER = timedelta(minutes=5)
"""What could not be read is tried again so much later."""

SHORTER_S = 0.05
"""A clip is used whole where it is no longer than this beyond what is wanted."""


async def follow(client: Client) -> None:
    """One round over the chains of which something may still come."""
    chains = [chain async for chain in Chain.objects.unfinished().order_by("-created_at")[:AT_ONCE]]
    for chain in chains:
        await take_on(chain)


async def take_on(chain: Chain) -> None:
    """Whatever can be done for one chain now."""
    shots = await sync_to_async(_shots)(chain)
    for before, shot in pairwise(shots):
        if shot.job.awaits_id and shot.job.state == State.QUEUED:
            await _next(before, shot)
            return
    if all(shot.job.is_final for shot in shots):
        await _finish(chain, shots)


def _shots(chain: Chain) -> list[ChainShot]:
    """The shots with the jobs that make them now: one that was sent again has a new one."""
    shots = list(chain.shots.select_related("job__team").order_by("position"))
    for shot in shots:
        while again := _sent_again(shot.job):
            ChainShot.objects.filter(pk=shot.pk, job=shot.job).update(job=again)
            Job.objects.filter(pk=again.pk).update(batch=chain.pk)
            shot.job = again
    return shots


def _sent_again(job: Job) -> Job | None:
    if not job.is_final or job.state == State.READY:
        return None
    same = Job.objects.filter(team=job.team_id, idempotency_key=f"again {job.pk}")
    return same.select_related("team").order_by("created_at").first()


# The next shot


async def _next(before: ChainShot, shot: ChainShot) -> None:
    """What the state of the shot before means for the one that waits for it."""
    if shot.job.not_before and shot.job.not_before > clock.now():
        return
    act = AFTER.get(State(before.job.state), _wait)
    await act(before, shot)


async def _start(before: ChainShot, shot: ChainShot) -> None:
    clip = await before.job.results().select_related("owner", "team", "project").afirst()
    if clip is None or clip.kind != "video":
        await _say(shot, f"{_which(before)} left no clip to go on from. Cancel the rest.", later=True)
        return
    try:
        given = await joining.start_frame(clip, _used_s(before, clip)) if shot.chain.hands_on is FRAME else clip
    except BadMedia as error:
        await _say(shot, f"No frame of shot {before.position} could be taken: {error}", later=True)
        return
    await sync_to_async(release)(shot, before, given)


@transaction.atomic
def release(shot: ChainShot, before: ChainShot, given: Asset) -> None:
    """The job gets what it works on, and goes on. One that has it already, or is no longer waiting, stays as it is."""
    job = Job.objects.select_for_update().select_related("team").get(pk=shot.job_id)
    if job.state != State.QUEUED or not job.awaits_id:
        return
    hands_on = shot.chain.hands_on
    recipe = _with(job.frozen_recipe(), hands_on.value, given)
    if errors := check(recipe, media_lookup(job.team, job.owner)).errors:
        words = f"It cannot go on from {hands_on.noun} {before.position}: {errors[0].message}"
        note(job, because=words, held_because=words[:500], not_before=clock.now() + AGAIN_AFTER)
        return
    because = f"Starts from “{given.name}”."
    freed = {"awaits": None, "held_because": "", "not_before": None, "run_id": new_run()}
    note(job, because=because, recipe=recipe.as_json(), **freed)
    drive(job)


def _with(recipe: Recipe, name: str, given: Asset) -> Recipe:
    return replace(recipe, values={**recipe.values, name: {"asset": str(given.pk), "sha256": given.sha256}})


def _which(shot: ChainShot) -> str:
    """`Shot 2`, `Face 1`."""
    return f"{shot.chain.hands_on.noun.capitalize()} {shot.position}"


async def _hold(before: ChainShot, shot: ChainShot) -> None:
    says = before.job.says()
    words = f"{_which(before)} came to nothing ({says.label.lower()}). Send it again to go on, or cancel the rest."
    await _say(shot, words)


async def _after_a_cancelled(before: ChainShot, shot: ChainShot) -> None:
    """One that never began was cancelled with all that come after it."""
    if before.job.started_at:
        await _hold(before, shot)
    else:
        await sync_to_async(_call_off)(shot)


def _call_off(shot: ChainShot) -> None:
    try:
        call_off(shot.job, "Cancelled with the shots before it.", cancel_requested_at=clock.now())
    except StaleJob:
        logger.info("shot %s moved on while it was called off", shot.pk)


async def _wait(before: ChainShot, shot: ChainShot) -> None:
    await _say(shot, shot.chain.hands_on.waits_for(before.position))


async def _say(shot: ChainShot, words: str, *, later: bool = False) -> None:
    """Why it is held; said once. `later`: looked at again after a while only."""
    facts = {"not_before": clock.now() + AGAIN_AFTER} if later else {}
    if shot.job.held_because == words[:500] and not later:
        return
    try:
        await sync_to_async(note)(shot.job, because=words, held_because=words[:500], **facts)
    except StaleJob:
        logger.info("shot %s moved on meanwhile", shot.pk)


AFTER: dict[State, Callable] = {
    State.READY: _start,
    State.FAILED: _hold,
    State.REFUSED: _hold,
    State.CANCELLED: _after_a_cancelled,
}


# The film


async def _finish(chain: Chain, shots: list[ChainShot]) -> None:
    """All are over: what is there from the beginning on becomes a film, once it is clear that no more is to come."""
    ready = list(takewhile(lambda shot: shot.job.state == State.READY, shots))
    is_whole = len(ready) == len(shots)
    is_young = chain.created_at > clock.now() - WAITED_FOR
    if not is_whole and shots[len(ready)].job.state != State.CANCELLED and is_young:
        return  # it may be sent again
    if chain.hands_on is FRAME and len(ready) > max(1, chain.filmed):
        await _film(chain, ready, index=0 if is_whole else len(ready))
    await _rows(chain).aupdate(filmed=len(ready), over_at=clock.now())


async def _film(chain: Chain, ready: list[ChainShot], index: int) -> None:
    try:
        clips = [(clip, _used_s(shot, clip)) for shot in ready if (clip := await _clip(shot))]
        film, is_encoded = await joining.film(clips, **_about(chain, len(ready), index))
    except BadMedia as error:
        await _rows(chain).aupdate(error=str(error))
        await _tell(ready[-1], f"The shots are in the library, and could not be joined: {error}")
        return
    how = "encoded once more" if is_encoded else "each picture as it came"
    await _tell(ready[-1], f"Shots 1 to {len(ready)} are one film in the library, {film.duration_s:.0f} s, {how}.")


async def _clip(shot: ChainShot) -> Asset | None:
    return await shot.job.results().filter(kind="video").afirst()


def _about(chain: Chain, count: int, index: int) -> dict[str, object]:
    recipe = Recipe.from_json(chain.recipe)
    used = replace(recipe, values={**recipe.values, "shots": recipe.values["shots"][:count]})
    whose = {"team_id": chain.team_id, "project_id": chain.project_id, "owner_id": chain.owner_id}
    name = f"{chain.title[:240]}, {count} shots"
    return {"job_id": chain.pk, "index": index, "recipe": used.as_json(), "name": name, "billed": "no", **whose}


async def _tell(shot: ChainShot, words: str) -> None:
    """On the card of the last shot."""
    try:
        await sync_to_async(note)(shot.job, because=words, words=words[:500])
    except StaleJob:
        logger.info("shot %s moved on meanwhile", shot.pk)


def _rows(chain: Chain) -> QuerySet[Chain]:
    return Chain.objects.filter(pk=chain.pk)


def _used_s(shot: ChainShot, clip: Asset) -> float | None:
    """So much of the clip is used; None for all of it."""
    return shot.seconds if (clip.duration_s or 0) > shot.seconds + SHORTER_S else None
