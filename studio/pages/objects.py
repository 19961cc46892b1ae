"""“Select object”: where the thing is that was clicked on, or that a box was drawn round, as a mask for a brush."""

from http import HTTPStatus
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.core import objects
from studio.core.numbers import whole
from studio.core.refusals import BadMedia
from studio.library import store
from studio.library.models import Asset

PLACE = "Say where: x and y of a click in whole pixels, or x, y, width and height of a box inside the picture."


@member
@require_POST
async def find(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A PNG of the picture's size, white where the object is; a refusal in a sentence. Nothing is kept."""
    picture = await sync_to_async(_picture)(request, pk)
    try:
        where = _where(request, picture)
        with store.workplace() as folder:
            made = await objects.find(store.path_of(picture), picture.format, where, folder)
            return HttpResponse(made.read_bytes(), content_type="image/png")
    except (objects.NothingThere, BadMedia) as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _where(request: HttpRequest, picture: Asset) -> tuple[int, ...]:
    """A point, or a box cut to the picture. Raises BadMedia where it is neither, or the asset is no picture."""
    if picture.kind != "image":
        raise BadMedia(f"“{picture.name}” is no picture. Objects are found in pictures only.")
    given = [request.POST[name] for name in ("x", "y", "width", "height") if name in request.POST]
    numbers = [whole(text) for text in given]
    if len(numbers) not in (2, 4) or None in numbers:
        raise BadMedia(f"{' x '.join(given) or 'Nothing'} was given as the place. {PLACE}")
    x, y, *sides = numbers
    room = [picture.width - x, picture.height - y]
    if min(room) <= 0 or (sides and min(sides) < 1):
        raise BadMedia(f"{x}, {y} lies outside {picture.width} x {picture.height} px, or the box is empty. {PLACE}")
    return (x, y, *(min(pair) for pair in zip(sides, room, strict=False)))


def _picture(request: HttpRequest, pk: UUID) -> Asset:
    found = Asset.objects.visible_to(request.user).of_team(team_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404("No such asset.")
    return found
