"""What a file came from, and what came of it, as a tree in both directions."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from studio.accounts.permissions import member
from studio.library import lineage
from studio.library.models import Asset


@member
@require_GET
def tree(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nested lists of files, each a link."""
    asset = get_object_or_404(Asset.objects.visible_to(request.user).select_related("team"), pk=pk)
    context = {"asset": asset, "lineage": lineage.of(asset, request.user), "steps": lineage.DEEPEST}
    return render(request, "lineage/page.html", context)
