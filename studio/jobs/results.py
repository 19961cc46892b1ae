"""From "finished there" to "in the library": files are fetched beside our storage, kept one by one, and then told gone.

A fetched file stays in `DATA/incoming/jobs/<job>/` until its job is over, so that being killed while keeping it costs
nothing, even where the provider's address has expired meanwhile.
"""

import asyncio
import logging
import os
import shutil
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction

from studio.core import clock
from studio.core.media import BadMedia
from studio.library.keep import keep_result
from studio.providers import registry
from studio.providers.base import Phase, Provider, Ticket
from studio.providers.client import Client
from studio.providers.errors import Gone, ProviderError

from .machine import State, advance, note
from .models import Attempt, Job

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """The results of one attempt on their way here."""

    job: Job
    attempt: Attempt
    provider: Provider
    client: Client

    @property
    def outputs(self) -> list[dict[str, str]]:
        """`[{"url", "mime", "id", "gone", "error"}]`; `gone` and `error` are sentences, or empty."""
        return self.attempt.outputs

    def place(self, index: int) -> Path:
        """Where an output is fetched to."""
        return folder_of(self.job.pk) / f"{index}"


def jobs_folder() -> Path:
    """Where results are fetched to; one folder per job."""
    return Path(settings.DATA) / "incoming" / "jobs"


def folder_of(job_id: UUID) -> Path:
    return jobs_folder() / str(job_id)


# Fetch


async def fetch_all(delivery: Delivery) -> None:
    """Fetch every output that is neither kept nor here. What goes wrong is noted with the output."""
    await asyncio.to_thread(folder_of(delivery.job.pk).mkdir, parents=True, exist_ok=True)
    if not delivery.outputs:
        await _ask_for_outputs(delivery)
    kept = await _kept(delivery)
    for index in range(len(delivery.outputs)):
        if delivery.outputs[index]["url"] and index not in kept and not delivery.place(index).exists():
            await _fetch(delivery, index)


async def _fetch(delivery: Delivery, index: int) -> None:
    """One output. Where its address is gone, the provider is asked once for a fresh one."""
    said = {"gone": "", "error": ""}
    for is_last in (False, True):
        try:
            url = delivery.outputs[index]["url"]
            await delivery.client.download(delivery.provider, url, delivery.place(index))
            break
        except Gone as error:
            said["gone"] = error.message
            if is_last or not await _ask_for_outputs(delivery):
                break
            said["gone"] = ""
        except ProviderError as error:
            said["error"] = error.message
            break
        except OSError as error:
            said["error"] = f"The file could not be written here ({error.strerror})."
            break
    await _say(delivery, index, **said)


async def _ask_for_outputs(delivery: Delivery) -> bool:
    """Fresh addresses from the provider. True when it gave any."""
    ticket = Ticket.from_json(delivery.attempt.ticket)
    try:
        update = await delivery.client.status(delivery.provider, ticket)
    except ProviderError as error:
        logger.warning("job %s: no fresh addresses: %s", delivery.job.pk, error)
        return False
    if update.phase is not Phase.DONE or len(update.outputs) < max(1, len(delivery.outputs)):
        return False
    fresh = [asdict(output) | {"error": ""} for output in update.outputs]
    await _save(delivery, fresh)
    return True


# Keep


async def keep_all(delivery: Delivery) -> None:
    """Put every fetched output into the library, once, and conclude."""
    kept = await _kept(delivery)
    for index in range(len(delivery.outputs)):
        if index not in kept and delivery.place(index).exists():
            await _keep(delivery, index)
    await _conclude(delivery)


async def _keep(delivery: Delivery, index: int) -> None:
    """A second name for the file is handed over, and the first stays until the job is over."""
    job, path = delivery.job, delivery.place(index)
    handed = path.with_suffix(".handed")
    try:
        await asyncio.to_thread(_second_name, path, handed)
        await keep_result(
            handed,
            job_id=job.pk,
            index=index,
            team_id=job.team_id,
            project_id=job.project_id,
            owner_id=job.owner_id,
            recipe=job.recipe,
            name=job.title,
            billed=job.billed_state,
            billed_amount=_share(job.billed_amount, sum(1 for output in delivery.outputs if output["url"])),
            billed_currency=job.billed_currency,
        )
    except BadMedia as error:
        path.unlink(missing_ok=True)
        await _say(delivery, index, error=str(error))
    except OSError as error:
        await _say(delivery, index, error=f"The file could not be stored here ({error.strerror}).")


def _second_name(path: Path, handed: Path) -> None:
    """A hard link; a copy where the disk has no links."""
    handed.unlink(missing_ok=True)
    try:
        os.link(path, handed)
    except OSError:
        shutil.copyfile(path, handed)


async def _conclude(delivery: Delivery) -> None:
    """Ready once something is kept and nothing pending; failed once all is gone; else it waits for "Fetch again"."""
    job, outputs, kept = delivery.job, delivery.outputs, await _kept(delivery)
    gone = {index for index, output in enumerate(outputs) if output.get("gone")} - kept
    pending = set(range(len(outputs))) - kept - gone
    if pending or not outputs:
        errors = [outputs[index].get("error") for index in sorted(pending)]
        sentence = next(filter(None, errors), f"{delivery.provider.name} says that it is done, but names no file.")
        await sync_to_async(note)(job, because=sentence, fetch_error=sentence)
    elif kept:
        missing = f"{len(gone)} of {len(outputs)} results are missing: {_first_gone(outputs)}" if gone else ""
        await sync_to_async(advance)(job, State.READY, because="Kept.", error=missing)
    else:
        error = _first_gone(outputs)
        await sync_to_async(advance)(job, State.FAILED, because=error, error=error)


def _first_gone(outputs: list[dict[str, str]]) -> str:
    return next(output["gone"] for output in outputs if output.get("gone"))


def _share(amount: Decimal | None, count: int) -> Decimal | None:
    """What one of several outputs cost; what never came there cost nothing."""
    return None if amount is None else (amount / count).quantize(Decimal("0.000001"))


# Tidy up


async def tidy_up(delivery: Delivery) -> None:
    """The job is over: its fetched files go, and the provider is told that its copy may go. Repeated until it works."""
    await asyncio.to_thread(shutil.rmtree, folder_of(delivery.job.pk), ignore_errors=True)
    provider, attempt = delivery.provider, delivery.attempt
    request = provider.build_forget(Ticket.from_json(attempt.ticket)) if attempt.ticket else None
    try:
        if request is not None:
            await delivery.client.ask(provider, request, lambda response: None)
    except ProviderError as error:
        logger.warning("job %s: %s was not told to forget it: %s", delivery.job.pk, provider.slug, error)
        return
    await Attempt.objects.filter(pk=attempt.pk).aupdate(forgotten_at=clock.now())


def delivery_of(job: Job, attempt: Attempt, client: Client) -> Delivery:
    return Delivery(job=job, attempt=attempt, provider=registry.get(job.provider), client=client)


async def _kept(delivery: Delivery) -> set[int]:
    """The outputs that are in the library."""
    return {index async for index in delivery.job.results().values_list("output_index", flat=True)}


async def _say(delivery: Delivery, index: int, **words: str) -> None:
    outputs = [output | words if at == index else output for at, output in enumerate(delivery.outputs)]
    await _save(delivery, outputs)


@sync_to_async
@transaction.atomic
def _save(delivery: Delivery, outputs: list[dict[str, str]]) -> None:
    Attempt.objects.filter(pk=delivery.attempt.pk).update(outputs=outputs)
    delivery.attempt.outputs = outputs
