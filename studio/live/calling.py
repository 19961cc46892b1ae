"""Who is named in a note hears of it, wherever in the studio they are."""

from django.template.loader import render_to_string

from studio.review.models import Note
from studio.review.telling import address

TOLD = "telling/_mentioned.html"


def called(pks: list[str]) -> list[tuple[int, str]]:
    """(user id, html) for everybody who is named in these notes, but for who wrote them."""
    notes = Note.objects.said().filter(pk__in=pks).select_related("author", "guest", "asset")
    return [(person.pk, _told(note)) for note in notes for person in note.mentioned.exclude(pk=note.author_id)]


def _told(note: Note) -> str:
    return render_to_string(TOLD, {"note": note, "address": address(note)})
