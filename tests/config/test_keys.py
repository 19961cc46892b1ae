"""Secret keys and what is sealed with them."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import ImproperlyConfigured

from studio.accounts.sealed import seal, unseal
from studio.config import keys


def test_keys_are_made_once(tmp_path):
    keys.create(tmp_path)
    first = {name: keys.read(tmp_path, name) for name in keys.MAKERS}

    keys.create(tmp_path)

    assert {name: keys.read(tmp_path, name) for name in keys.MAKERS} == first
    assert all(len(lines) == 1 and len(lines[0]) >= 44 for lines in first.values())


def test_two_studios_have_different_keys(tmp_path):
    keys.create(tmp_path / "one")
    keys.create(tmp_path / "two")

    assert keys.read(tmp_path / "one", "signing") != keys.read(tmp_path / "two", "signing")


def test_a_key_that_others_could_read_is_closed_again(tmp_path):
    keys.create(tmp_path)
    (tmp_path / "signing").chmod(0o644)

    keys.create(tmp_path)

    assert (tmp_path / "signing").stat().st_mode & 0o777 == 0o600


def test_where_there_are_no_keys_there_are_none(tmp_path):
    assert keys.read(tmp_path / "nowhere", "signing") == []


def test_what_is_sealed_can_be_opened_and_does_not_show(settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    sealed = seal("the secret of an app")

    assert unseal(sealed) == "the secret of an app"
    assert "secret" not in sealed


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [old]
    sealed = seal("the secret of an app")

    settings.ENCRYPTION_KEYS = [new, old]

    assert unseal(sealed) == "the secret of an app"


def test_without_its_key_nothing_opens(settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    sealed = seal("the secret of an app")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(InvalidToken):
        unseal(sealed)


def test_without_any_key_it_says_how_to_get_them(settings):
    settings.ENCRYPTION_KEYS = []

    with pytest.raises(ImproperlyConfigured, match=r"manage\.py studio"):
        seal("the secret of an app")
