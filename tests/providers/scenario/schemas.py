"""JSON Schemas of Scenario's Kling models by id, written by hand from its page of parameters.

Source: docs.scenario.com, page "Kuaishou Technology", generated on 2026-07-01; elements by Scenario's skills for agents
(a front with up to four views, or a clip). Imports nothing of the studio.
"""

FILE = {"type": "string", "minLength": 1}
BOOLEAN = {"type": "boolean"}
TEXT = {"type": "string", "minLength": 1}
ZERO_TO_ONE = {"type": "number", "minimum": 0, "maximum": 1}
SHAPES = {"enum": ["16:9", "9:16", "1:1"]}
SHAPES_OR_AUTO = {"enum": ["auto", "16:9", "9:16", "1:1"]}
TURN = {"enum": ["image", "video"]}
SHORT_TEXT = {"enum": ["5", "10"]}
SHORT_NUMBER = {"type": "number", "enum": [5, 10]}
LONG_TEXT = {"enum": [str(seconds) for seconds in range(3, 16)]}


def files(most):
    return {"type": "array", "items": FILE, "minItems": 1, "maxItems": most}


def inputs(required, **properties):
    """A model's inputs, flat."""
    names = required.split()
    return {"type": "object", "required": names, "properties": properties, "additionalProperties": False}


def element(views, video):
    """A front and views; or a clip, where that is taken."""
    pictures = inputs("frontalImage", frontalImage=FILE, referenceImages=files(4))
    if views:
        pictures["required"].append("referenceImages")
    return {"oneOf": [pictures, inputs("video", video=FILE)]} if video else pictures


def elements(most, views=False, video=True):
    return {"type": "array", "items": element(views, video), "minItems": 1, "maxItems": most}


def shots(most):
    shot = inputs("prompt duration", prompt=TEXT, duration={"type": "string", "pattern": "^[1-9][0-9]?$"})
    return {"type": "array", "items": shot, "minItems": 1, "maxItems": most}


def either(schema, *names):
    """Exactly one of these inputs."""
    return schema | {"oneOf": [{"required": [name]} for name in names]}


def v1_6(**more):
    return inputs(
        "prompt",
        prompt=TEXT,
        startImage=FILE,
        negativePrompt=TEXT,
        referenceImages=files(4),
        aspectRatio=SHAPES,
        cfgScale=ZERO_TO_ONE,
        duration=SHORT_NUMBER,
        **more,
    )


V3 = {
    "prompt": TEXT,
    "multiPrompt": shots(5),
    "duration": LONG_TEXT,
    "generateAudio": BOOLEAN,
    "cfgScale": ZERO_TO_ONE,
    "negativePrompt": TEXT,
}
STYLE = {"enum": ["customize", "intelligent"]}
V3_TEXT = either(inputs("", **V3, shotType=STYLE, aspectRatio=SHAPES), "prompt", "multiPrompt")
V3_FRAMES = {"startImage": FILE, "endImage": FILE, "elements": elements(3)}
V3_IMAGE = either(inputs("startImage", **V3, **V3_FRAMES, aspectRatio=SHAPES), "prompt", "multiPrompt")
V3_IMAGE_4K = either(inputs("startImage", **V3, **V3_FRAMES, shotType=STYLE), "prompt", "multiPrompt")
V3_IMAGE_4K["dependentRequired"] = {"multiPrompt": ["shotType"]}


def motion(**more):
    words = {"prompt": TEXT, "characterOrientation": TURN, "keepOriginalSound": BOOLEAN}
    return inputs("image video", image=FILE, video=FILE, **words, **more)


def omni():
    """All tasks and tiers; what goes with what is in the descriptions of the parameters."""
    schema = inputs(
        "prompt",
        prompt=TEXT | {"maxLength": 2500},
        startImage=FILE,
        endImage=FILE,
        referenceImages=files(7),
        referenceVideo=FILE,
        videoReferenceType={"enum": ["feature", "base"]},
        keepOriginalSound=BOOLEAN,
        generateAudio=BOOLEAN,
        mode={"enum": ["standard", "pro", "4k"]},
        aspectRatio=SHAPES,
        duration={"type": "number", "minimum": 3, "maximum": 15},
        multiPrompt={"type": "string", "pattern": r'^\[\{"prompt": '},
    )
    base = {"properties": {"videoReferenceType": {"const": "base"}}, "required": ["videoReferenceType"]}
    start = {"required": ["startImage"]}
    schema["allOf"] = [
        {"if": {"required": ["endImage"]}, "then": start},
        {
            "if": {"required": ["referenceVideo"]},
            "then": {
                "properties": {"referenceImages": {"maxItems": 4}, "mode": {"enum": ["standard", "pro"]}},
                "not": {"required": ["generateAudio"]},
            },
        },
        {"if": {"not": {"anyOf": [start, base]}}, "then": {"required": ["aspectRatio"]}},
        {"if": {"required": ["multiPrompt"]}, "then": {"required": ["duration"]}},
    ]
    return schema


def editing(**more):
    """O1 with a clip: pictures and elements share four places."""
    return inputs(
        "prompt video",
        prompt=TEXT,
        video=FILE,
        images=files(4),
        keepAudio=BOOLEAN,
        elements=elements(4, views=True, video=False),
        **more,
    )


THREE_TO_TEN = {"enum": [str(seconds) for seconds in range(3, 11)]}
ENGLISH = (
    "AOT oversea_male1 girlfriend_4_speech02 chat_0407_5-1 uk_boy1 PeppaPig_platform ai_huangzhong_712 calm_story1 "
    "uk_man2 reader_en_m-v1 commercial_lady_en_f-v1"
)
CHINESE = (
    "genshin_vindi2 zhinen_xuesheng tiyuxi_xuedi ai_shatang genshin_klee2 genshin_kirara ai_kaiya tiexin_nanyou "
    "ai_chenjiahao_712 girlfriend_1_speech02 chat1_female_new-3 girlfriend_2_speech02 cartoon-boy-07 cartoon-girl-01 "
    "ai_huangyaoshi_712 you_pingjing ai_laoguowang_712 chengshu_jiejie zhuxi_speech02 uk_oldman3 laopopo_speech02 "
    "heainainai_speech02 dongbeilaotie_speech02 chongqingxiaohuo_speech02 chuanmeizi_speech02 chaoshandashu_speech02 "
    "ai_taiwan_man2_speech02 xianzhanggui_speech02 tianjinjiejie_speech02 diyinnansang_DB_CN_M_04-v2 yizhipiannan-v1 "
    "guanxiaofang-v2 tianmeixuemei-v1 daopianyansang-v1 mengwa-v1"
)
VOICES = [f"en_{name}" for name in ENGLISH.split()] + [f"zh_{name}" for name in CHINESE.split()]

SCHEMAS = {
    "model_kling-video-ai-avatar-v2-pro": inputs("image audio", image=FILE, audio=FILE, text=TEXT),
    "model_kling-lip-sync": either(
        inputs(
            "videoUrl",
            videoUrl=FILE,
            audioFile=FILE,
            text=TEXT,
            voiceId={"enum": VOICES},
            voiceSpeed={"type": "number", "minimum": 0.8, "maximum": 2},
        ),
        "audioFile",
        "text",
    ),
    "model_kling-o1-r2v": inputs(
        "prompt",
        prompt=TEXT,
        images=files(7),
        duration=THREE_TO_TEN,
        aspectRatio=SHAPES,
        elements=elements(7, views=True, video=False),
    ),
    "model_kling-o1-video-reference": editing(duration=THREE_TO_TEN, aspectRatio=SHAPES_OR_AUTO),
    "model_kling-o1-video-edit": editing(),
    "model_kling-o1-i2v": inputs("prompt image", prompt=TEXT, image=FILE, lastFrameImage=FILE, duration=SHORT_TEXT),
    "model_kling-v1-6-standard": v1_6(),
    "model_kling-v1-6-pro": v1_6(endImage=FILE),
    "model_kling-v2-1": inputs(
        "prompt startImage", prompt=TEXT, startImage=FILE, negativePrompt=TEXT, duration=SHORT_NUMBER
    ),
    "model_kling-v2-1-master": inputs(
        "prompt", prompt=TEXT, startImage=FILE, negativePrompt=TEXT, aspectRatio=SHAPES, duration=SHORT_NUMBER
    ),
    "model_kling-v2-1-pro": inputs(
        "prompt startImage",
        prompt=TEXT,
        startImage=FILE,
        endImage=FILE,
        duration=SHORT_TEXT,
        negativePrompt=TEXT,
        cfgScale=ZERO_TO_ONE,
    ),
    "model_kling-v2-5-i2v-turbo-pro": inputs(
        "prompt imageUrl",
        prompt=TEXT,
        imageUrl=FILE,
        lastFrame=FILE,
        negativePrompt=TEXT,
        duration=SHORT_TEXT,
        cfgScale=ZERO_TO_ONE,
    ),
    "model_kling-v2-5-i2v-turbo-standard": inputs(
        "prompt image", prompt=TEXT, image=FILE, negativePrompt=TEXT, duration=SHORT_TEXT, cfgScale=ZERO_TO_ONE
    ),
    "model_kling-v2-5-t2v-turbo-pro": inputs(
        "prompt", prompt=TEXT, duration=SHORT_TEXT, aspectRatio=SHAPES, negativePrompt=TEXT
    ),
    "model_kling-v2-6-i2v-pro": inputs(
        "prompt image",
        prompt=TEXT,
        image=FILE,
        lastFrameImage=FILE,
        generateAudio=BOOLEAN,
        duration=SHORT_TEXT,
        negativePrompt=TEXT,
    )
    | {"not": {"required": ["generateAudio", "lastFrameImage"]}},
    "model_kling-v2-6-motion-control": motion(mode={"enum": ["pro", "std"]}),
    "model_kling-v2-6-t2v-pro": inputs(
        "prompt",
        prompt=TEXT,
        generateAudio=BOOLEAN,
        duration=SHORT_TEXT,
        aspectRatio=SHAPES,
        cfgScale=ZERO_TO_ONE,
        negativePrompt=TEXT,
    ),
    "model_kling-v3-i2v-4k": V3_IMAGE_4K,
    "model_kling-v3-i2v-pro": V3_IMAGE,
    "model_kling-v3-i2v-standard": V3_IMAGE,
    "model_kling-v3-omni-video": omni(),
    "model_kling-v3-pro-motion-control": motion(elements=elements(1, video=False)),
    "model_kling-v3-standard-motion-control": motion(elements=elements(1, video=False)),
    "model_kling-v3-t2v-4k": V3_TEXT,
    "model_kling-v3-t2v-pro": V3_TEXT,
    "model_kling-v3-t2v-standard": V3_TEXT,
    "model_kling-video-to-audio": inputs(
        "video",
        video=FILE,
        soundEffectPrompt=TEXT | {"maxLength": 200},
        backgroundMusicPrompt=TEXT | {"maxLength": 200},
        asmrMode=BOOLEAN,
    ),
}
"""By model id."""
