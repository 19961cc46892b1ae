"""Where providers call us. No session and no cookie: what proves a call is told in jobs/hooks.py."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from studio.accounts.permissions import everybody
from studio.jobs import tasks
from studio.jobs.hooks import Outcome, receive
from studio.providers.hooks import Delivery

RETRY_AFTER_S = 10


@csrf_exempt
@require_POST
@everybody
async def hook(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """A provider's call about one job, or about one of an account's."""
    try:
        delivery = Delivery(body=request.body, headers=request.headers)
    except RequestDataTooBig:
        return HttpResponse("The call is larger than 2.5 MB.", status=413, content_type="text/plain")
    return _told(await receive(provider, token, delivery, tasks.client()))


def _told(outcome: Outcome) -> HttpResponse:
    status, words = outcome.value
    headers = {"Retry-After": str(RETRY_AFTER_S)} if outcome is Outcome.TOO_EARLY else {}
    return HttpResponse(words, status=status, content_type="text/plain", headers=headers)
