"""What is drawn on a frame with a note."""

from django.db import models
from django.db.models import Q

from .notes import Note


class Drawing(models.Model):
    """Shapes on one frame (None: on a picture), in parts of the picture from its top left; see `review/shapes.py`."""

    id = models.BigAutoField(primary_key=True)
    note = models.ForeignKey(Note, models.CASCADE, related_name="drawings")
    frame = models.PositiveIntegerField(null=True)
    shapes = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "frame"], name="one_drawing_of_a_note_on_a_frame"),
            models.UniqueConstraint(
                fields=["note"], condition=Q(frame=None), name="one_drawing_of_a_note_on_a_picture"
            ),
        ]
