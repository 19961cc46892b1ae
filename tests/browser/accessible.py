"""axe-core, run inside the page. The source is in vendor/ (MPL-2.0, see README there)."""

from functools import cache
from pathlib import Path

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"

RUN = (
    "scope => axe.run(scope ?? document, {resultTypes: ['violations'], preload: false}).then(found => found.violations)"
)
"""`preload` would copy style sheets into the page, and the policy forbids that."""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def assert_accessible(page, scope: str | None = None) -> None:
    """No rule of axe-core is violated in the page as it stands, or in a part of it, in either theme."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    theme = page.evaluate("() => document.documentElement.dataset.theme")
    for room in ("dark", "light"):
        page.evaluate("room => { document.documentElement.dataset.theme = room }", room)
        violations = page.evaluate(RUN, scope)
        assert not violations, f"{page.url} in the {room} room:\n" + "\n".join(map(_words, violations))
    page.evaluate("room => { document.documentElement.dataset.theme = room }", theme)


def _words(violation: dict) -> str:
    places = "\n".join(
        f"    {' '.join(map(str, node['target']))}\n      {node['html'][:200]}\n      {node['failureSummary']}"
        for node in violation["nodes"][:5]
    )
    return f"  {violation['id']}: {violation['help']}\n{places}"
