from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "studio.review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from studio.jobs import gates

        from . import proofs

        gates.install(proofs.gate)
