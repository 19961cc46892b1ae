"""The house rules of the look: colours live in one file, layers name every sheet, nothing is styled inline."""

import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
CSS, JS = STATIC / "css", STATIC / "js"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_colours_are_written_in_the_tokens_and_nowhere_else():
    for sheet in CSS.rglob("*.css"):
        loose = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", sheet.read_text())
        assert sheet.name == "tokens.css" or not loose, (sheet, loose)
    for script in JS.rglob("*.js"):
        assert not re.findall(r"\b(?:rgb|hsl|oklch)a?\(|: #[0-9a-f]{3,8};", script.read_text()), script


def test_every_sheet_is_named_with_its_layer():
    entry = (CSS / "studio.css").read_text()
    named = set(re.findall(r'@import "([^"]+)" layer\(\w+\);', entry))

    assert named == {sheet.relative_to(CSS).as_posix() for sheet in CSS.rglob("*.css")} - {"studio.css"}


def test_no_sheet_shouts():
    shouting = [sheet.name for sheet in CSS.rglob("*.css") if "!important" in sheet.read_text()]

    assert not shouting


def test_elements_and_their_parts_stay_small():
    long = {file.name: lines for file in JS.rglob("*.js") if (lines := len(file.read_text().splitlines())) > 150}

    assert not long


def test_templates_hold_no_styles_and_no_scripts_of_their_own():
    """But for the contact sheet of a zip, which lies on somebody's disk alone; it has no script either."""
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()
        if template.name == "contact_sheet.html":
            text = re.sub(r"<style>[^<]*</style>", "", text)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|hx-on|javascript:", text), template
        assert not re.search(r"<script(?![^>]*(?: src=| type=\"application/json\"))", text), template


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons" / "sprite.svg").read_text()))
    asked = set()
    for file in [*TEMPLATES.rglob("*.html"), *JS.rglob("*.js")]:
        asked |= set(re.findall(r"(?:\{% icon |\bicon\()\"([\w-]+)\"", file.read_text()))

    assert asked
    assert asked <= drawn, asked - drawn


def test_what_others_wrote_is_what_its_note_says():
    note = (STATIC / "vendor" / "README.md").read_text()
    noted = dict(re.findall(r"`([\w.-]+\.js)` .*`([0-9a-f]{64})`", note))
    there = {file.name: sha256(file.read_bytes()).hexdigest() for file in (STATIC / "vendor").glob("*.js")}

    assert noted == there
