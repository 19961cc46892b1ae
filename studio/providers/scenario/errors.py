"""Scenario's errors as data. It publishes no list of codes: the HTTP status decides, and one word that was seen.

Lines are those of the facts about Scenario.
"""

from studio.providers.answers import ErrorTable, Row
from studio.providers.base import Billed
from studio.providers.errors import BadInput, BadKey, ProviderError, RateLimited, Refused, Unreachable

SILENT = Billed(reason="Scenario does not say whether such a failure is billed.")


def row(code: str, kind: type[ProviderError], words: str, line: str) -> Row:
    """One HTTP status, or one reason."""
    return Row(codes=(code,), kind=kind, words=words, billed=SILENT, source=f"scenario-sdk; facts, line {line}")


ERRORS = ErrorTable(
    "scenario",
    "Scenario",
    (
        row("cooldown", RateLimited, "Scenario asks to wait before the next job.", "40"),
        row("400", BadInput, "Scenario does not accept a value.", "40-41"),
        row("401", BadKey, "Scenario does not accept the key. Check it under Settings, Providers.", "41"),
        row("403", Refused, "Scenario says no: the account's plan, or the key, does not cover it.", "13-14, 40"),
        row("404", Refused, "Scenario does not have what was asked for, such as the model.", "41"),
        row("422", BadInput, "Scenario does not accept a value.", "41"),
        row("429", RateLimited, "As many Scenario jobs run as the account's plan allows.", "40-41"),
        row("5[0-9][0-9]", Unreachable, "Scenario has trouble.", "41"),
    ),
)
