"""The keys to the providers: what is kept of them, what opens them, and that turning the secret loses none."""

from contextlib import suppress

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from studio.accounts import keyring
from studio.accounts.keyring import Locked, key_of
from studio.accounts.models import ProviderKey
from studio.core import private

PARTS = {"key": "rw-1f0c9e5ab74d2c38", "region": "global"}
OTHERS = {"key": "another-key-of-ours-51bd", "secret": "and-its-secret-77aa"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """An empty folder for the secrets."""
    settings.KEYS = tmp_path
    return tmp_path


@pytest.fixture
def key(team, alice):
    return keyring.add(team, "runware", PARTS, label="Main", by=alice)


def lines(folder) -> list[str]:
    return (folder / keyring.FILE).read_text().split()


def test_what_is_sealed_opens_again_and_shows_four_characters():
    sealed, hint = keyring.seal(PARTS)

    assert keyring.unseal(sealed) == PARTS
    assert hint == "2c38"
    assert "rw-1f0c" not in sealed and "global" not in sealed


def test_of_a_short_secret_nothing_is_shown():
    assert keyring.seal({"key": "short"})[1] == ""


def test_the_secret_is_made_with_the_first_key_and_is_for_this_account_only(folder, team, alice):
    assert not (folder / keyring.FILE).exists()

    keyring.add(team, "fal", OTHERS, by=alice)

    assert (folder / keyring.FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == [keyring.FILE]


def test_no_part_of_a_key_is_in_the_database(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_providerkey")
        row = str(cursor.fetchall())

    assert "2c38" in row
    assert PARTS["key"] not in row and "rw-1f0c" not in row


async def test_the_client_asks_by_account_and_gets_the_parts(key):
    assert await key_of("runware", str(key.pk)) == PARTS


async def test_an_account_that_is_unknown_or_anothers_has_no_key(key):
    assert await key_of("fal", str(key.pk)) is None
    assert await key_of("runware", "6f2f1a34-0000-4000-8000-000000000000") is None
    assert await key_of("runware", "") is None
    assert await key_of("runware", "no id at all") is None


async def test_an_erased_key_is_none(key):
    await ProviderKey.objects.filter(pk=key.pk).aupdate(sealed="")

    assert await key_of("runware", str(key.pk)) is None


def test_another_key_to_the_same_account_forgets_what_the_old_one_told(key, bob):
    ProviderKey.objects.update(works=True, test_words="Works.", tested_at=key.added_at)
    key.refresh_from_db()

    keyring.replace(key, OTHERS, by=bob)

    now = ProviderKey.objects.get()
    assert keyring.unseal(now.sealed) == OTHERS
    assert (now.hint, now.added_by, now.works, now.tested_at, now.test_words) == ("51bd", bob, None, None, "")


# Rotation


def test_rotating_seals_everything_anew_and_drops_the_old_secret(folder, key, team):
    keyring.add(team, "scenario", OTHERS)
    [old] = lines(folder)
    before = set(ProviderKey.objects.values_list("sealed", flat=True))

    assert keyring.rotate() == 2

    [new] = lines(folder)
    assert new != old
    assert before.isdisjoint(ProviderKey.objects.values_list("sealed", flat=True))
    assert sorted(keyring.unseal(row.sealed)["key"] for row in ProviderKey.objects.all()) == sorted(
        parts["key"] for parts in (PARTS, OTHERS)
    )
    assert (folder / keyring.FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("at", range(1, 8))
def test_rotating_may_be_killed_anywhere_and_is_simply_done_again(folder, key, team, monkeypatch, at):
    """Dies at its first, second … write, be that of a row or of the file; at the last ones it is over."""
    second = keyring.add(team, "fal", OTHERS)
    left = [at]

    def dying(act):
        def or_dies(*args, **kwargs):
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
            return act(*args, **kwargs)

        return or_dies

    with monkeypatch.context() as patch:
        patch.setattr(ProviderKey, "save", dying(ProviderKey.save))
        patch.setattr(private, "write", dying(private.write))
        with suppress(KeyboardInterrupt):
            keyring.rotate()

    for row, parts in ((key, PARTS), (second, OTHERS)):
        row.refresh_from_db()
        assert keyring.unseal(row.sealed) == parts
    assert keyring.rotate() == 2
    assert len(lines(folder)) == 1
    second.refresh_from_db()
    assert keyring.unseal(second.sealed) == OTHERS


def test_rotating_where_one_key_does_not_open_changes_nothing_and_names_it(folder, key, team):
    before = lines(folder)
    ProviderKey.objects.create(
        team=team, provider="fal", sealed=Fernet(Fernet.generate_key()).encrypt(b"{}").decode(), hint="c07e"
    )

    with pytest.raises(Locked, match=r"Nothing was changed: 1 of 2 keys cannot be opened .*fal …c07e of Alice's team"):
        keyring.rotate()

    assert lines(folder) == before
    key.refresh_from_db()
    assert keyring.unseal(key.sealed) == PARTS


# A file that is not what it was


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: file.unlink(), "is gone"),
        (lambda file: file.write_text(Fernet.generate_key().decode()), "not in .* any more"),
        (lambda file: file.write_text("what is this"), "is no Fernet key"),
        (lambda file: file.write_bytes(b"\xff\xfe\x00"), "cannot be read"),
    ],
)
def test_a_lost_or_wrong_file_is_a_sentence_that_says_what_to_do(folder, key, spoil, words):
    spoil(folder / keyring.FILE)

    with pytest.raises(Locked, match=words) as told:
        keyring.unseal(key.sealed)

    assert str(told.value).endswith(".")
    assert str(folder / keyring.FILE) in str(told.value)


def test_after_the_file_is_lost_keys_can_be_added_again(folder, key, team):
    (folder / keyring.FILE).unlink()

    again = keyring.add(team, "runware", PARTS)

    assert keyring.unseal(again.sealed) == PARTS
    with pytest.raises(Locked):
        keyring.unseal(key.sealed)
