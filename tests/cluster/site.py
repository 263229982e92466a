"""The machines of the site: gunicorn and a worker; HAProxy and PgBouncer before the data."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from ideas.config import shipped
from tests.cluster.around import ACCESS, BUCKET, MAIL_PORT, S3_PORT, SECRET
from tests.cluster.database import SITE
from tests.cluster.filled import filled
from tests.cluster.machines import SWITCH, Machine
from tests.cluster.parts import Part

PORT = 8000
WEB = "http://127.0.0.1:8080"
COMMAND = (sys.executable, "-c", "from ideas.cli import main; main()")
PRIVATE = "s" * 40


@dataclass
class Front:
    """A machine of the site with its parts by name."""

    machine: Machine
    parts: Mapping[str, Part]

    def begin(self) -> None:
        """Switch it on."""
        for part in self.parts.values():
            part.begin()

    def rest(self) -> None:
        """Begin nothing of it any more."""
        for part in self.parts.values():
            part.rest()


def environment(database: str, copy: str) -> dict[str, str]:
    """What every process of the site is told, wherever it runs."""
    return {
        "IDEAS_SECRET_KEY": PRIVATE,
        "IDEAS_DATABASE_URL": database,
        "IDEAS_REPLICA_URL": copy,
        "IDEAS_STORAGE_URL": f"s3://{ACCESS}:{SECRET}@{SWITCH}:{S3_PORT}/{BUCKET}?tls=0",
        "IDEAS_MAIL_URL": f"smtp://{SWITCH}:{MAIL_PORT}",
        "IDEAS_BASE_URL": WEB,
        "IDEAS_PROXIES": "1",
        "IDEAS_WORKER": "0",
        "IDEAS_PROCESSES": "1",
        "IDEAS_THREADS": "16",
    }


def a_front(machine: Machine, keys: Mapping[str, str]) -> Front:
    """A machine of the site, not begun; ``keys`` are those that all machines share."""
    home = machine.home
    users = home / "userlist.txt"
    users.write_text(f'"ideas" "{SITE}"\n', encoding="ascii")
    balancer = filled("haproxy-database.cfg", home / "haproxy.cfg", {})
    changes = {"/etc/pgbouncer/userlist.txt": str(users)}
    pool = filled("pgbouncer.ini", home / "pgbouncer.ini", changes)
    # PgBouncer does not run as root
    shutil.chown(users, "postgres")
    shutil.chown(pool, "postgres")
    through = f"postgresql+psycopg://ideas:{SITE}@127.0.0.1:6432"
    env = {
        **environment(f"{through}/ideas?pgbouncer=true", f"{through}/copy?pgbouncer=true"),
        **keys,
        "IDEAS_HOME": str(home / "site"),
        "IDEAS_BIND": f"{machine.address}:{PORT}",
    }
    worker = env | {"IDEAS_HOME": str(home / "worker")}
    settings = str(shipped("deploy") / "gunicorn.conf.py")
    commands = {
        "haproxy": (["haproxy", "-db", "-f", str(balancer)], {}),
        "pgbouncer": (["pgbouncer", "-u", "postgres", str(pool)], {}),
        "gunicorn": ([sys.executable, "-m", "gunicorn", "-c", settings], env),
        "worker": ([*COMMAND, "worker"], worker),
    }
    parts = {
        name: Part(name, [*machine.inside, *command], home / f"{name}.log", env)
        for name, (command, env) in commands.items()
    }
    return Front(machine, parts)
