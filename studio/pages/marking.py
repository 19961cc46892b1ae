"""What points on frames of a clip mark, on all of its frames: a preview for the panel that edits elements."""

from http import HTTPStatus
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.catalog.motion_controls import Selection
from studio.core import jsons, tracking
from studio.core.refusals import BadMedia
from studio.library import store
from studio.library.models import Asset


@member
@require_POST
async def marks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sheet of masks (core/tracking.py) for the recipe's `selection`; a refusal in a sentence. Nothing is kept."""
    clip = await sync_to_async(_clip)(request, pk)
    try:
        with store.workplace() as folder:
            made = await tracking.track(store.path_of(clip), clip.format, _selection(request), folder)
            return HttpResponse(made.read_bytes(), content_type="image/png")
    except BadMedia as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _selection(request: HttpRequest) -> tracking.Marks:
    """The marks that were posted. Raises BadMedia for what is none."""
    try:
        value = jsons.loads(request.POST.get("selection", ""))
    except (ValueError, RecursionError) as error:
        raise BadMedia("The points could not be read. Set them again.") from error
    if fault := next(Selection().faults(value, None), ""):
        raise BadMedia(fault)
    return value


def _clip(request: HttpRequest, pk: UUID) -> Asset:
    clips = Asset.objects.visible_to(request.user).of_team(team_of(request)).filter(kind="video")
    found = clips.filter(pk=pk).first()
    if found is None:
        raise Http404("No such clip.")
    return found
