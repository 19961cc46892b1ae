"""Kling's errors as data. The code decides, not the HTTP status: 429 is also said of an account that may not go on.

Source: Kling AI API documentation, "Error codes"; lines are those of the facts about the official API.
"""

from studio.providers.answers import ErrorTable, Row
from studio.providers.base import Billed
from studio.providers.errors import BadInput, BadKey, Moderated, NoCredit, RateLimited, Refused, Unreachable

SILENT = Billed(reason="Kling does not say whether a task that fails is billed.")
PLACE = "Kling AI API: error codes; facts, line {}"

NOT_THERE = {"1201", "1202", "1203"}
"""What is said of a task that is not known: 1201 "Task not found" was seen, the others name a missing resource."""


def row(code: str, kind: type, words: str, line: str, least_s: float = 0) -> Row:
    """One documented code."""
    return Row(codes=(code,), kind=kind, words=words, source=PLACE.format(line), billed=SILENT, least_s=least_s)


CLOCK = "Kling does not accept the time of the signature: this machine's clock is off. Set it right, then send again."

ERRORS = ErrorTable(
    "kling",
    "Kling",
    (
        row("1000", BadKey, "Kling does not accept the key. Check it under Settings, Providers.", "47"),
        row("1001", BadKey, "Kling got no key. Add one under Settings, Providers.", "48"),
        row("1002", BadKey, "Kling does not accept the key. Check it, and its region.", "18, 49"),
        row("1003", BadKey, CLOCK, "50"),
        row("1004", BadKey, CLOCK, "51"),
        row("1100", Refused, "Kling says that the account's status is abnormal. Ask Kling's support.", "52"),
        row("1101", NoCredit, "The Kling account is in arrears. Pay there, then send it again.", "53"),
        row(
            "1102",
            NoCredit,
            "The Kling account's package is used up or has expired. Buy one, then send it again.",
            "54",
        ),
        row("1103", BadKey, "The Kling account may not use this model or call.", "55"),
        row("1200", BadInput, "Kling does not accept the request.", "56"),
        row("1201", BadInput, "Kling does not accept a value.", "57"),
        row("1202", Refused, "Kling does not offer this call any more.", "58"),
        row("1203", Refused, "Kling does not have what was asked for, such as the model.", "59"),
        row("1300", Moderated, "A policy of Kling's platform stopped it.", "60"),
        row("1301", Moderated, "Kling's content policy stopped it. Change the words or the pictures.", "61"),
        row("1302", RateLimited, "Kling asks to send more slowly.", "62", 1),
        row("1303", RateLimited, "As many Kling jobs run as the account's package allows.", "63", 1),
        row("1304", BadKey, "This machine's address is not on the Kling account's list of allowed ones.", "64"),
        row("5000", Unreachable, "Kling has trouble.", "65"),
        row("5001", Unreachable, "Kling is being maintained.", "66"),
        row("5002", Unreachable, "Kling did not answer in time.", "67"),
        row("401", BadKey, "Kling does not accept the key.", "47-51"),
        row("429", RateLimited, "Kling asks to send more slowly.", "62", 1),
        row("50[0-9]", Unreachable, "Kling has trouble.", "65-67"),
    ),
)
