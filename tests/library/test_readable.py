"""A recipe as people read it."""

from studio.library.readable import Input, Shot, read

SHOTS = [{"prompt": "Wide shot of a quiet library", "duration": 3}, {"prompt": "Push in on a reader", "duration": 4}]


def recipe(**values):
    return {"model": "kling-3.0-pro", "task": "image-to-video", "provider": "animatic", "values": values}


def test_the_model_the_provider_and_the_task_have_their_names():
    reading = read(recipe(prompt="A harbour", negative_prompt="rain"))

    assert (reading.model, reading.provider, reading.task) == ("Kling 3.0 Pro", "Animatic", "Image to video")
    assert (reading.prompt, reading.left_out) == ("A harbour", "rain")


def test_shots_say_when_they_begin():
    assert read(recipe(shots=SHOTS)).shots == (
        Shot(1, 0, 3, "Wide shot of a quiet library"),
        Shot(2, 3, 4, "Push in on a reader"),
    )


def test_files_are_inputs_with_their_labels_and_mentions():
    reading = read(
        recipe(first_frame={"asset": "a1", "sha256": "f00"}, reference_images=[{"handle": "x9", "name": "Mara"}])
    )

    first, second = reading.inputs
    assert first == Input("First frame", "", "a1", None)
    assert (second.mention, second.asset, second.handle) == ("@Mara", None, "x9")
    assert reading.rows == ()


def test_the_rest_is_label_and_words():
    rows = dict(read(recipe(width=1920, height=1080, duration=5, sound=True, guidance=0.5)).rows)

    assert rows["Size"] == "1920 × 1080"
    assert rows["Duration"] == "5 s"
    assert "on" in rows.values()
    assert "0.5" in rows.values()


def test_a_recipe_of_a_model_that_is_gone_can_still_be_read():
    gone = {"model": "kling-0.1", "task": "dream", "provider": "nobody", "values": {"camera": {"axes": {"pan": 2}}}}

    reading = read(gone)

    assert (reading.model, reading.provider, reading.task) == ("kling-0.1", "nobody", "dream")
    assert reading.rows == (("Camera", "axes pan 2"),)
