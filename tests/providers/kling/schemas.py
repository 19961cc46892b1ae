"""JSON Schemas of the bodies that Kling's endpoints take, written by hand from its documentation.

They import nothing from the studio. What only an earlier answer or a measured file will tell stands as `{{...}}`.
Sources: Kling AI API documentation (older pages as of April 2026, newer ones as of September 2026), Kling's map.
"""

from tests.providers.kling.schema_images import EXPAND, GENERATIONS, OMNI_IMAGES, SEVERAL_TO_IMAGE
from tests.providers.kling.schema_more_video import (
    EDIT_ELEMENTS,
    EFFECTS,
    EXTEND,
    MARK,
    MOTION,
    OMNI,
    SEVERAL_IMAGES,
    START_MARKING,
)
from tests.providers.kling.schema_newer import MOTION_3, TURBO_IMAGE, TURBO_TEXT
from tests.providers.kling.schema_sound import (
    AVATAR,
    FIND_FACES,
    LIP_SYNC,
    NEW_ELEMENT,
    NEW_VOICE,
    SPEECH,
    TEXT_TO_AUDIO,
    VIDEO_TO_AUDIO,
    VIEWS,
)
from tests.providers.kling.schema_video import IMAGE_TO_VIDEO, TEXT_TO_VIDEO

SCHEMAS = {
    "/v1/videos/text2video": TEXT_TO_VIDEO,
    "/v1/videos/image2video": IMAGE_TO_VIDEO,
    "/v1/videos/omni-video": OMNI,
    "/v1/videos/multi-image2video": SEVERAL_IMAGES,
    "/v1/videos/motion-control": MOTION,
    "/v1/videos/video-extend": EXTEND,
    "/v1/videos/effects": EFFECTS,
    "/v1/videos/multi-elements/init-selection": START_MARKING,
    "/v1/videos/multi-elements/add-selection": MARK,
    "/v1/videos/multi-elements": EDIT_ELEMENTS,
    "/v1/videos/identify-face": FIND_FACES,
    "/v1/videos/advanced-lip-sync": LIP_SYNC,
    "/v1/videos/avatar/image2video": AVATAR,
    "/v1/audio/tts": SPEECH,
    "/v1/audio/text-to-audio": TEXT_TO_AUDIO,
    "/v1/audio/video-to-audio": VIDEO_TO_AUDIO,
    "/v1/images/generations": GENERATIONS,
    "/v1/images/omni-image": OMNI_IMAGES,
    "/v1/images/multi-image2image": SEVERAL_TO_IMAGE,
    "/v1/images/editing/expand": EXPAND,
    "/v1/general/ai-multi-shot": VIEWS,
    "/v1/general/advanced-custom-elements": NEW_ELEMENT,
    "/v1/general/custom-voices": NEW_VOICE,
    "/text-to-video/kling-3.0-turbo": TURBO_TEXT,
    "/image-to-video/kling-3.0-turbo": TURBO_IMAGE,
    "/motion-control/kling-3.0": MOTION_3,
}
"""Path -> schema of its body."""
