"""A data folder of each test's own."""

import pytest


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """DATA with its `media` and `incoming`, both empty."""
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA / "media"
    settings.FILE_UPLOAD_TEMP_DIR = settings.DATA / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)
    return settings.DATA
