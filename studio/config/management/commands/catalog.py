"""`python manage.py catalog --json`: everything that the catalog knows, for other programs."""

import json

from django.core.management.base import BaseCommand, CommandParser

from studio.catalog.describe import describe
from studio.catalog.registry import MODELS
from studio.catalog.tasks import PROVIDERS, TASKS


class Command(BaseCommand):
    """Prints the catalog: a line a route, or with `--json` the whole of it."""

    help = "Print what every model can do through every provider. Needs no key and no database."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="the whole catalog as one JSON object")

    def handle(self, **options: object) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(describe(), ensure_ascii=False))
            return
        for model in MODELS:
            for route in model.routes:
                price = ", ".join(map(str, route.price.rates)) if route.price else "price unknown"
                self.stdout.write(f"{model.slug}  {TASKS[route.task].title}  via {PROVIDERS[route.provider]}: {price}")
