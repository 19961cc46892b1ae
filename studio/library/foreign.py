"""Foreign: what another program wrote into a file about how it made it. Shown as what it is, never run."""

from django.db import models


class Foreign(models.Model):
    """Of one file: which program, what it says word for word (`text`; JSON set out in lines where `is_json`), and what
    of that is clear. None of it was checked: a file says what it likes."""

    class Source(models.TextChoices):
        COMFYUI = "comfyui", "ComfyUI"
        INVOKEAI = "invokeai", "InvokeAI"
        A1111 = "a1111", "AUTOMATIC1111"

    asset = models.OneToOneField("library.Asset", models.CASCADE, primary_key=True, related_name="foreign")
    source = models.CharField(max_length=16, choices=Source)
    text = models.TextField()
    is_json = models.BooleanField(default=False)
    prompt = models.TextField(blank=True)
    left_out = models.TextField(blank=True)
    seed = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return self.get_source_display()
