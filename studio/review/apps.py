from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "studio.review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from studio.jobs import digest, gates

        from . import proofs, telling

        gates.install(proofs.gate)
        digest.ALSO.append(telling.called)
