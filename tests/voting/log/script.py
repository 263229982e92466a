"""``verify_votes.py`` as strangers have it: loaded from its file, knowing nothing of the site."""

import importlib.util
from types import ModuleType

from ideas.config import shipped

PATH = shipped("static") / "verify_votes.py"


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_votes", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = _loaded()
