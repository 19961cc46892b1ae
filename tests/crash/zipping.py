"""Makes a library to be zipped, in a process of its own: `zipping.py <picture> <files>` prints Alice's session."""

import asyncio
import shutil
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from studio.accounts.actions import make_owner  # noqa: E402
from tests.library.making import copies, made  # noqa: E402

picture, files = Path(sys.argv[1]), int(sys.argv[2])
alice = make_owner("alice@example.com", "Alice Archer", "correct horse battery")
copy = Path(shutil.copy(picture, Path(settings.DATA) / "incoming" / "given.png"))
kept = asyncio.run(made(copy, alice))
copies(kept, files - 1)
client = Client()
client.force_login(alice)
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
