"""A file of the library, for a provider that fetches its inputs. No session: the address itself is the permission."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from studio.accounts.permissions import everybody
from studio.library import lending, store

from .media import answer, file_of


@everybody
@require_safe
async def lent(request: HttpRequest, token: str) -> HttpResponseBase:
    """The original, as long as its address is good."""
    asset = await lending.lent(token)
    if asset is None:
        raise Http404("This address is not good, or not any more.")
    response = answer(request, file_of(asset, store.ORIGINAL))
    response["Cache-Control"] = "private, no-store"
    return response
