"""Users, teams and projects."""


def test_an_owner_has_a_team_and_a_first_project(alice):
    assert [t.name for t in alice.teams.all()] == ["Alice's team"]
    assert alice.teams.get().projects.get().name == "First project"


async def test_bob_is_on_alices_team_and_charlie_is_not(team, bob, charlie):
    assert await bob.teams.aget() == team
    assert await charlie.teams.aget() != team
