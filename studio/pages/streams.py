"""A film while it is drawn, as its viewers read it: fragmented MP4 from the first frame, as fast as it comes."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from studio.accounts.permissions import member
from studio.jobs import streaming
from studio.jobs.models import Job


@member
@require_GET
async def stream(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What is being made of a job that the viewer may see. 204 where there is nothing to watch, or no longer."""
    job = await Job.objects.visible_to(await request.auser()).filter(pk=pk).afirst()
    if job is None:
        raise Http404("No such job.")
    film = await streaming.stream_of(job)
    if film is None:
        return HttpResponse(status=204)
    response = StreamingHttpResponse(film.pieces(), content_type=film.mime)
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"  # nginx would wait for more
    return response
