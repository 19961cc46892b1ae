"""Keys: one table, no press that means two things, a person's own, and how they are written."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.accounts.models import User
from studio.jobs.models import Job
from studio.pages import keyboard
from studio.pages.keyboard import BY_SLUG, SCOPES, SHORTCUTS, conflicts, keys_of
from studio.pages.keynames import BadKeys, in_line, in_writing, read
from tests.walks import walk

URL = "/settings/shortcuts/"


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def written(**changes: str) -> dict[str, str]:
    """What the page posts: every key as it is, but for the changes."""
    return {each.slug: in_writing(each.keys) for each in SHORTCUTS if not each.fixed} | {"single": "on"} | changes


def errors(html: str) -> dict[str, str]:
    """Slug -> sentence."""
    found = re.findall(r'id="key-([\w-]+)-error">.*?<span>(.*?)</span>', html, re.S)
    return dict(found)


# The table


def test_no_press_means_two_things_as_the_studio_comes():
    assert list(conflicts(keys_of(None))) == []


def test_a_press_and_the_first_of_two_presses_are_one():
    keys = {"help": "g", "to-create": "g c"}

    assert [(one.slug, other.slug) for one, other in conflicts(keys)] == [("help", "to-create")]


def test_scopes_that_are_never_open_together_may_share_a_key():
    assert not list(conflicts({"paint": "b", "download": "b", "look-on": "b"}))


def test_scopes_are_beside_each_other_both_ways_but_for_those_that_have_the_focus_to_themselves():
    for scope in SCOPES.values():
        for other in scope.beside:
            assert scope.inside or scope.slug in SCOPES[other].beside, (scope.slug, other)


@walk(("slug",), [each.slug for each in SHORTCUTS if not each.fixed and each.keys])
def test_every_key_of_the_table_can_be_written_by_a_person(slug):
    assert read(in_writing(BY_SLUG[slug].keys)) == BY_SLUG[slug].keys


SCRIPTS = Path(__file__).parents[2] / "static" / "js"


@walk(
    ("scope", "script", "pattern"),
    [
        ("player", "lib/transport-view.js", r'[{,]\s*"?([^"\s,{]+| )"?: \['),
        ("chain", "elements/chain-player.js", r'[{,]\s*"?([^"\s,{]+| |,)"?: \['),
        ("compare", "elements/compare-room.js", r'[{,]\s*"?([^"\s,{]+| )"?: \['),
        ("brush", "lib/brush-view.js", r'"(\S)"\]|(?:"|\b)([^"\s])"?: \{ do'),
    ],
    lambda scope, script, pattern: script,
)
def test_every_key_that_an_element_hears_by_itself_is_in_the_table(scope, script, pattern):
    text = (SCRIPTS / script).read_text()
    found = {"".join(groups).lower() for groups in re.findall(f"(?:{pattern})()", text)}
    known = {part.lower() for each in SHORTCUTS if each.scope == scope for part in each.keys.split()} | SAME_KEY

    heard = {"space" if key == " " else key.replace(r"\\", "\\") for key in found}
    assert len(heard) > 8
    assert heard <= known


SAME_KEY = {";", ":", "=", "z", "y"}
"""What another keyboard types with the key of the table, and letters that act with Ctrl."""


# Writing keys


@walk(
    ("text", "keys"),
    [
        ("ctrl+enter", "Control+Enter"),
        ("Cmd+K", "Control+k"),
        ("shift+ctrl+p", "Control+Shift+p"),
        ("Alt+Up", "Alt+ArrowUp"),
        ("g then c", "g c"),
        ("G C", "g c"),
        ("Control++", "Control++"),
        ("?", "?"),
        ("space", "Space"),
        ("f8", "F8"),
        ("", ""),
    ],
    lambda text, keys: text,
)
def test_keys_are_read_as_people_write_them(text, keys):
    assert read(text) == keys


@walk(
    ("text", "words"),
    [
        ("Ctrl+W", "belongs to the browser"),
        ("Tab", "no key that is known"),
        ("Enter", "how one moves and acts"),
        ("up", "how one moves and acts"),
        ("a b c", "3 presses"),
        ("Hyper+x", "no key that is known"),
        ("Shift+x", "cannot be told apart"),
        ("banana", "no key that is known"),
    ],
    lambda text, words: text,
)
def test_what_cannot_be_a_key_gets_a_sentence(text, words):
    with pytest.raises(BadKeys, match=words):
        read(text)


@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_refused_and_what_is_read_stays_itself(text):
    try:
        keys = read(text)
    except BadKeys:
        return

    assert read(in_writing(keys)) == keys
    assert in_line(keys) is not None


# A person's own


def test_keys_are_changed_and_the_script_the_sheet_and_the_tooltips_know(hers, alice):
    hers.post(URL, written(presets="Ctrl+Shift+S", download="Alt+D"))

    page = hers.get("/create/?task=text-to-video&model=kling-3.0-pro&via=animatic").content.decode()
    table = json.loads(re.search(r'<script id="shortcuts" type="application/json">(.*?)</script>', page)[1])
    rows = {row["slug"]: row for row in table}
    assert rows["presets"]["keys"] == "Control+Shift+s"
    assert rows["download"] == {
        "slug": "download",
        "keys": "Alt+d",
        "usual": "e",
        "page": ".roomhead",
    }
    assert "remix" not in rows  # it hears its own key, and nobody has changed it
    assert 'aria-keyshortcuts="Control+Shift+s"' in page
    assert "<kbd>Ctrl</kbd><kbd>Shift</kbd><kbd>S</kbd>" in hers.get("/shortcuts/").content.decode()
    assert User.objects.get(pk=alice.pk).shortcuts["keys"] == {"presets": "Control+Shift+s", "download": "Alt+d"}


def test_a_key_that_is_taken_is_not_kept_and_both_are_named(hers, alice):
    answer = hers.post(URL, written(swap="Q"))

    said = errors(answer.content.decode())
    assert answer.status_code == 422
    assert "already “Queue” (everywhere)" in said["swap"]
    assert "already “Swap the start and the end frame” (create)" in said["queue"]
    assert 'value="Q"' in answer.content.decode()  # what was written is still there
    assert User.objects.get(pk=alice.pk).shortcuts == {}


def test_a_key_that_is_none_is_said_beside_its_field(hers):
    answer = hers.post(URL, written(send="Ctrl+W", help="banana"))

    said = errors(answer.content.decode())
    assert "belongs to the browser" in said["send"]
    assert "no key that is known" in said["help"]


def test_keys_of_a_single_letter_can_be_switched_off_and_others_stay(hers, alice):
    page = written()
    del page["single"]
    hers.post(URL, page)

    keys = keys_of(User.objects.get(pk=alice.pk))
    assert keys["swap"] == keys["help"] == keys["to-create"] == keys["play"] == ""
    assert keys["send"] == "Control+Enter"
    assert keys["back"] == "Escape"
    rows = {row["slug"]: row for row in keyboard.rows(User.objects.get(pk=alice.pk))}
    assert rows["download"]["keys"] == ""  # so that the script keeps the press from the page


def test_everything_goes_back_to_how_it_came(hers, alice):
    hers.post(URL, written(send="Alt+G"))

    hers.post(URL, {"usual": "1"})

    assert keys_of(User.objects.get(pk=alice.pk))["send"] == "Control+Enter"


def test_keys_are_nobody_elses(hers, client, bob):
    hers.post(URL, written(send="Alt+G"))
    client.force_login(bob)

    assert "Alt+g" not in client.get("/create/").content.decode()


def test_what_is_generated_first_in_line_goes_before_what_waits(hers, alice):
    route = ["kling-3.0-pro", "text-to-video", "animatic"]
    form = dict(zip(("model", "task", "via"), route, strict=True)) | {"shown": " ".join(route), "prompt": "A pier"}
    for key, more in (("k1", {}), ("k2", {}), ("k3", {"first": "1"})):
        hers.post("/jobs/", form | {"key": key} | more, headers={"HX-Request": "true"})

    in_line = Job.objects.order_by("rank").values_list("idempotency_key", flat=True)
    assert list(in_line) == ["k3", "k1", "k2"]


# Commands


def test_the_commands_hold_pages_tasks_models_results_and_what_can_be_done(hers, kept):
    html = hers.get("/commands/", headers={"HX-Request": "true"}).content.decode()

    for words in ("Queue", "Providers", "Lip-sync", "Kling 3.0 Pro", "Save or apply a preset"):
        assert f"<span>{words}" in html, words
    assert "</html>" not in html
    assert "</html>" in hers.get("/commands/").content.decode()


def test_a_strangers_results_are_no_commands(client, hers, alice, charlie):
    from tests.library.making import row

    row(alice, name="A harbour at dusk").save()
    assert "A harbour at dusk" in hers.get("/commands/", headers={"HX-Request": "true"}).content.decode()
    client.force_login(charlie)

    assert "A harbour at dusk" not in client.get("/commands/", headers={"HX-Request": "true"}).content.decode()
