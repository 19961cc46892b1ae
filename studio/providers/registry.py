"""Which adapters there are: slug -> dotted path, imported on first use."""

from importlib import import_module

from studio.providers.base import Provider

PROVIDERS = {
    "animatic": "studio.providers.animatic.Animatic",
    "fal": "studio.providers.fal.Fal",
    "kling": "studio.providers.kling.Kling",
    "runware": "studio.providers.runware.Runware",
    "scenario": "studio.providers.scenario.Scenario",
}

_made: dict[str, Provider] = {}


def get(slug: str) -> Provider:
    """The adapter of a provider. Raises KeyError for a slug that has none."""
    if slug not in _made:
        module, name = PROVIDERS[slug].rsplit(".", 1)
        _made[slug] = getattr(import_module(module), name)()
    return _made[slug]


def sends(slug: str) -> bool:
    """Whether jobs can really be sent through this provider."""
    return slug in PROVIDERS and get(slug).sends


def needs_key(slug: str) -> bool:
    """Whether only an account of a team's opens this provider."""
    return bool(get(slug).origins)


def senders() -> tuple[Provider, ...]:
    """The adapters that jobs can be sent through."""
    return tuple(get(slug) for slug in PROVIDERS if sends(slug))
