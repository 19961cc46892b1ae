"""How Kling says no: a code in the envelope, and the HTTP status that goes with it. kling-official.md, lines 44-67."""

CODES = {
    1000: (401, "Authentication failed"),
    1001: (401, "Authorization is empty"),
    1002: (401, "Authorization is invalid"),
    1003: (401, "Authorization is not yet valid"),
    1004: (401, "Authorization has expired"),
    1100: (429, "Account exception"),
    1101: (429, "Account in arrears"),
    1102: (429, "Account balance not enough"),
    1103: (403, "Unauthorized access to requested resource, such as API/model"),
    1200: (400, "Invalid request parameters"),
    1201: (400, "Invalid parameters"),
    1202: (404, "The requested method is invalid"),
    1203: (404, "The requested resource does not exist"),
    1300: (400, "Trigger strategy of the platform"),
    1301: (400, "Trigger the content security policy of the platform"),
    1302: (429, "The API request is too fast, exceeding the platform rate limit"),
    1303: (429, "parallel task over resource pack limit"),
    1304: (429, "Trigger the IP whitelist strategy of the platform"),
    5000: (500, "Server internal error"),
    5001: (503, "Server temporarily unavailable, usually due to maintenance"),
    5002: (504, "Server internal timeout, usually due to a backlog"),
}
"""Code -> HTTP status, message."""

FAILURES = {500: 5000, 503: 5001, 504: 5002}
"""HTTP status -> the code that goes with it (lines 65-67)."""


class Fault(Exception):
    """An answer that is no success."""

    def __init__(self, code: int, words: str = "", *, retry_after_s: int | None = None) -> None:
        self.code = code
        self.status, message = CODES[code]
        self.words = words or message
        self.retry_after_s = retry_after_s
        super().__init__(self.words)
