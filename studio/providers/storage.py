"""What the storages answer that take the bytes of an upload, at addresses that are good for a while.

Google's and Amazon's storages, behind which these addresses lead, answer 403 or 400 once it has expired.
"""

import httpx

from studio.providers.answers import retry_after_s
from studio.providers.base import Provider
from studio.providers.errors import BadAnswer, BadInput, Expired, ProviderError, RateLimited, Unreachable

OVER = {400, 401, 403, 404, 410}
TOO_LARGE = 413


def stored(provider: Provider, response: httpx.Response) -> dict[str, object]:
    """Nothing, where the bytes are there. Raises Expired where the upload is to be announced again."""
    status = response.status_code
    if status < 300:
        return {}
    about = {"provider": provider.slug, "raw": {"status": status, "body": response.text[:2000]}}
    if status in OVER:
        raise Expired(f"{provider.name}'s storage does not take the file at this address any more.", **about)
    if status == TOO_LARGE:
        raise BadInput(f"The file is too large for {provider.name}'s storage.", **about)
    raise _trouble(provider, response, about)


def _trouble(provider: Provider, response: httpx.Response, about: dict[str, object]) -> ProviderError:
    words = f"{provider.name}'s storage does not take the file (HTTP {response.status_code})."
    if response.status_code == 429:
        return RateLimited(words, retry_after_s=retry_after_s(response), **about)
    return Unreachable(words, **about) if response.status_code >= 500 else BadAnswer(words, **about)
