"""Kling Lip-sync: lips that follow words or a recording."""

from studio.catalog.schema import Model

KLING_LIP_SYNC = Model(
    slug="kling-lip-sync",
    name="Kling Lip-sync",
    family="Lip-sync",
    blurb="Lips that follow new words, for dubbing and voice-over.",
    routes=(),
)

MODELS = (KLING_LIP_SYNC,)
