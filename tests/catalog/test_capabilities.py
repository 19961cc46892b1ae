"""What a route can do is told from its controls: held against Kling's own map and the documents."""

import pytest

from studio.catalog import registry
from studio.catalog.capabilities import BY_SLUG, CAPABILITIES, can
from studio.catalog.tiers import tiers_of

KNOWN = [
    # Kling AI: capabilities map, lines 36-37, 53-56; API documentation
    ("motion-brush", "kling-1.5-pro", "image-to-video", "kling", True),
    ("camera", "kling-1.5-pro", "image-to-video", "kling", True),
    ("motion-brush", "kling-1.5-standard", "image-to-video", "kling", False),
    ("last-frame", "kling-1.5-pro", "image-to-video", "kling", True),
    # Runware: KlingAI provider, lines 307, 515, 622, 668, 773-784
    ("last-frame", "kling-1.5-pro", "image-to-video", "runware", False),
    ("last-frame", "kling-2.1-pro", "image-to-video", "runware", True),
    ("voices", "kling-2.6-pro", "text-to-video", "runware", True),
    ("shots", "kling-3.0-standard", "text-to-video", "runware", True),
    ("15s", "kling-3.0-standard", "text-to-video", "runware", True),
    ("15s", "kling-2.6-pro", "text-to-video", "runware", False),
    ("1080p", "kling-3.0-standard", "text-to-video", "runware", False),
    ("1080p", "kling-3.0-pro", "text-to-video", "runware", True),
    ("4k", "kling-3.0-4k", "text-to-video", "runware", True),
    ("4k", "kling-image-o3", "text-to-image", "runware", True),
    # the tier is the model: what Runware says of its pixels holds through Kling
    ("1080p", "kling-3.0-pro", "text-to-video", "kling", True),
    # no setting, and always there (Kling AI: API documentation, prices of video)
    ("sound", "kling-3.0-turbo-pro", "text-to-video", "kling", True),
    ("sound", "kling-2.1-master", "text-to-video", "kling", False),
    # the pictures of an effect are what it is made of
    ("references", "kling-effects", "effects", "kling", False),
    ("references", "kling-o1-pro", "reference-to-video", "kling", True),
    # named without parameters
    ("last-frame", "kling-2.0-master", "image-to-video", "scenario", False),
]


@pytest.mark.parametrize(("slug", "model", "task", "provider", "able"), KNOWN)
def test_a_capability_is_where_the_documents_have_it(slug, model, task, provider, able):
    assert registry.route(model, task, provider) is not None
    assert (slug in can(model, task, provider)) is able


def test_slugs_are_unique_and_found():
    assert len(BY_SLUG) == len(CAPABILITIES)


def test_what_does_not_exist_can_do_nothing():
    assert can("kling-1.5-pro", "avatar", "fal") == frozenset()
    assert can("oven", "cook", "mail") == frozenset()


def test_the_tier_of_pictures_is_not_taken_from_another_task():
    model = registry.get("kling-image-2.1")

    assert tiers_of(model, registry.route(model.slug, "text-to-image", "kling")) == {"1K", "2K"}
    assert tiers_of(model, registry.route(model.slug, "multi-image-to-image", "kling")) == frozenset()
