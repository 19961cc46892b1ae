"""Each thing that Kling does not take is one sentence at the value that a creator mends."""

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from tests.walks import walk

A, CLIP = {"handle": "https://media.example/a.png"}, {"handle": "https://media.example/a.mp4"}
FRAME = {"first_frame": A}
WORDS = {"prompt": "A pier"}
PATH = [[1, 1], [2, 2]]
BRUSH = {"static_mask": None, "brushes": [{"mask": A, "path": PATH}]}
PAN = {"preset": "custom", "axes": {"pan": 3}}
MARA = {"name": "mara", "description": "a girl", "front": A, "views": [A]}
SHOTS = [{"prompt": "Wide", "duration": 3}]
FACE = {"face": "0", "audio": A, "at": 0, "from": 0, "to": 3}
SPOKEN = {"speech_text": "Hello", "voice": "AOT", "voice_language": "zh"}
DRIVEN = {"input_image": A, "reference_video": CLIP, "character_orientation": "image"}

BROKEN = (
    ("1.0-standard", "text-to-video", {"prompt": "a" * 2501}, "prompt", "2,500"),
    ("1.0-standard", "text-to-video", {}, "prompt", "missing"),
    ("1.0-standard", "text-to-video", {**WORDS, "duration": 7}, "duration", "5 or 10"),
    ("1.0-standard", "text-to-video", {**WORDS, "aspect_ratio": "21:9"}, "aspect_ratio", "16:9"),
    ("1.0-standard", "text-to-video", {**WORDS, "guidance": 1.5}, "guidance", "0 to 1"),
    ("1.0-standard", "text-to-video", {**WORDS, "camera": {"preset": "custom", "axes": {"pan": 11}}}, "camera", "10"),
    ("1.0-standard", "text-to-video", {**WORDS, "camera": PAN, "duration": 10}, "camera", "duration is 5"),
    ("1.0-pro", "text-to-video", {**WORDS, "camera": PAN}, "camera", "no camera"),
    ("1.0-pro", "image-to-video", {"last_frame": A}, "first_frame", "missing"),
    ("1.0-pro", "image-to-video", {**FRAME, "last_frame": A, "duration": 10}, "last_frame", "duration is 5"),
    ("1.0-pro", "image-to-video", {**FRAME, "last_frame": A, "motion_brush": BRUSH}, "last_frame", "exclude"),
    ("1.5-pro", "image-to-video", {}, "first_frame", "first frame or the last frame"),
    ("1.5-pro", "image-to-video", {"last_frame": A, "motion_brush": BRUSH}, "motion_brush", "first frame"),
    ("1.5-pro", "image-to-video", {**FRAME, "camera": PAN, "motion_brush": BRUSH}, "motion_brush", "exclude"),
    ("1.5-pro", "image-to-video", {**FRAME, "camera": PAN, "last_frame": A}, "last_frame", "exclude"),
    ("1.5-pro", "image-to-video", {**FRAME, "motion_brush": {**BRUSH, "brushes": BRUSH["brushes"] * 7}},
     "motion_brush", "at most 6"),
    ("1.5-pro", "image-to-video", {**FRAME, "motion_brush": {**BRUSH, "brushes": [{"mask": A, "path": PATH * 39}]}},
     "motion_brush", "2 to 77"),
    ("1.5-pro", "image-to-video", {**FRAME, "motion_brush": {**BRUSH, "brushes": [{"mask": A, "path": PATH[:1]}]}},
     "motion_brush", "2 to 77"),
    ("1.6-pro", "elements", {**WORDS, "reference_images": [A] * 5}, "reference_images", "1 to 4"),
    ("1.6-pro", "edit-elements", {**WORDS, "input_video": CLIP}, "reference_images", "1 to 2"),
    ("1.6-pro", "edit-elements", {**WORDS, "input_video": CLIP, "edit_mode": "removal"}, "selection", "removal"),
    ("1.6-pro", "effects", {"effect": "squish", "reference_images": [A, A], "duration": 5}, "effect", "no scene"),
    ("1.5-pro", "effects", {"effect": "fight", "reference_images": [A, A], "duration": 5}, "effect", "no scene"),
    ("effects", "effects", {"effect": "hug_pro", "reference_images": [A]}, "reference_images", "2"),
    ("effects", "effects", {"effect": "pet_lion_pro", "reference_images": [A, A]}, "reference_images", "1"),
    ("2.0-master", "text-to-video", {**WORDS, "guidance": 0.5}, "guidance", "no guidance"),
    ("2.5-turbo-standard", "image-to-video", {**FRAME, "last_frame": A}, "last_frame", "no last frame"),
    ("2.6-pro", "image-to-video", {**FRAME, "voices": [A]}, "voices", "sound is yes"),
    ("2.6-pro", "image-to-video", {**FRAME, "voices": [A] * 3, "sound": True}, "voices", "to 2 are possible"),
    ("2.6-pro", "image-to-video", {**FRAME, "last_frame": A, "sound": True}, "sound", "last frame"),
    ("2.6-pro", "motion-control", {**DRIVEN, "character_orientation": "left"}, "character_orientation", "video"),
    ("3.0-pro", "text-to-video", {**WORDS, "shots": SHOTS}, "prompt", "exclude"),
    ("3.0-pro", "text-to-video", {"shots": SHOTS, "duration": 5}, "duration", "3 seconds together"),
    ("3.0-pro", "text-to-video", {**WORDS, "shot_style": "customize"}, "shots", "give shots"),
    ("3.0-pro", "text-to-video", {"shots": SHOTS, "shot_style": "intelligent"}, "shot_style", "customize"),
    ("3.0-pro", "text-to-video", {**WORDS, "guidance": 0.5}, "guidance", "no guidance"),
    ("3.0-pro", "image-to-video", {"last_frame": A}, "first_frame", "missing"),
    ("3.0-pro", "image-to-video", {**FRAME, "elements": [{"handle": "1"}] * 4}, "elements", "0 to 3"),
    ("3.0-pro", "image-to-video", {**FRAME, "elements": [{**MARA, "views": []}]}, "elements", "1 to 3 views"),
    ("3.0-pro", "image-to-video", {**FRAME, "elements": [{"front": A, "views": [A]}]}, "elements", "name"),
    ("3.0-pro", "motion-control", {**DRIVEN, "elements": [MARA]}, "elements", "video"),
    ("3.0-turbo-pro", "text-to-video", {**WORDS, "negative_prompt": "blur"}, "negative_prompt", "no negative prompt"),
    ("3.0-turbo-pro", "image-to-video", {**FRAME, "last_frame": A}, "last_frame", "no last frame"),
    ("o1-pro", "text-to-video", {**WORDS}, "aspect_ratio", "missing"),
    ("o1-pro", "text-to-video", {**WORDS, "aspect_ratio": "1:1", "duration": 7}, "duration", "5 or 10"),
    ("o1-pro", "image-to-video", {**WORDS, **FRAME, "duration": 7}, "duration", "5 or 10"),
    ("o1-pro", "image-to-video", {**WORDS, **FRAME, "last_frame": A, "elements": [MARA]}, "elements", "exclude"),
    ("o1-pro", "image-to-video", {**WORDS, **FRAME, "elements": [{**MARA, "voice": A}]}, "elements", "voice"),
    ("o1-pro", "reference-to-video", {**WORDS, "reference_images": [A]}, "aspect_ratio", "first frame"),
    ("o1-pro", "reference-to-video", {**WORDS, "reference_video": CLIP, "reference_images": [A] * 5},
     "reference_images", "At most 4"),
    ("o1-pro", "reference-to-video", {**WORDS, "aspect_ratio": "1:1", "reference_images": [A] * 6,
                                      "elements": [MARA, {"handle": "1"}]}, "reference_images", "At most 7"),
    ("o1-pro", "reference-to-video", {**WORDS, "aspect_ratio": "1:1"}, "reference_images", "Give reference images"),
    ("o1-pro", "edit-video", {**WORDS, "input_video": CLIP, "duration": 5}, "duration", "no duration"),
    ("o3-pro", "reference-to-video", {**WORDS, "reference_video": CLIP, "sound": True}, "sound", "reference video"),
    ("o3-pro", "reference-to-video", {"shots": SHOTS, "reference_video": CLIP}, "shots", "exclude"),
    ("o3-pro", "image-to-video", {**WORDS, **FRAME, "aspect_ratio": "1:1"}, "aspect_ratio", "no aspect ratio"),
    ("lip-sync", "lip-sync", {"input_video": CLIP}, "faces", "only one of them"),
    ("lip-sync", "lip-sync", {"input_video": CLIP, "faces": [FACE], "audio": A}, "audio", "only one of them"),
    ("lip-sync", "lip-sync", {"input_video": CLIP, "faces": [FACE, FACE]}, "faces", "1 to 1"),
    ("lip-sync", "lip-sync", {"input_video": CLIP, "faces": [{**FACE, "to": 1}]}, "faces", "at least 2 seconds"),
    ("lip-sync", "lip-sync", {"input_video": CLIP, **SPOKEN, "voice": "nobody"}, "voice", "46"),
    ("lip-sync", "lip-sync", {"input_video": CLIP, **SPOKEN, "voice_speed": 2.5}, "voice_speed", "0.8 to 2"),
    ("lip-sync", "lip-sync", {"input_video": CLIP, "audio": A, "voice": "AOT"}, "voice", "words to speak"),
    ("lip-sync", "lip-sync", {"input_video": CLIP, "audio": A, "speech_volume": 3}, "speech_volume", "0 to 2"),
    ("avatar-2.0-pro", "avatar", {"input_image": A, "speech_text": "Hello"}, "voice", "give a voice"),
    ("speech", "text-to-speech", {**SPOKEN, "speech_text": "a" * 1001}, "speech_text", "1,000"),
    ("text-to-audio", "text-to-audio", {"prompt": "a" * 201, "duration": 5}, "prompt", "200"),
    ("text-to-audio", "text-to-audio", {**WORDS, "duration": 11}, "duration", "3 to 10"),
    ("video-to-audio", "video-to-audio", {"input_video": CLIP, "music_prompt": "a" * 201}, "music_prompt", "200"),
    ("image-1.0", "text-to-image", {**WORDS, "resolution": "2k"}, "resolution", "1k"),
    ("image-1.5", "image-to-image", {**WORDS, "input_image": A}, "reference_as", "missing"),
    ("image-1.5", "image-to-image", {**WORDS, "input_image": A, "reference_as": "face", "human_fidelity": 0.5},
     "human_fidelity", "subject"),
    ("image-1.5", "image-to-image", {**WORDS, "input_image": A, "reference_as": "face", "negative_prompt": "blur"},
     "negative_prompt", "no negative prompt"),
    ("image-2.0", "restyle", {**WORDS, "input_image": A, "aspect_ratio": "1:1"}, "aspect_ratio", "no aspect ratio"),
    ("image-2.1", "multi-image-to-image", {"reference_images": [A] * 5}, "reference_images", "1 to 4 of subject"),
    ("image-2.1", "multi-image-to-image", {"reference_images": [A, {**A, "role": "mood"}]}, "reference_images", "role"),
    ("image-3.0", "image-to-image", {**WORDS, "reference_images": [A, A]}, "reference_images", "0 to 1"),
    ("image-o1", "text-to-image", {**WORDS, "resolution": "4k"}, "resolution", "1k or 2k"),
    ("image-o1", "image-to-image", {**WORDS, "reference_images": [A], "series": 4}, "series", "no series"),
    ("image-o3", "image-to-image", {**WORDS, "reference_images": [A], "series": 4, "takes": 2}, "takes", "exclude"),
    ("image-o3", "image-to-image", {**WORDS, "reference_images": [A], "series": 10}, "series", "2 to 9"),
    ("image-o3", "image-to-image", {**WORDS, "reference_images": [A] * 10, "elements": [MARA]}, "reference_images",
     "At most 10"),
    ("image-o3", "text-to-image", {**WORDS, "takes": 10}, "takes", "1 to 9"),
    ("image-expand", "expand-image", {"input_image": A, "expansion": {"up": 1, "down": 1, "left": 1, "right": 0}},
     "expansion", "3 times"),
    ("image-expand", "expand-image", {"input_image": A, "expansion": {"up": 2.1, "down": 0, "left": 0, "right": 0}},
     "expansion", "0 to 2"),
    ("image-expand", "expand-image", {"input_image": A}, "expansion", "missing"),
)  # fmt: skip


def test_every_row_is_here():
    assert len(BROKEN) == 86


@walk(("model", "task", "values", "field", "words"), BROKEN, "{0} {1} {3}: {4}, with {2}".format)
def test_one_violation_is_one_sentence_at_its_value(model, task, values, field, words):
    found = check(Recipe(f"kling-{model}", task, "kling", values)).errors

    assert [problem.field for problem in found] == [field], found
    assert words in found[0].message
    assert found[0].message.endswith(".")
