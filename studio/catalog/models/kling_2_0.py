"""Kling 2.0 Master: cinematic realism, 720p."""

from studio.catalog.schema import Model

KLING_2_0_MASTER = Model(
    slug="kling-2.0-master",
    name="Kling 2.0 Master",
    family="2.0",
    blurb="Cinematic realism and strong response to the prompt, in 720p.",
    routes=(),
)

MODELS = (KLING_2_0_MASTER,)
