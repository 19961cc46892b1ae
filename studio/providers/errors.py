"""Everything that can go wrong between us and a provider. Messages are sentences fit to show a person.

ProviderError(message, provider="", raw=None)
├─ Refused              the provider understood and said no; never asked again by itself
│   ├─ BadInput(field)  names the control when the provider does
│   ├─ Moderated        content policy
│   ├─ NoCredit
│   └─ BadKey
├─ Unreachable          transport or 5xx; a read may be repeated
│   ├─ NotSent          no connection was made: not one byte left us, nothing can have been accepted
│   ├─ RateLimited(retry_after_s)   asked to wait; nothing was accepted
│   │   └─ NotReady     what was asked after is not finished; ask again
│   └─ SubmitUncertain  sent, but the answer was lost: money may be spent; never sent again by itself
├─ Expired              an upload was announced too long ago: nothing was taken, and it can be announced again
├─ Gone                 the provider no longer has the file
├─ Unsupported          this adapter cannot express this value
└─ BadAnswer            the answer does not look as documented; `raw` holds it
"""


class ProviderError(Exception):
    """The root. `provider` is the slug; `raw` is what came, for the log and the Details of a job; never a secret."""

    permanent = False  #: whether asking again can only give the same answer
    request_id = ""  #: what the provider's support asks for; the client sets it, where an answer names one

    def __init__(self, message: str, *, provider: str = "", raw: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.provider = provider
        self.raw = raw


class Refused(ProviderError):
    """The provider understood and said no. `field` is the recipe's value that it is about, where it says so."""

    permanent = True

    def __init__(self, message: str, *, field: str = "", provider: str = "", raw: object = None) -> None:
        super().__init__(message, provider=provider, raw=raw)
        self.field = field


class BadInput(Refused):
    """A value is not acceptable."""


class Moderated(Refused):
    """The content policy stopped it."""


class NoCredit(Refused):
    """The account has not enough money."""


class BadKey(Refused):
    """The key is wrong, or may not do this."""


class Unreachable(ProviderError):
    """No usable answer: the transport failed, or the provider did (5xx)."""


class NotSent(Unreachable):
    """No connection was made. Nothing left us, so nothing was accepted."""


class RateLimited(Unreachable):
    """Asked to wait. Nothing was accepted. `retry_after_s` is the provider's wish in seconds, if it said one."""

    def __init__(
        self, message: str, *, retry_after_s: float | None = None, provider: str = "", raw: object = None
    ) -> None:
        super().__init__(message, provider=provider, raw=raw)
        self.retry_after_s = retry_after_s


class NotReady(RateLimited):
    """Asked after something that is not finished yet. To be asked again."""


class SubmitUncertain(Unreachable):
    """Bytes left, and the answer was lost or makes no sense. It may have been accepted, and may cost."""


class Expired(ProviderError):
    """The address at which an upload was to be put is not good any more. Nothing was taken."""


class Gone(ProviderError):
    """The provider no longer has the file."""

    permanent = True


class Withheld(Gone):
    """The file is not given from this address (403), which may have expired: there may be another."""


class Unsupported(ProviderError):
    """The adapter cannot express this value."""

    permanent = True


class BadAnswer(ProviderError):
    """The answer does not look as documented."""
