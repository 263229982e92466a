"""What the environment decides, and what the site does not start with."""

from dataclasses import replace
from pathlib import Path

import pytest

from ideas.app import _flask_settings
from ideas.config import SHORTEST_SECRET, BadConfig, Config, from_environment


def test_a_site_needs_a_long_secret(tmp_path: Path) -> None:
    said = {"IDEAS_HOME": str(tmp_path)}
    for short in ("changeme", "x" * (SHORTEST_SECRET - 1)):
        with pytest.raises(BadConfig, match="IDEAS_SECRET_KEY"):
            from_environment(said | {"IDEAS_SECRET_KEY": short})
    made = from_environment(said)
    assert len(made.secret_key) > SHORTEST_SECRET
    assert from_environment(said).secret_key == made.secret_key
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_home_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadConfig, match=r"file/var.*IDEAS_HOME"):
        from_environment({"IDEAS_HOME": str(tmp_path / "file" / "var")})
    (tmp_path / "home").mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ideas.config.os.open", _no_room)
        with pytest.raises(BadConfig, match=r"home.*Permission denied.*IDEAS_HOME"):
            from_environment({"IDEAS_HOME": str(tmp_path / "home")})


def _no_room(*asked: object) -> int:
    raise PermissionError(13, "Permission denied")


def test_a_site_on_https_has_safe_cookies(config: Config) -> None:
    plain = _flask_settings(config)
    safe = _flask_settings(replace(config, base_url="https://site.example"))
    for settings in (plain, safe):
        assert settings["SESSION_COOKIE_HTTPONLY"] is True
        assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert safe["SESSION_COOKIE_SECURE"] is True
    assert safe["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert plain["SESSION_COOKIE_SECURE"] is False
