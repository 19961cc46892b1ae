"""The tasks: what a creator can ask for. The slugs are vocabulary that other programs rely on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One way of making something.

    `output` is what comes out (video, image, audio, or data for a helper); `group` is the tab it stands under.
    """

    slug: str
    title: str
    output: str
    group: str


TASKS = {
    task.slug: task
    for task in (
        Task("text-to-video", "Text to video", "video", "video"),
        Task("image-to-video", "Image to video", "video", "video"),
        Task("reference-to-video", "Reference", "video", "video"),
        Task("edit-video", "Edit video", "video", "video"),
        Task("motion-control", "Motion control", "video", "video"),
        Task("elements", "Elements", "video", "video"),
        Task("edit-elements", "Edit elements", "video", "video"),
        Task("extend", "Extend", "video", "video"),
        Task("effects", "Effects", "video", "video"),
        Task("lip-sync", "Lip-sync", "video", "video"),
        Task("avatar", "Avatar", "video", "video"),
        Task("video-to-audio", "Video to audio", "video", "video"),
        Task("text-to-image", "Text to image", "image", "image"),
        Task("image-to-image", "Image to image", "image", "image"),
        Task("restyle", "Restyle", "image", "image"),
        Task("multi-image-to-image", "Multi-image", "image", "image"),
        Task("expand-image", "Expand", "image", "image"),
        Task("identify-faces", "Find faces", "data", "helper"),
        Task("create-voice", "Make a voice", "data", "helper"),
        Task("create-element", "Make an element", "data", "helper"),
        Task("element-views", "Views of an element", "image", "helper"),
        Task("text-to-speech", "Speech", "audio", "helper"),
        Task("text-to-audio", "Text to audio", "audio", "helper"),
    )
}

PROVIDERS = {
    "kling": "Kling",
    "runware": "Runware",
    "fal": "fal",
    "scenario": "Scenario",
    "animatic": "Animatic",
}
"""Provider slugs and their names, in the order in which a table lists them."""
