"""`python manage.py studio` starts everything; `studio link <email>` prints a one-time link; `studio keys rotate` seals
the providers' keys with a new secret."""

import sys
from contextlib import ExitStack

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections

from studio.accounts import keyring, links
from studio.accounts.models import User
from studio.config import keys, rehearsing, static
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
        parser.add_argument("--rehearsal", action="store_true", help="stand-ins for all providers; nothing is billed")
        what = parser.add_subparsers(dest="what", metavar="")
        link = what.add_parser("link", help="print a one-time sign-in link for an account")
        link.add_argument("email")
        turn = what.add_parser("keys", help="seal the providers' keys with a new secret; may be done while it runs")
        turn.add_argument("act", choices=["rotate"])
        for each in (link, turn):
            each.add_argument("--data", help="the data folder of the studio")
            each.add_argument("--rehearsal", action="store_true", help="of its rehearsal")

    def handle(self, *, what: str | None, **options) -> None:
        acts = {None: self.run, "link": self.print_link, "keys": self.rotate_keys}
        try:
            acts[what](**options)
        except Refused as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        except KeyboardInterrupt:
            self.stdout.write("Stopped before it was ready.")
            sys.exit(130)  # as a shell says it

    # Starting

    def run(self, **options) -> None:
        """Takes folder and port first: what can be refused is refused before anything is changed."""
        rehearsing.only_what_it_is(settings.DATA, settings.REHEARSES)
        keep_to_ourselves(settings.DATA)
        with ExitStack() as opened:
            opened.enter_context(data_folder(settings.DATA, settings.URL))
            listener = opened.enter_context(listen(settings.HOST, settings.PORT))
            self.make_ready()
            if settings.REHEARSES:
                settings.HOOKS_URL = settings.HOOKS_URL or _own_address()
                settings.REHEARSAL = opened.enter_context(rehearsing.stand_ins(settings.DATA, _own_address()))
                rehearsing.hand_out_keys()
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
        if settings.REHEARSES:
            self.stdout.write("This is a rehearsal: nothing is sent to any provider, and nothing is billed.")
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

    def print_link(self, email: str, **options) -> None:
        _require_studio()
        with explained(DatabaseError, f"The database in {settings.DATA} cannot be used"):
            path = links.issue(_account(email))
        url = served_at(settings.DATA) or settings.URL
        self.stdout.write(f"This link signs in once, within 24 hours: {url}{path}")

    # Keys

    def rotate_keys(self, **options) -> None:
        _require_studio()
        with explained(DatabaseError, f"The database in {settings.DATA} cannot be used"):
            try:
                count = keyring.rotate()
            except (keyring.Locked, OSError) as error:
                raise Refused(str(error)) from error
        self.stdout.write(f"Keys sealed with a new secret: {count}. It is in {keyring.path()}; back that file up.")


def _own_address() -> str:
    """Where the stand-ins reach us with their webhooks, whatever address the world knows."""
    host = "127.0.0.1" if settings.HOST in settings.EVERY_ADDRESS else settings.HOST
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}"


def _require_studio() -> None:
    if not settings.DATABASES["default"]["NAME"].exists():
        raise Refused(f"There is no studio in {settings.DATA} yet: start it, or name its folder with --data.")


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        known = ", ".join(User.objects.order_by("email").values_list("email", flat=True)) or "none yet"
        raise Refused(f"No account here signs in with {email}. The accounts are: {known}.")
    if not user.is_active:
        raise Refused(f"The account {user.email} is closed, so no link can open it.")
    return user
