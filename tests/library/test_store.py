"""Where the bytes live."""

import os

import pytest

from studio.library import store


def test_what_is_already_there_is_never_written_again(storage, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"the bytes")
    second.write_bytes(b"others, by mistake")

    target = store.put(first, "ab" * 32, ".png")
    store.put(second, "ab" * 32, ".png")

    assert target == storage / "media/ab/ab" / f"{'ab' * 32}.png"
    assert target.read_bytes() == b"the bytes"
    assert not first.exists()
    assert not second.exists()


def test_a_file_that_cannot_be_put_leaves_no_half_of_it(storage, tmp_path, monkeypatch):
    whole = tmp_path / "whole"
    whole.write_bytes(b"the bytes")

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(whole, "cd" * 32, ".png")

    assert not list((storage / "media").rglob("*.png"))


def test_the_workplace_is_gone_afterwards_whatever_happened(storage):
    with pytest.raises(RuntimeError), store.workplace() as folder:
        (folder / "half").write_bytes(b"half")
        raise RuntimeError

    assert not list((storage / "incoming").iterdir())


def test_clearing_removes_what_a_killed_process_left(storage):
    (storage / "incoming" / "upload-1").write_bytes(b"half")
    (storage / "incoming" / "keep-2").mkdir()
    (storage / "incoming" / "keep-2" / "given").write_bytes(b"half")

    assert store.clear_incoming() == 2
    assert not list((storage / "incoming").iterdir())
