"""Files that only some may read: a place apart, without any public address.

Whoever may read one is given it by a view that asks who they are; no address leads there.
"""

from typing import cast

from flask import current_app

from ideas.storage.buckets import Bucket
from ideas.storage.stores import Folder, Store

KEY = "ideas.storage.private"


class Unaddressed:
    """Nothing in it has an address."""

    def url(self, name: str) -> str:
        """There is none."""
        raise LookupError("a private file has no address")


class Vault(Unaddressed, Folder):
    """A folder nothing of which has an address."""


class BucketVault(Unaddressed, Bucket):
    """A bucket nothing of which has an address."""


def private_store() -> Store:
    """The private store of the running application."""
    return cast(Store, current_app.extensions[KEY])
