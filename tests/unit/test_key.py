"""The key: made once, readable by nobody else, and what is left under another one is not believed."""

from __future__ import annotations

import marshal
import os
import stat
from pathlib import Path
from unittest import mock

import pytest

from broadsheet.codec import encode
from broadsheet.engine.configuration import load_config
from broadsheet.engine.report import BuildOptions, Silence
from broadsheet.key import read_key
from broadsheet.pictures.cache import PictureCache
from newsroom import CLOCK, SETTINGS, Newsroom, picture


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which programs keep what they have learnt for the user of the test."""
    monkeypatch.delenv("BROADSHEET_KEY")
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_the_key_is_made_once_and_only_its_user_may_read_it(state: Path) -> None:
    key = read_key()
    assert len(key) == 32
    assert read_key() == key == (state / "broadsheet" / "key").read_bytes()
    assert [path.name for path in (state / "broadsheet").iterdir()] == ["key"]
    if os.name != "nt":
        assert stat.S_IMODE((state / "broadsheet" / "key").stat().st_mode) == 0o600
        assert stat.S_IMODE((state / "broadsheet").stat().st_mode) == 0o700


def test_another_user_has_another_key(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = read_key()
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", str(tmp_path / "other"))
    assert read_key() != key


@pytest.mark.skipif(os.name == "nt", reason="there, the system always says where")
def test_without_a_folder_for_it_the_key_lies_in_the_users_own(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    key = read_key()
    assert (tmp_path / "home/.local/state/broadsheet/key").read_bytes() == key
    assert not state.exists()


def test_the_key_of_the_environment_wins_and_makes_no_file(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = read_key()
    monkeypatch.setenv("BROADSHEET_KEY", "that of all our machines, which may be as long as one likes: " + "x" * 200)
    given = read_key()
    assert (len(given), given == read_key(), given == kept) == (32, True, False)
    monkeypatch.setenv("BROADSHEET_KEY", "another")
    assert read_key() not in (given, kept)
    monkeypatch.setenv("BROADSHEET_KEY", "")
    assert read_key() == kept
    (state / "broadsheet" / "key").unlink()
    monkeypatch.setenv("BROADSHEET_KEY", "x")
    read_key()
    assert list((state / "broadsheet").iterdir()) == []


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_that_is_not_whole_is_made_again(state: Path, size: int) -> None:
    place = state / "broadsheet" / "key"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"x" * size)
    key = read_key()
    assert (len(key), place.read_bytes()) == (32, key)


@pytest.mark.parametrize("way", ["a file stands there", "no more room", "no such user"])
def test_where_no_key_can_be_kept_there_is_a_new_one_each_time(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "a file stands there":
        state.write_bytes(b"")
    elif way == "no more room":
        monkeypatch.setattr(os, "open", mock.Mock(side_effect=OSError(28, "No space left on device")))
    else:
        monkeypatch.delenv("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME")
        monkeypatch.setattr(Path, "home", mock.Mock(side_effect=RuntimeError("Could not determine home directory.")))
    one, other = read_key(), read_key()
    assert (len(one), len(other), one == other) == (32, 32, False)


# -- what is left under another key


def test_the_cabinet_gives_out_only_what_was_put_there_with_its_key(tmp_path: Path) -> None:
    ours, theirs = PictureCache(tmp_path, b"ours"), PictureCache(tmp_path, b"theirs")
    theirs.put("ab-1.webp", b"one")
    assert (theirs.read("ab-1.webp"), ours.read("ab-1.webp"), PictureCache(tmp_path).read("ab-1.webp")) == (b"one", None, None)
    ours.put("ab-1.webp", b"two")
    assert (theirs.read("ab-1.webp"), ours.read("ab-1.webp")) == (None, b"two")


def test_the_cabinet_gives_out_nothing_that_was_changed_or_renamed(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path, b"ours")
    cache.put("ab-1.webp", b"one")
    place = tmp_path / "ab" / "ab-1.webp"
    whole = place.read_bytes()
    place.with_name("ab-2.webp").write_bytes(whole)
    assert cache.read("ab-2.webp") is None
    for at in range(len(whole)):
        place.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        assert cache.read("ab-1.webp") is None
        place.write_bytes(whole[:at])
        assert cache.read("ab-1.webp") is None


def test_pictures_that_somebody_else_put_into_the_cabinet_are_made_again(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/p.png", picture(900, 600))
    room.stories(1, image={"src": "p.png", "alt": "A plain"})
    room.publish()
    before = room.site()
    copies = [path for path in (room.root / ".broadsheet/pictures").rglob("*") if path.is_file()]
    assert len(copies) > 2
    for path in copies:
        path.write_bytes(b"x" * 16 + b"not ours")
    room.remove("site")
    room.publish()
    assert room.site() == before


def kept_config(room: Newsroom, key: bytes) -> str:
    config = load_config(room.root, BuildOptions(clock=CLOCK, key=key), keep=True).value
    assert config is not None
    return config.title


def test_a_configuration_that_was_kept_under_another_key_is_not_believed(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    (room.root / ".broadsheet").mkdir()
    assert kept_config(room, b"ours") == "The Test Times"
    kept = room.root / ".broadsheet" / "config"
    ours = kept.read_bytes()
    with mock.patch("broadsheet.engine.configuration._read", side_effect=AssertionError("it was read again")):
        assert kept_config(room, b"ours") == "The Test Times"
        with pytest.raises(AssertionError, match="read again"):
            kept_config(room, b"theirs")
    config = load_config(room.root, BuildOptions(clock=CLOCK, key=b"ours")).value
    assert config is not None
    kept.write_bytes(ours[:16] + marshal.dumps((encode(config._replace(title="Not Ours")), ())))
    assert kept_config(room, b"ours") == "The Test Times"
    assert kept.read_bytes() == ours, "and it is mended"


def test_a_configuration_that_was_kept_of_another_file_is_not_believed(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    (room.root / ".broadsheet").mkdir()
    kept_config(room, b"ours")
    room.write("broadsheet.yaml", SETTINGS.replace("Test", "Other"))
    assert kept_config(room, b"ours") == "The Other Times"


def test_a_build_with_another_key_sets_the_ledger_aside_and_says_so(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.stories(3, tags=["x"])
    room.publish(key=b"theirs")
    before, said = room.site(), []
    with mock.patch.object(Silence, "say", lambda _, text: said.append(text)):
        report = room.publish(key=b"ours")
        assert (report.read, room.written, room.site()) == (3, (), before)
        room.publish(key=b"ours")
    why = "`names` in it is not what a build left there"
    assert said == [f"the ledger could not be used ({why}); it was set aside, and everything is made again"]
