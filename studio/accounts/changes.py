"""The one signal of the studio: something changed, and its team may want to know.

jobs, library and review send it on commit; live/broadcast.py is its only listener.
"""

from django.db import transaction
from django.dispatch import Signal

changed = Signal()  #: sent with kind: str, pk: str, team_id: int, version: int


def announce(kind: str, pk: str, team_id: int, version: int = 0) -> None:
    """Sends `changed` once the running transaction has committed.

    Robust on both sides: a listener that fails is logged by Django and undoes nothing.
    """
    transaction.on_commit(
        lambda: changed.send_robust(sender=announce, kind=kind, pk=str(pk), team_id=team_id, version=version),
        robust=True,
    )
