"""What the four documents say where notes cite them: a few words each, as they stand there.

A place in a table is quoted as its row, its ticks as ✓. `…` stands for what was left out.
"""

from collections.abc import Mapping

from studio.catalog.sources import Source, fal, kling_map, runware, scenario

_LIST_720 = "Supported dimensions: 1280×720 (16:9), 720×720 (1:1), 720×1280 (9:16)."
_LIST_1080 = "Supported dimensions: 1920×1080 (16:9), 1080×1080 (1:1), 1080×1920 (9:16)."
_FIRST_ONLY = "Frame images: Supports first frame for frameImages."
_NO_PROMPT = "CFG Scale: 0-1 (default: 0.5). Supported dimensions: … Frame rate: … Duration: … Frame images: …"
_OMNI_SETTINGS = (
    "Parameters supported: sound (not supported with reference videos), multiPrompt (not supported with reference "
    "videos), keepOriginalSound (only with reference videos)."
)
_O1_DECIDES = (
    "Kling O1 automatically determines the workflow based on provided inputs: referenceImages or referenceVideos "
    "trigger reference-to-video, …, inputs.video triggers video editing"
)
_1_6_LAST = (
    "Kling 1.6 Pro (I2V): A legacy Pro version that includes support for both first- and last-frame conditioning."
)

_KLING = {
    kling_map(13, 17): "Frame Rate: kling-v1-6 I2V 30fps, kling-v1-6 T2V 24fps",
    kling_map(16): "Resolution: kling-v2-master 720p",
    kling_map(19, 21): "Mode: kling-v2-1 I2V STD/PRO, kling-v2-5 I2V PRO, kling-v2-5 T2V PRO",
    kling_map(22): "Resolution: kling-v2-1 I2V 720p/1080p, kling-v2-1-master 1080p, kling-v2-5 I2V 1080p",
    kling_map(23): "Frame Rate: 24fps, 24fps, 24fps, 24fps",
    kling_map(33): "camera control: std 5s ✓, std 10s -, pro 5s -, pro 10s -",
    kling_map(36): "start/end frame: std 5s ✓, std 10s -, pro 5s ✓, pro 10s -",
    kling_map(37): "motion brush: std 5s ✓, std 10s -, pro 5s ✓, pro 10s -",
    kling_map(40): "Dual-character (Hug, Kiss, heart_gesture): ✓, ✓, ✓, ✓",
    kling_map(42): "Note: Video extension does not support negative_prompt and cfg_scale",
    kling_map(50): "Text to Video: -, -, -, -",
    kling_map(53, 54): "start/end frame: std -, -, pro ✓, ✓. end frame: std -, -, pro ✓, ✓",
    kling_map(54): "end frame: std -, -, pro ✓, ✓",
    kling_map(55): "motion brush: std -, -, pro 5s ✓, pro 10s -",
    kling_map(55, 56): "motion brush: pro 5s ✓. camera control (simple only): pro 5s ✓",
    kling_map(63, 78): "kling-v1-6 Features … start/end frame … end frame … Multi-Image to Video … Multi-Elements …",
    kling_map(71, 72): "start/end frame: std -, -, pro ✓, ✓. end frame: std -, -, pro ✓, ✓",
    kling_map(72): "end frame: std -, -, pro ✓, ✓",
    kling_map(74): "Multi-Elements: ✓, ✓, ✓, ✓",
    kling_map(94): "Text to Video: -, -, -, -",
    kling_map(112, 117): "Text to Video: std ✓, ✓, pro ✓, ✓. Image to Video, video generation: ✓, ✓, ✓, ✓",
    kling_map(114): "Text to Video: std 5s ✓, std 10s ✓, pro 5s ✓, pro 10s ✓",
    kling_map(126, 128): "video generation: std ✓ (no audio), ✓ (no audio), -, pro ✓, ✓, -",
    kling_map(129): "start/end frame: std -, -, -, pro ✓ (no audio), ✓ (no audio), -",
    kling_map(130): "voice control: std -, -, -, pro ✓, ✓, -",
    kling_map(140): "Lip Sync: ✓ Drive mouth shape with text or audio",
    kling_map(142): "Text to Audio: - Generate audio from text prompts",
    kling_map(172, 176): "text to image ✓ … multi-image to image ✓ … restyle ✓ (resolution = input)",
    kling_map(175): "multi-image to image: ✓ in every aspect ratio",
    kling_map(187, 190): "text to image: ✓ in every aspect ratio. multi-image to image: ✓ in every aspect ratio",
    kling_map(199): "Image to Image: 1K, 1K, 1K",
}

_RUNWARE = {
    runware(28, 32): "Omit width and height to automatically match the aspect ratio from the first reference image",
    runware(54, 65): '"model": "klingai:kling-image@o1" … "resolution": "2k"',
    runware(92, 96): "Positive prompt: … Reference images: … Supported dimensions: 1K … 2K …",
    runware(121): "supports series image generation for coherent variations and optional face-focused element control",
    runware(129, 134): "Positive prompt: … Reference images: … Supported dimensions: 1K … 2K … 4K …",
    runware(174, 233): f"KlingAI 1.0 Standard … Duration: 5 or 10 seconds. {_FIRST_ONLY}",
    runware(184): "Positive prompt: 2-2500 characters.",
    runware(190): _FIRST_ONLY,
    runware(205, 210): '"frameImages": [{"inputImage": "…", "frame": "first"}]',
    runware(232): _FIRST_ONLY,
    runware(269, 274): _NO_PROMPT,
    runware(293, 310): f"KlingAI 1.5 Pro … {_FIRST_ONLY}",
    runware(307): _FIRST_ONLY,
    runware(341): "Frame rate: 30 FPS (text-to-video), 24 FPS (image-to-video).",
    runware(369, 386): f"KlingAI 1.6 Pro … {_FIRST_ONLY}",
    runware(383): "Frame rate: 24 FPS.",
    runware(385): _FIRST_ONLY,
    runware(437): _LIST_720,
    runware(473): "Supported workflows: Image-to-video.",
    runware(477, 482): _NO_PROMPT,
    runware(478): _LIST_720,
    runware(484): "supports image-to-video generation only and does not support text-to-video workflows.",
    runware(511, 516): _NO_PROMPT,
    runware(545): "Positive prompt: 2-2500 characters.",
    runware(548): _LIST_1080,
    runware(553, 560): '"model": "klingai:5@3", "positivePrompt": "…", "negativePrompt": "…", "duration": 10',
    runware(582): "Supported workflows: Image-to-video.",
    runware(589): "Frame rate: 30 FPS.",
    runware(594): "The width and height parameters should not be specified.",
    runware(622): "Supported dimensions: 1280×720 (16:9), … 1920×1080 (16:9), …",
    runware(623): "Frame rate: 30 FPS.",
    runware(636, 647): '"model": "klingai:6@1", "frameImages": […], "duration": 5',
    runware(666, 669): "Duration: 5 or 10 seconds (default: 5). … for motion control (3-30 seconds duration; …)",
    runware(668): "Reference voices: Supports multiple audio files via inputs.referenceVoices",
    runware(690, 713): '"frame": "first" … "frame": "last" … "sound": true',
    runware(714, 728): "The person on the left, in <<<voice_2>>>, says, 'Hello, James' …",
    runware(729, 745): '"referenceVideos": […] … "duration": 10 … "characterOrientation": "image"',
    runware(734, 735): '"referenceVideos": ["d7e8f9a0-2b5c-4e7f-a1d3-9c8b7a6e5d4f"]',
    runware(763, 769): "supports reference-based generation, prompt-driven edits, … Text-to-video, image-to-video.",
    runware(771, 784): "Positive prompt: … Negative prompt: … Parameters supported: sound, multiPrompt, shotType.",
    runware(773): "Supported dimensions: 1280×720 (16:9), 960×960 (1:1), 720×1280 (9:16).",
    runware(774, 776): "Image-to-video: Dimensions are automatically inferred from the reference image.",
    runware(778): "Multi-prompt: Supports up to 6 sequential prompt segments",
    runware(780): "Input image requirements: 300×300 minimum, 10MB file size limit, aspect ratio 1:2.5 to 2.5:1.",
    runware(784): "Parameters supported: sound, multiPrompt, shotType.",
    runware(792, 793): '"width": 1920, "height": 1080,',
    runware(820, 842): '"multiPrompt": [{"prompt": "…", "duration": "5"}, {"prompt": "…", "duration": "5"}]',
    runware(824, 825): '"width": 1080, "height": 1920,',
    runware(828): '"shotType": "customize",',
    runware(846, 852): "supports reference-guided generation, prompt-based editing, … Text-to-video, image-to-video.",
    runware(965, 968): "Input video: Supports inputs.video (required). Input audio: Supports inputs.audio (required).",
    runware(967): "width and height between 512-2160 pixels",
    runware(969): "Supported resolutions: 720p or 1080p.",
    runware(973): "Parameters supported: soundVolume, originalAudioVolume.",
    runware(1011): "1280×720 (16:9), 960×960 (1:1), 720×1280 (9:16) (text-to-video only).",
    runware(1016): "Video-edit: Matches input video duration (3-10 seconds, 6-20 seconds for fast mode).",
    runware(1019, 1021): "1-7 images … (at least 1 required). … Supports inputs.referenceVideos with 1 video",
    runware(1022): "3-10 second clips (6-20 seconds for fast mode, video-edit only).",
    runware(1027): "Parameters supported: keepOriginalSound.",
    runware(1029): _O1_DECIDES,
    runware(1054, 1055): '"width": 960, "height": 960',
    runware(1112): "Parameters supported: keepOriginalSound, fast.",
    runware(1114): _O1_DECIDES,
    runware(1139, 1140): '"width": 1440, "height": 1440',
    runware(1169, 1186): '"inputs": {"video": "…", "referenceImages": ["…"]}',
    runware(1210): "Reference videos: Supports 1 video via inputs.referenceVideos for feature reference.",
    runware(1218): _OMNI_SETTINGS,
    runware(1218, 1220): "When using reference videos …, only the keepOriginalSound parameter is supported.",
    runware(1308, 1311): "Dimensions match the input video, custom dimensions not supported. … Output duration …",
    runware(1319, 1325): "When using reference videos …, only the keepOriginalSound parameter is supported.",
    runware(1323): _OMNI_SETTINGS,
    runware(1366, 1371): '"referenceVideos": [{"video": "…", "referType": "feature"}]',
    runware(1374, 1376): '"duration": 12, "width": 1920, "height": 1080,',
}

_SCENARIO = {
    scenario(21): "Multi-Prompt System: … allowing for the generation of up to five shots in a single pass",
    scenario(65): "Kling 2.1: Supports T2V and I2V at 720p and 1080p.",
    scenario(141): "Adjustable guidance scales in Kling V3 to manage how strictly the model follows text instructions.",
    scenario(143): "All Kling models support negative prompts",
    scenario(163): "Kling V3 Standard & Pro (T2V or I2V): 1080p",
    scenario(167): "Kling O1 I2V: 1080p",
    scenario(171): "Kling 2.5 Standard (I2V): 720p.",
    scenario(173): "Kling 2.1 Family (Standard, Pro, & Master): 360p, 540p, 720p, 1080p.",
    scenario(175): "Kling 2.0: 360p, 540p, 720p.",
    scenario(177): "Kling 1.6 Standard & Pro: 360p, 540p, 720p, 1080p.",
    scenario(188): "the total duration … is calculated as the mathematical sum of all individual shot durations",
    scenario(222, 224): "Kling 1.6 (I2V) … Kling V1.6 – 720p (I2V)",
    scenario(239, 249): f"This feature is available in these models: … {_1_6_LAST}",
    scenario(241): 'Kling V3 (Standard Prompt): Supports "End Image" conditioning in the single-scene workflow',
    scenario(249): _1_6_LAST,
}

_FAL = {
    fal(74, 103): '"prompt" … "image_url" … "duration" … "aspect_ratio" … "tail_image_url" … "negative_prompt" …',
    fal(90): 'body="tail_image_url" type="string"',
    fal(94): '"negative_prompt" type="string" default="blur, distort, and low quality"',
    fal(251, 252): "POST https://fal.run/fal-ai/kling-video/v1.6/pro/elements",
    fal(434): '"effect_scene": "hug"',
    fal(441, 443): "URL of images to be used for hug, kiss or heart_gesture video.",
    fal(445, 448): "The effect scene to use for the video generation … hug, kiss, heart_gesture, squish, expansion, …",
    fal(448): "Possible values: hug, kiss, heart_gesture, squish, expansion, fuzzyfuzzy, bloombloom, …",
    fal(466, 472): '"input_image_urls": ["…", "…"], "effect_scene": "hug", "duration": "5"',
    fal(561, 562): "static_mask_url: … dynamic_mask_url: URL for dynamic motion brush mask",
    fal(561, 563): "static_mask_url: URL for static motion brush mask … dynamic_mask_url: … special_fx: …",
    fal(563): 'special_fx: Special effects like "hug", "kiss", "heart_gesture", "squish", "expansion"',
    fal(565, 584): 'Motion Brush Control … "static-mask-url", dynamic_masks: [{ mask_url: …, trajectories: […] }]',
    fal(591): 'fal.subscribe("fal-ai/kling-video/v1.6/standard/elements", {',
}

QUOTES: Mapping[Source, str] = _KLING | _RUNWARE | _SCENARIO | _FAL
