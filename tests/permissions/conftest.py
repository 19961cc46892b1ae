"""The world that is walked, built once for a test."""

import pytest

from tests.pages.conftest import kept, storage  # noqa: F401
from tests.permissions.world import build


@pytest.fixture
def world(alice, team, project, kept, charlie):  # noqa: F811
    return build(alice, team, project, kept, charlie)
