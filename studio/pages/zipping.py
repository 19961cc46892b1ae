"""Downloading many files of the library as one zip."""

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST
from zipstream import ZipStream

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.library import zips
from studio.library.acts import BadAct
from studio.library.zip_names import BadTemplate, Template, safe
from studio.library.zips import CannotZip

from .acts import back, chosen
from .listing import Listing, listing_of
from .media import file_name


@member
@require_POST
async def download_zip(request: HttpRequest) -> HttpResponseBase:
    """The files `ids`, in the order of the library's address `order`, or all that the address `query` finds in its own;
    called by the template `names`.

    A plain form's answer: the browser saves it, or goes back to `next` with a sentence.
    """
    return await sync_to_async(_answer)(request)


def _answer(request: HttpRequest) -> HttpResponseBase:
    title = safe(f"{team_of(request).name}, {timezone.localtime():%Y-%m-%d %H.%M}".replace("/", " "))
    try:
        zipped = _zipped(request, title)
    except (BadAct, BadTemplate, CannotZip) as error:
        messages.error(request, str(error))
        return back(request)
    response = StreamingHttpResponse(zips.stream(zipped), content_type="application/zip")
    response["Content-Length"] = str(len(zipped))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{title}.zip")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _zipped(request: HttpRequest, title: str) -> ZipStream:
    template = Template(request.POST.get("names", ""))
    try:
        assets, _ = chosen(request)
    except Http404 as error:
        raise CannotZip("None of these files is here any more. Nothing was downloaded.") from error
    found = assets if assets.ordered else _listing(request).sort.ordered(assets)
    return zips.pack(found, template, file_name, title)


def _listing(request: HttpRequest) -> Listing:
    return listing_of(request, QueryDict(request.POST.get("order", "").removeprefix("?")))
