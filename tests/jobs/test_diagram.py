"""The README's picture of a job's states is the table in machine.py, arrow by arrow."""

import re
from pathlib import Path

from studio.jobs.machine import TRANSITIONS

README = Path(__file__).parents[2] / "README.md"


def test_the_diagram_in_the_readme_has_exactly_the_arrows_of_the_state_machine():
    block = re.search(r"```mermaid\nstateDiagram-v2\n(.*?)```", README.read_text(), re.DOTALL)[1]
    drawn = set(re.findall(r"^ *(\S+) --> ([a-z]+)", block, re.MULTILINE))

    arrows = {(was.value, to.value) for was, reached in TRANSITIONS.items() for to in reached}
    ends = {state.value for state, reached in TRANSITIONS.items() if not reached}
    assert {arrow for arrow in drawn if arrow[0] != "[*]"} == arrows
    assert {arrow for arrow in drawn if arrow[0] == "[*]"} == {("[*]", "queued")}
    assert set(re.findall(r"^ *([a-z]+) --> \[\*\]", block, re.MULTILINE)) == ends
