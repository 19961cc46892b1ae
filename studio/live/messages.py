"""What travels from the broadcaster to the sockets; `type` names the consumer's method that takes it."""

from typing import Literal, TypedDict
from uuid import UUID


class Html(TypedDict):
    """Rendered partials with `hx-swap-oob`: the same HTML for everyone in the group."""

    type: Literal["html"]
    html: str


class Counts(TypedDict):
    """How many jobs of a team are unfinished, by whose they are (user ids as text); apart, the private ones."""

    type: Literal["counts"]
    shared: dict[str, int]
    private: dict[str, int]


class Membership(TypedDict):
    """Who is on the team has changed: every socket looks whether its person still is."""

    type: Literal["membership"]


class SignedOut(TypedDict):
    """The session that a page was opened with has ended."""

    type: Literal["signed_out"]


class ShareChanged(TypedDict):
    """A share link is other than it was: every socket of it looks whether it may still be open."""

    type: Literal["share_changed"]


Message = Html | Counts | Membership | SignedOut | ShareChanged


def team_group(team_id: int) -> str:
    """The sockets whose page shows this team."""
    return f"team.{team_id}"


def insiders_group(team_id: int) -> str:
    """Those of them whose person is no guest: internal notes go there."""
    return f"team.{team_id}.insiders"


def member_group(team_id: int, user_id: int) -> str:
    """The sockets of one person whose page shows this team: what they keep to themselves goes there."""
    return f"team.{team_id}.user.{user_id}"


def user_group(user_id: int) -> str:
    """The sockets of one person, on whatever team's page."""
    return f"user.{user_id}"


def share_group(link: UUID | str) -> str:
    """The sockets of a share link's guests."""
    return f"share.{link}"


def session_group(key: str) -> str:
    """The sockets of one browser's session."""
    return f"session.{key}"
