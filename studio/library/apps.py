from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class LibraryConfig(AppConfig):
    name = "studio.library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The index of the words belongs to the database, so it is made wherever the tables are."""
        post_migrate.connect(_prepare_search, sender=self)
        connection_created.connect(_teach_likeness)


def _prepare_search(using: str, **about: object) -> None:
    from django.db import connections

    from . import search

    if "library_words" in connections[using].introspection.table_names():
        search.prepare(connections[using])


def _teach_likeness(connection, **about: object) -> None:
    """SQLite cannot count bits; Postgres can."""
    from studio.core.likeness import differing_bits

    if connection.vendor == "sqlite":
        connection.connection.create_function("differing_bits", 2, differing_bits, deterministic=True)
