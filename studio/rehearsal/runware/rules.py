"""What goes together and what does not, by model. "facts" are lines of reference/runware.md, others of the page."""

from collections.abc import Callable, Mapping

from studio.rehearsal.runware.errors import Wrong
from studio.rehearsal.runware.prices import inputs_of, settings_of

Task = Mapping[str, object]
Rule = Callable[[Task], None]

WITH_VIDEO = 4
"""So many reference images beside a video (lines 1020, 1105; facts 134)."""


def few_images_beside(*videos: str) -> Rule:
    """O1 takes up to seven beside a video that it refers to, and four beside one that it edits (lines 1019-1020)."""

    def few_images(task: Task) -> None:
        given = inputs_of(task)
        images = given.get("referenceImages", [])
        if set(videos) & set(given) and len(images) > WITH_VIDEO:
            words = f"The 'inputs.referenceImages' parameter takes {WITH_VIDEO} elements at most beside a video."
            raise Wrong("arrayTooLarge", words, "inputs.referenceImages", max=WITH_VIDEO)

    return few_images


def own_sound_only_beside_a_video(task: Task) -> None:
    """Lines 1218-1220, 1323-1325."""
    for name in ("sound", "multiPrompt") if {"video", "referenceVideos"} & set(inputs_of(task)) else ():
        if name in settings_of(task):
            path = f"providerSettings.klingai.{name}"
            raise Wrong("incompatibleParameters", f"The '{path}' parameter cannot be used with a video.", path)


def elements_need_a_frame(task: Task) -> None:
    """Facts, lines 104, 132."""
    given = inputs_of(task)
    if "elements" in given and "frameImages" not in given:
        words = "The 'inputs.elements' parameter requires 'inputs.frameImages'."
        raise Wrong("missingFrameImages", words, "inputs.frameImages")


def no_elements_in_a_video(task: Task) -> None:
    """Facts, line 134."""
    if {"video", "elements"} <= set(inputs_of(task)):
        words = "The 'inputs.elements' parameter cannot be used with 'inputs.video'."
        raise Wrong("incompatibleParameters", words, ["inputs.elements", "inputs.video"])


def five_or_ten_from_text_or_a_frame(task: Task) -> None:
    """Lines 1012-1016; facts, line 135."""
    free = {"referenceImages", "referenceVideos", "video"} & set(inputs_of(task))
    if not free and task.get("duration", 5) not in (5, 10):
        words = "Invalid value for duration parameter. This duration is not supported by the model architecture."
        raise Wrong("unsupportedDuration", words, "duration", type="float", allowedValues=[5, 10])


O1 = (few_images_beside("video"), five_or_ten_from_text_or_a_frame)
O3 = (few_images_beside("video", "referenceVideos"), own_sound_only_beside_a_video, no_elements_in_a_video)
V3 = (elements_need_a_frame,)

RULES: Mapping[str, tuple[Rule, ...]] = {
    "klingai:kling@o1-standard": O1,
    "klingai:kling@o1": O1,
    "klingai:kling-video@3-standard": V3,
    "klingai:kling-video@3-pro": V3,
    "klingai:kling-video@3-4k": V3,
    "klingai:kling-video@o3-standard": O3,
    "klingai:kling-video@o3-pro": O3,
    "klingai:kling-video@o3-4k": O3,
}
