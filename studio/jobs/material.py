"""What the blanks of a request are filled with: the recipe's files, our id, and what earlier steps answered."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from asgiref.sync import sync_to_async

from studio.library import lending, store
from studio.library.models import Asset
from studio.providers.base import Provider
from studio.providers.errors import ProviderError, Unsupported
from studio.providers.files import Answers, Filling, StoredFile, fill
from studio.providers.parts import Sendable
from studio.providers.templates import Step

from . import ledger
from .models import Attempt, Job

logger = logging.getLogger(__name__)


async def filled(job: Job, attempt: Attempt, step: Step, provider: Provider) -> Sendable:
    """The request that a step stands for. Raises Unsupported for a file that cannot be read."""
    files, answers = await sync_to_async(_material)(job, attempt)
    filling = Filling(our_id=str(attempt.pk), file_form=provider.file_form, files=files, answers=answers)
    with building(provider):
        return await asyncio.to_thread(fill, step, filling)


def _material(job: Job, attempt: Attempt) -> tuple[dict[str, StoredFile], Answers]:
    """The recipe's own files, by asset id, and what steps before this one answered."""
    wanted = [UUID(asset) for asset in job.frozen_recipe().assets()]
    assets = list(Asset.objects.filter(team=job.team_id, pk__in=wanted))
    made_there = _made_there(assets, job)
    files = {str(asset.pk): stored(asset, asset.provider_id if asset.pk in made_there else "") for asset in assets}
    return files, ledger.answers(job) if attempt.position > 1 else {}


def _made_there(assets: Iterable[Asset], job: Job) -> set[UUID]:
    """Those that the job's own provider made, for the same account: it knows them by ids of its own."""
    named = [asset for asset in assets if asset.provider_id]
    if not named:
        return set()
    made = Job.objects.filter(pk__in=[asset.job_id for asset in named], provider=job.provider, account=job.account_id)
    makers = set(made.values_list("pk", flat=True))
    return {asset.pk for asset in named if asset.job_id in makers}


def stored(asset: Asset, its_id: str = "") -> StoredFile:
    """What a request may ask about a file of the library. `its_id`: the id that the provider asked knows it by."""
    return StoredFile(
        path=store.path_of(asset),
        mime=asset.mime,
        height=asset.height,
        duration_s=asset.duration_s,
        url=lending.address_of(asset),
        id=its_id or None,
    )


@contextmanager
def building(provider: Provider) -> Iterator[None]:
    """A fault of ours while a request is made is the end of the job, and not a reason to try for ever."""
    try:
        yield
    except ProviderError:
        raise
    except OSError as error:
        words = f"An input file could not be read from our storage ({error.strerror})."
        raise Unsupported(words, provider=provider.slug) from error
    except Exception as error:
        logger.exception("the request for %s could not be made", provider.slug)
        words = f"Dailies could not make the request for {provider.name}: a fault of ours. Nothing was sent."
        raise Unsupported(words, provider=provider.slug) from error
