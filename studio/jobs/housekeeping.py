"""What the library asks to have done now and then, beside the jobs: reading older files again, emptying the bin,
counting how large it is."""

import asyncio
import time

from asgiref.sync import sync_to_async
from django.db import connection

from studio.library import bin, indexing, search
from studio.providers.client import Client

PAUSE_S = 0.2  #: between two batches: everything that is not a request shares one thread to the database
PURGE_EVERY_S = 3600.0

_purged_at = float("-inf")


async def keep_house(_: Client) -> None:
    """One round: all that is to be read again, and once an hour the bin and the sizes."""
    global _purged_at
    while await indexing.catch_up():
        await asyncio.sleep(PAUSE_S)
    if time.monotonic() - _purged_at > PURGE_EVERY_S:
        _purged_at = time.monotonic()
        while await sync_to_async(bin.purge)():
            await asyncio.sleep(PAUSE_S)
        await sync_to_async(search.learn_sizes)(connection)
