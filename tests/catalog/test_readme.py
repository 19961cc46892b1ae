"""The README shows how a model is added by a diff; it is the file as it stands."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
ADDED = "studio/catalog/models/kling_3_0_turbo.py"


def test_the_diff_in_the_readme_is_the_whole_file_that_adds_the_model():
    readme = (ROOT / "README.md").read_text()
    added = "".join(f"+{line}".rstrip() + "\n" for line in (ROOT / ADDED).read_text().splitlines())

    assert f"```diff\n+++ b/{ADDED}\n{added}```" in readme
