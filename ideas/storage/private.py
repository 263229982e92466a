"""Files that only some may read: a folder apart, without any public address.

Whoever may read one is given it by a view that asks who they are; no address leads into the folder.
"""

from pathlib import Path
from typing import cast

from flask import Flask, current_app

from ideas.storage.stores import Folder, Store

KEY = "ideas.storage.private"


class Vault(Folder):
    """A folder nothing of which has an address."""

    def url(self, name: str) -> str:
        """There is none."""
        raise LookupError("a private file has no address")


def private_store() -> Store:
    """The private store of the running application."""
    return cast(Store, current_app.extensions[KEY])


def install(app: Flask, folder: Path) -> None:
    """Keep private files in this folder, readable by the site alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.extensions[KEY] = Vault(folder)
