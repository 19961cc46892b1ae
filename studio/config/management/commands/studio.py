"""`python manage.py studio` starts everything; `python manage.py studio link <email>` prints a one-time link."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections

from studio.accounts import links
from studio.accounts.models import User
from studio.config import keys, static
from studio.config.server import serve
from studio.config.start import Refused, data_folder, explained, keep_to_ourselves, listen, served_at


class Command(BaseCommand):
    help = "Start the studio: web, sockets and engine in one process."
    requires_system_checks = ()  # they belong to the tests, and this should be quick

    def add_arguments(self, parser) -> None:
        """The options are read by environment.adopt before the settings are; here they get their help."""
        parser.add_argument("--host", help=f"address to listen on, now {settings.HOST}")
        parser.add_argument("--port", help=f"port to listen on, now {settings.PORT}")
        parser.add_argument("--data", help=f"folder of database, media and keys, now {settings.DATA}")
        what = parser.add_subparsers(dest="what", metavar="")
        link = what.add_parser("link", help="print a one-time sign-in link for an account")
        link.add_argument("email")
        link.add_argument("--data", help="the data folder of the studio")

    def handle(self, *, what: str | None, **options) -> None:
        try:
            self.print_link(options["email"]) if what == "link" else self.run()
        except Refused as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        except KeyboardInterrupt:
            self.stdout.write("Stopped before it was ready.")
            sys.exit(130)  # as a shell says it

    # Starting

    def run(self) -> None:
        """Takes folder and port first: what can be refused is refused before anything is changed."""
        keep_to_ourselves(settings.DATA)
        with data_folder(settings.DATA, settings.URL), listen(settings.HOST, settings.PORT) as listener:
            self.make_ready()
            first = None if User.objects.exists() else links.issue()
            connections.close_all()
            serve(listener, on_ready=lambda: self.greet(first))
            self.stdout.write("Stopped. Jobs that were running go on at the next start.")

    def make_ready(self) -> None:
        with explained(OSError, f"The secret keys in {settings.KEYS} cannot be written"):
            keys.create(settings.KEYS)
        settings.SECRET_KEY = "".join(keys.read(settings.KEYS, "signing"))
        settings.ENCRYPTION_KEYS = keys.read(settings.KEYS, "encryption")
        with explained(DatabaseError, f"The database in {settings.DATA} cannot be used"):
            call_command("migrate", interactive=False, verbosity=0)
        static.collect()

    def greet(self, first: str | None) -> None:
        self.stdout.write(f"Dailies is ready: {settings.URL}")
        if first:
            self.stdout.write(f"Nobody has an account yet. This link makes the owner's, once: {settings.URL}{first}")
        self.stdout.write(f"Everything is kept in {settings.DATA}. Ctrl-C stops.")
        if settings.HOST in settings.EVERY_ADDRESS and not settings.PUBLIC_URL:
            self.stdout.write(
                "Other machines are answered only at the address in DAILIES_URL, which is not set: "
                "set it, for example to http://studio.example:8000."
            )
        self.stdout.flush()

    # Links

    def print_link(self, email: str) -> None:
        if not settings.DATABASES["default"]["NAME"].exists():
            raise Refused(f"There is no studio in {settings.DATA} yet: start it, or name its folder with --data.")
        with explained(DatabaseError, f"The database in {settings.DATA} cannot be used"):
            path = links.issue(_account(email))
        url = served_at(settings.DATA) or settings.URL
        self.stdout.write(f"This link signs in once, within 24 hours: {url}{path}")


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        known = ", ".join(User.objects.order_by("email").values_list("email", flat=True)) or "none yet"
        raise Refused(f"No account here signs in with {email}. The accounts are: {known}.")
    if not user.is_active:
        raise Refused(f"The account {user.email} is closed, so no link can open it.")
    return user
