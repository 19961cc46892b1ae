"""What a person likes: dark or light, how large. Kept with the account, so that every page is drawn right at once."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from studio.accounts.models import User
from studio.accounts.permissions import member


@require_POST
@member
def theme(request: HttpRequest) -> HttpResponse:
    """Keep `dark`, `light` or `auto`; without JavaScript, back to where the person was."""
    chosen = request.POST.get("theme")
    if chosen not in User.Theme.values:
        return HttpResponseBadRequest(f"A theme is one of {', '.join(User.Theme.values)}, not {chosen!r}.")
    request.user.theme = chosen
    request.user.save(update_fields=["theme"])
    return HttpResponse(status=204) if request.htmx else redirect(_back(request))


@require_POST
@member
def library(request: HttpRequest) -> HttpResponse:
    """Keep how large the library's tiles are, `row`, and whether names stand below them, `density`."""
    row, density = request.POST.get("row"), request.POST.get("density", User.LibraryDensity.LOOSE)
    if row not in map(str, User.LibraryRow.values) or density not in User.LibraryDensity.values:
        rows = ", ".join(map(str, User.LibraryRow.values))
        return HttpResponseBadRequest(f"A row is {rows} high, and loose or tight.")
    request.user.library_row, request.user.library_density = int(row), density
    request.user.save(update_fields=["library_row", "library_density"])
    return HttpResponse(status=204) if request.htmx else redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page that asked, if it is ours."""
    address = request.headers.get("referer", "")
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else "/"
