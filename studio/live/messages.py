"""What travels from the broadcaster to the sockets; `type` names the consumer's method that takes it."""

from typing import Literal, TypedDict


class Html(TypedDict):
    """Rendered partials with `hx-swap-oob`: the same HTML for everyone in the group."""

    type: Literal["html"]
    html: str


class Counts(TypedDict):
    """How many jobs of a team are unfinished, and how many of them are whose (user ids as text)."""

    type: Literal["counts"]
    all: int
    mine: dict[str, int]


class Membership(TypedDict):
    """Who is on the team has changed: every socket looks whether its person still is."""

    type: Literal["membership"]


class SignedOut(TypedDict):
    """The session that a page was opened with has ended."""

    type: Literal["signed_out"]


Message = Html | Counts | Membership | SignedOut


def team_group(team_id: int) -> str:
    """The sockets whose page shows this team."""
    return f"team.{team_id}"


def user_group(user_id: int) -> str:
    """The sockets of one person, on whatever team's page."""
    return f"user.{user_id}"


def session_group(key: str) -> str:
    """The sockets of one browser's session."""
    return f"session.{key}"
