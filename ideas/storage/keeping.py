"""Where this installation keeps its files: in its home, or in the bucket a setting names."""

from flask import Flask

from ideas.config import Config
from ideas.storage import private, stores
from ideas.storage.buckets import Bucket, address_in
from ideas.storage.private import BucketVault, Vault
from ideas.storage.stores import Folder


def install(app: Flask, config: Config) -> None:
    """Pictures in one place, private files in another, readable by the site alone."""
    if config.storage_url:
        address = address_in(config.storage_url)
        app.extensions[stores.KEY] = Bucket(address, "pictures")
        app.extensions[private.KEY] = BucketVault(address, "private")
        return
    folder = config.home / "private"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.extensions[stores.KEY] = Folder(config.pictures_dir)
    app.extensions[private.KEY] = Vault(folder)
