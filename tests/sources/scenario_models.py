"""Scenario's Kling models: the ids of its page of parameters, and the names of its text "Kling essentials".

PAGE: docs.scenario.com, page "Kuaishou Technology", generated on 2026-07-01: id -> the parameters, required ones first.
NAMES: the text, line by line: the line, what it names, and where that is in the catalog (model, task).
"""

V3 = "prompt multiPrompt duration generateAudio cfgScale negativePrompt"

PAGE = {
    "model_kling-video-ai-avatar-v2-pro": ("image audio", "text"),
    "model_kling-lip-sync": ("videoUrl", "audioFile text voiceId voiceSpeed"),
    "model_kling-o1-r2v": ("prompt", "images duration aspectRatio elements"),
    "model_kling-o1-video-reference": ("prompt video", "images duration aspectRatio keepAudio elements"),
    "model_kling-o1-video-edit": ("prompt video", "images keepAudio elements"),
    "model_kling-o1-i2v": ("prompt image", "lastFrameImage duration"),
    "model_kling-v1-6-standard": ("prompt", "startImage negativePrompt referenceImages aspectRatio cfgScale duration"),
    "model_kling-v1-6-pro": (
        "prompt",
        "startImage endImage negativePrompt referenceImages aspectRatio cfgScale duration",
    ),
    "model_kling-v2-1": ("prompt startImage", "negativePrompt duration"),
    "model_kling-v2-1-master": ("prompt", "startImage negativePrompt aspectRatio duration"),
    "model_kling-v2-1-pro": ("prompt startImage", "endImage duration negativePrompt cfgScale"),
    "model_kling-v2-5-i2v-turbo-pro": ("prompt imageUrl", "lastFrame negativePrompt duration cfgScale"),
    "model_kling-v2-5-i2v-turbo-standard": ("prompt image", "negativePrompt duration cfgScale"),
    "model_kling-v2-5-t2v-turbo-pro": ("prompt", "duration aspectRatio negativePrompt"),
    "model_kling-v2-6-i2v-pro": ("prompt image", "lastFrameImage generateAudio duration negativePrompt"),
    "model_kling-v2-6-motion-control": ("image video", "prompt characterOrientation mode keepOriginalSound"),
    "model_kling-v2-6-t2v-pro": ("prompt", "generateAudio duration aspectRatio cfgScale negativePrompt"),
    "model_kling-v3-i2v-4k": ("startImage", f"{V3} endImage shotType elements"),
    "model_kling-v3-i2v-pro": ("startImage", f"{V3} endImage elements aspectRatio"),
    "model_kling-v3-i2v-standard": ("startImage", f"{V3} endImage elements aspectRatio"),
    "model_kling-v3-omni-video": (
        "prompt",
        "startImage endImage referenceImages referenceVideo videoReferenceType keepOriginalSound generateAudio mode "
        "aspectRatio duration multiPrompt",
    ),
    "model_kling-v3-pro-motion-control": ("image video", "prompt characterOrientation keepOriginalSound elements"),
    "model_kling-v3-standard-motion-control": ("image video", "prompt characterOrientation keepOriginalSound elements"),
    "model_kling-v3-t2v-4k": ("", f"{V3} shotType aspectRatio"),
    "model_kling-v3-t2v-pro": ("", f"{V3} shotType aspectRatio"),
    "model_kling-v3-t2v-standard": ("", f"{V3} shotType aspectRatio"),
    "model_kling-video-to-audio": ("video", "soundEffectPrompt backgroundMusicPrompt asmrMode"),
}

TEXT, IMAGE, MOTION = "text-to-video", "image-to-video", "motion-control"
REFERENCE, EDIT = "reference-to-video", "edit-video"

NAMES = (
    (17, "Kling V3 T2V Standard", "kling-3.0-standard", TEXT),
    (17, "Kling V3 T2V Pro", "kling-3.0-pro", TEXT),
    (19, "Kling V3 I2V Standard", "kling-3.0-standard", IMAGE),
    (19, "Kling V3 I2V Pro", "kling-3.0-pro", IMAGE),
    (32, "Kling 2.6 T2V Pro", "kling-2.6-pro", TEXT),
    (34, "Kling 2.6 I2V Pro", "kling-2.6-pro", IMAGE),
    (36, "Kling 2.6 Motion Control", "kling-2.6-pro", MOTION),
    (98, "Kling O1 I2V", "kling-o1-pro", IMAGE),
    (169, "Kling 2.5 Pro T2V", "kling-2.5-turbo-pro", TEXT),
    (169, "Kling 2.5 Pro I2V", "kling-2.5-turbo-pro", IMAGE),
    (171, "Kling 2.5 Standard I2V", "kling-2.5-turbo-standard", IMAGE),
    (216, "Kling 2.1 I2V", "kling-2.1-standard", IMAGE),
    (67, "Kling 2.1 Master", "kling-2.1-master", TEXT),
    (214, "Kling 2.1 Master I2V", "kling-2.1-master", IMAGE),
    (69, "Kling 2.1 Pro", "kling-2.1-pro", IMAGE),
    (220, "Kling 1.6 Pro I2V", "kling-1.6-pro", IMAGE),
    (224, "Kling V1.6 - 720p I2V", "kling-1.6-standard", IMAGE),
    (256, "Kling O1 Reference Video", "kling-o1-pro", REFERENCE),
    (258, "Kling O1 Video Editing", "kling-o1-pro", EDIT),
    (124, "Kling AI Avatar Pro", "kling-avatar-2.0-pro", "avatar"),
    (126, "Kling Lipsync", "kling-lip-sync", "lip-sync"),
)

WITHOUT_PARAMETERS = ((218, "Kling 2.0 I2V", "kling-2.0-master", IMAGE),)
"""Named by the text; no page gives an id or parameters."""

NOT_TAKEN = ((65, "Kling 2.1 T2V", "kling-2.1-standard", TEXT),)
"""Named by the text; the parameters of the same model require a first frame, so that it cannot be asked for."""
