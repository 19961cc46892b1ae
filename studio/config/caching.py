"""What browsers may keep of the pages."""

from collections.abc import Callable

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

NOT_KEPT = "private, no-store"


@sync_and_async_middleware
def pages_not_kept(get_response: Callable) -> Callable:
    """HTML is asked for again whenever it is shown, unless a view says otherwise.

    From the browser's memory the Back button would show a draft as it was before the last words, whose next save would
    count as an old one; and pages of somebody who has signed out.
    """
    if not iscoroutinefunction(get_response):
        return lambda request: _marked(get_response(request))

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        return _marked(await get_response(request))

    return middleware


def _marked(response: HttpResponseBase) -> HttpResponseBase:
    if response.get("Content-Type", "").startswith("text/html"):
        response.headers.setdefault("Cache-Control", NOT_KEPT)
    return response
