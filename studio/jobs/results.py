"""From "finished there" to "in the library": files are fetched beside our storage, kept one by one, and then told gone.

A fetched file stays in its delivery's folder until the job is over, so that being killed while keeping it costs
nothing, even where the provider's address has expired meanwhile.

What was paid for is always kept. A file that nobody here can open is fetched once more, since the first may have broken
on its way; then it is kept as it came. Words instead of a file are no result: the job waits for "Fetch again".
"""

import asyncio
import hashlib
import logging
import os
import shutil
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from asgiref.sync import sync_to_async

from studio.core import clock
from studio.core.formats import HEAD_BYTES, is_words
from studio.core.media import BadMedia
from studio.library.keep import keep_as_it_is, keep_result
from studio.providers.base import Phase, Ticket, Update
from studio.providers.errors import Gone, ProviderError, Unreachable, Withheld

from .asking import GOING_ON
from .deliveries import Delivery
from .machine import State, advance, note
from .models import Attempt
from .updates import apply_update

logger = logging.getLogger(__name__)

SHOWN = 200
"""Characters of an answer that came where a file should be."""

UNASKED = "The file's address has expired, and a fresh one could not be asked for."


# Fetch


async def fetch_all(delivery: Delivery) -> None:
    """Fetch every output that is neither kept nor here. What goes wrong is noted with the output."""
    await asyncio.to_thread(delivery.folder.mkdir, parents=True, exist_ok=True)
    if not delivery.outputs:
        with suppress(Unreachable):
            await _ask_for_outputs(delivery)
    kept = await delivery.kept()
    for index in range(len(delivery.outputs)):
        await asyncio.to_thread(_put_back, delivery, index)
        if delivery.outputs[index]["url"] and index not in kept and not delivery.place(index).exists():
            await _fetch(delivery, index)


async def _fetch(delivery: Delivery, index: int) -> None:
    """One output. It is only given up where the provider was asked, and has no address that is any better."""
    said = {"gone": "", "error": ""}
    try:
        await _bring(delivery, index)
    except Gone as error:
        said["gone"] = error.message
    except ProviderError as error:
        said["error"] = error.message
    except OSError as error:
        said["error"] = f"The file could not be written here ({error.strerror})."
    await delivery.say(index, **said)


async def _bring(delivery: Delivery, index: int) -> None:
    """Where its address is gone, the provider is asked once for a fresh one. A fresh one may be refused for a while."""
    try:
        await _download(delivery, index)
    except Gone:
        if not await _ask_for_outputs(delivery):
            raise
    else:
        return
    try:
        await _download(delivery, index)
    except Withheld as error:
        raise Unreachable(error.message, provider=error.provider) from error


async def _download(delivery: Delivery, index: int) -> None:
    url = delivery.outputs[index]["url"]
    await delivery.client.download(delivery.provider, url, delivery.place(index))


async def _ask_for_outputs(delivery: Delivery) -> bool:
    """Fresh addresses from the provider, and what it says now of the bill. False when it has none.

    Raises Unreachable when it cannot be asked, or does not know for the moment.
    """
    update = await _asked(delivery)
    if update.phase is not Phase.DONE or len(update.outputs) < max(1, len(delivery.outputs)):
        return False
    await sync_to_async(apply_update)(delivery.attempt.pk, update)
    fresh = [asdict(output) | {"error": ""} for output in update.outputs]
    await delivery.save(fresh)
    return True


async def _asked(delivery: Delivery) -> Update:
    ticket = Ticket.from_json(delivery.attempt.ticket)
    try:
        update = await delivery.client.status(delivery.provider, ticket)
    except Gone as error:
        return Update(phase=Phase.UNKNOWN, words=error.message, lost=True)
    except ProviderError as error:
        logger.warning("job %s: no fresh addresses: %s", delivery.job.pk, error)
        raise Unreachable(f"{UNASKED} {error.message}", provider=error.provider) from error
    if update.phase in GOING_ON and not update.lost:
        raise Unreachable(f"{UNASKED} {update.words}".strip(), provider=delivery.provider.slug)
    return update


# Keep


async def keep_all(delivery: Delivery) -> None:
    """Put every fetched output into the library, once."""
    kept = await delivery.kept()
    for index in range(len(delivery.outputs)):
        if index not in kept and delivery.place(index).exists():
            await _keep(delivery, index)


async def _keep(delivery: Delivery, index: int) -> None:
    """A second name for the file is handed over, and the first stays until the job is over."""
    try:
        try:
            await keep_result(await _handed(delivery, index), **await delivery.about(index))
        except BadMedia as error:
            await _keep_odd(delivery, index, error)
    except OSError as error:
        await delivery.say(index, error=f"The file could not be stored here ({error.strerror}).")


async def _keep_odd(delivery: Delivery, index: int, error: BadMedia) -> None:
    """What cannot be opened: words are set aside, anything else is fetched once more, and then kept as it is."""
    said = await asyncio.to_thread(_words_in, delivery.place(index))
    if said is not None:
        delivery.place(index).unlink()
        words = f"“{said}”" if said else "nothing"
        await delivery.say(index, error=f"{delivery.provider.name} sent {words} where a file should be.")
        return
    is_another = await _is_another(delivery, index)
    if is_another:
        await _keep(delivery, index)
    elif is_another is False:
        await keep_as_it_is(await _handed(delivery, index), **await delivery.about(index))
        await delivery.say(index, odd=f"Dailies cannot open it, and keeps it as it came: {error}")


async def _is_another(delivery: Delivery, index: int) -> bool | None:
    """Whether fetching it again gives another file. Found out once; None where that could not be found out now.

    Where none came, the first is there again.
    """
    if delivery.outputs[index].get("again"):
        return False
    place = delivery.place(index)
    before = await asyncio.to_thread(_set_aside, place)
    await _fetch(delivery, index)
    if await asyncio.to_thread(place.exists):
        await delivery.say(index, again="yes")
        _aside(place).unlink()
        return await asyncio.to_thread(_hash, place) != before
    await asyncio.to_thread(_put_back, delivery, index)
    if not delivery.outputs[index]["gone"]:
        return None
    await delivery.say(index, gone="", again="yes")
    return False


def _aside(place: Path) -> Path:
    return place.with_suffix(".odd")


def _set_aside(place: Path) -> str:
    os.replace(place, _aside(place))
    return _hash(_aside(place))


def _put_back(delivery: Delivery, index: int) -> None:
    """What was set aside, where nothing came in its place."""
    place = delivery.place(index)
    if _aside(place).exists() and not place.exists():
        os.replace(_aside(place), place)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _words_in(path: Path) -> str | None:
    """The beginning of a file that is text, on one line; None of any other."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return " ".join(head.decode("utf-8", "replace").split())[:SHOWN] if is_words(head) else None


async def _handed(delivery: Delivery, index: int) -> Path:
    """A second name for a fetched file."""
    path = delivery.place(index)
    handed = path.with_suffix(".handed")
    await asyncio.to_thread(_second_name, path, handed)
    return handed


def _second_name(path: Path, handed: Path) -> None:
    """A hard link; a copy where the disk has no links."""
    handed.unlink(missing_ok=True)
    try:
        os.link(path, handed)
    except OSError:
        shutil.copyfile(path, handed)


# Conclude


async def conclude(delivery: Delivery) -> None:
    """Ready once something is kept and nothing pending; failed once all is gone; else it waits for "Fetch again"."""
    job, outputs = delivery.job, delivery.outputs
    kept, gone, pending = await delivery.standing()
    if pending or not outputs:
        errors = [outputs[index].get("error") for index in sorted(pending)]
        sentence = next(filter(None, errors), f"{delivery.provider.name} says that it is done, but names no file.")
        await sync_to_async(note)(job, because=sentence, fetch_error=sentence)
    elif kept:
        await sync_to_async(advance)(job, State.READY, because="Kept.", error=_lacking(outputs, gone))
    else:
        error = outputs[min(gone)]["gone"]
        await sync_to_async(advance)(job, State.FAILED, because=error, error=error)


def _lacking(outputs: list[dict[str, str]], gone: set[int]) -> str:
    """What is missing of the results, and what is odd about them."""
    count = len(outputs)
    missing = [f"{len(gone)} of {count} results are missing: {outputs[min(gone)]['gone']}"] if gone else []
    odd = [f"Result {at} of {count}: {output['odd']}" for at, output in enumerate(outputs, 1) if output.get("odd")]
    return " ".join(missing + odd)


# Tidy up


async def tidy_up(delivery: Delivery) -> None:
    """The job is over: its fetched files go, and the provider is told that its copy may go. Repeated until it works."""
    await asyncio.to_thread(shutil.rmtree, delivery.folder, ignore_errors=True)
    provider, attempt = delivery.provider, delivery.attempt
    request = provider.build_forget(Ticket.from_json(attempt.ticket)) if attempt.ticket else None
    try:
        if request is not None:
            await delivery.client.ask(provider, request, lambda response: None)
    except ProviderError as error:
        logger.warning("job %s: %s was not told to forget it: %s", delivery.job.pk, provider.slug, error)
        return
    await Attempt.objects.filter(pk=attempt.pk).aupdate(forgotten_at=clock.now())
