"""The results of one attempt on their way here: what is known of each, where it lies, and what the library is told."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction

from studio.library.models import LATE
from studio.providers import registry
from studio.providers.base import Provider
from studio.providers.client import Client

from .billing import bill
from .models import Attempt, Job

MONEY_STEP = Decimal("0.000001")


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """The results of one attempt."""

    job: Job
    attempt: Attempt
    provider: Provider
    client: Client

    @property
    def outputs(self) -> list[dict[str, str]]:
        """`[{"url", "mime", "id", "gone", "error", "odd", "again"}]`; `gone`, `error` and `odd` are sentences, or
        empty; `again` is set once it was fetched a second time."""
        return self.attempt.outputs

    @property
    def folder(self) -> Path:
        """Where results are fetched to."""
        return late_folder() / str(self.attempt.pk) if self.attempt.late else folder_of(self.job.pk)

    def place(self, index: int) -> Path:
        """Where an output is fetched to."""
        return self.folder / f"{index}"

    @property
    def first(self) -> int:
        """The number of its first result among all results of the job."""
        return LATE * self.attempt.number if self.attempt.late else 0

    async def kept(self) -> set[int]:
        """The outputs that are in the library."""
        there = self.job.results().filter(output_index__gte=self.first, output_index__lt=self.first + LATE)
        return {index - self.first async for index in there.values_list("output_index", flat=True)}

    async def standing(self) -> tuple[set[int], set[int], set[int]]:
        """The outputs that are kept, that will never come, and that are still to come."""
        kept = await self.kept()
        gone = {index for index, output in enumerate(self.outputs) if output.get("gone")} - kept
        return kept, gone, set(range(len(self.outputs))) - kept - gone

    async def about(self, index: int) -> dict[str, object]:
        """What the library is told of an output. What never came there cost nothing."""
        job = self.job
        billed = await sync_to_async(bill)(job, self.attempt)
        share = _share(billed.pop("billed_amount"), sum(1 for output in self.outputs if output["url"]))
        return {
            "job_id": job.pk,
            "index": self.first + index,
            "team_id": job.team_id,
            "project_id": job.project_id,
            "owner_id": job.owner_id,
            "recipe": job.recipe,
            "name": job.title,
            "billed": billed["billed_state"],
            "billed_amount": share,
            "billed_currency": billed["billed_currency"],
            "provider_id": self.outputs[index].get("id", ""),
        }

    async def say(self, index: int, **words: str) -> None:
        """Note something about one output."""
        await self.save([output | words if at == index else output for at, output in enumerate(self.outputs)])

    async def save(self, outputs: list[dict[str, str]]) -> None:
        """Write down what is known of all."""
        await sync_to_async(_save)(self.attempt, outputs)


def jobs_folder() -> Path:
    """Where results are fetched to; one folder per job."""
    return Path(settings.DATA) / "incoming" / "jobs"


def folder_of(job_id: UUID) -> Path:
    return jobs_folder() / str(job_id)


def fetched(job_id: UUID) -> set[int]:
    """The results of a job whose files are here, kept or not."""
    folder = folder_of(job_id)
    files = folder.iterdir() if folder.exists() else ()
    return {int(path.stem) for path in files if path.stem.isdigit() and path.suffix != ".part"}


def late_folder() -> Path:
    """Where results come to that nobody waits for any more. What a killed process leaves here is fetched again."""
    return Path(settings.DATA) / "incoming" / "late"


def delivery_of(job: Job, attempt: Attempt, client: Client) -> Delivery:
    return Delivery(job=job, attempt=attempt, provider=registry.get(job.provider), client=client)


def _share(amount: Decimal | None, count: int) -> Decimal | None:
    """What one of several outputs cost."""
    return None if amount is None else (amount / count).quantize(MONEY_STEP)


@transaction.atomic
def _save(attempt: Attempt, outputs: list[dict[str, str]]) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(outputs=outputs)
    attempt.outputs = outputs
