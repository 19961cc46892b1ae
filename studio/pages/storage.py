"""Settings, Storage: where the files go, whether they can be written there, and how much room is left."""

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from studio.accounts.permissions import manager

TRIED = 1_000_000  # bytes that are written and read back
LITTLE = 10_000_000_000  # bytes; about a thousand clips of 10 s in 1080p
PROBE = ".write-test"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The folder of the media. `trouble` is a sentence where it cannot be written; `took_ms` how long the test took."""

    path: Path
    free: int
    total: int
    took_ms: int = 0
    trouble: str = ""

    @property
    def is_tight(self) -> bool:
        return self.free < LITTLE


def look(path: Path) -> Place:
    """Write, read back and remove a file there; nothing is raised."""
    began = time.monotonic()
    try:
        path.mkdir(parents=True, exist_ok=True)
        _try(path / PROBE)
        usage = shutil.disk_usage(path)
    except OSError as error:
        return Place(path=path, free=0, total=0, trouble=f"It cannot be written there: {error.strerror}.")
    return Place(path=path, free=usage.free, total=usage.total, took_ms=round((time.monotonic() - began) * 1000))


def _try(probe: Path) -> None:
    """Raises OSError."""
    bytes_ = os.urandom(TRIED)
    try:
        with probe.open("wb") as file:
            file.write(bytes_)
            file.flush()
            os.fsync(file.fileno())
        if probe.read_bytes() != bytes_:
            raise OSError(5, "what was written is not what is read back")
    finally:
        probe.unlink(missing_ok=True)


def context_of(request: HttpRequest) -> dict:
    """What the page shows, here and while the studio is set up."""
    return {"place": look(Path(settings.MEDIA_ROOT)), "data": settings.DATA}


@never_cache
@require_GET
@manager
def storage(request: HttpRequest) -> HttpResponse:
    """The test, done now."""
    template = "storage/page.html#place" if request.htmx else "storage/page.html"
    return render(request, template, context_of(request))
