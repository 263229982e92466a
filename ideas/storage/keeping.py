"""Where this installation keeps its files: in its home, or in the bucket a setting names."""

from flask import Flask

from ideas.config import Config
from ideas.storage import private, stores, waiting
from ideas.storage.buckets import Bucket, address_in
from ideas.storage.private import BucketVault, Vault
from ideas.storage.stores import Folder
from ideas.storage.waiting import EXPORTS, IMPORTS, Here, Place, Shared


def install(app: Flask, config: Config) -> None:
    """Pictures in one place, private files in another, readable by the site alone."""
    app.extensions[waiting.KEY] = {kind: _place(kind, config) for kind in (IMPORTS, EXPORTS)}
    if config.storage_url:
        address = address_in(config.storage_url)
        app.extensions[stores.KEY] = Bucket(address, "pictures")
        app.extensions[private.KEY] = BucketVault(address, "private")
        return
    folder = config.home / "private"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.extensions[stores.KEY] = Folder(config.pictures_dir)
    app.extensions[private.KEY] = Vault(folder)


def _place(kind: str, config: Config) -> Place:
    folder = config.home / kind
    if config.storage_url:
        return Shared(folder, Bucket(address_in(config.storage_url), kind))
    return Here(folder)
