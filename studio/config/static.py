"""Static files: gathered when they have changed, served without blocking the event loop."""

import asyncio
import hashlib
from pathlib import Path

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.middleware import WhiteNoiseMiddleware

CHUNK = 64 * 1024  # bytes


def collect() -> bool:
    """Gathers all static files under hashed names, unless nothing has changed since the last time."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    state = _state()
    if mark.exists() and mark.read_text() == state:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(state)
    return True


def _state() -> str:
    """One word for the names, sizes and times of all sources and for the way they are stored."""
    lines = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            lines.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


class AsyncWhiteNoise(WhiteNoiseMiddleware):
    """WhiteNoise 6 is sync only, which would put a thread between the server and every async view."""

    sync_capable = async_capable = True

    def __init__(self, get_response, *args, **kwargs):
        super().__init__(get_response, *args, **kwargs)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        return self.answer(request) if iscoroutinefunction(self) else super().__call__(request)

    async def answer(self, request):
        file = await self.look_up(request.path_info)
        if file is None:
            return await self.get_response(request)
        response = await asyncio.to_thread(self.serve, file, request)
        response.streaming_content = _chunks(getattr(response, "file_to_stream", None))  # None for HEAD and 304
        return response

    async def look_up(self, path: str):
        if self.autorefresh:
            return await asyncio.to_thread(self.find_file, path)
        return self.files.get(path)


async def _chunks(file):
    if file is None:
        return
    try:
        while data := await asyncio.to_thread(file.read, CHUNK):
            yield data
    finally:
        file.close()
