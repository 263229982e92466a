"""What stands between the machines: the web's balancer, mail, the bucket for pictures."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.cluster.filled import filled
from tests.cluster.machines import SWITCH
from tests.cluster.parts import Part

S3_PORT, MASTER_PORT, VOLUME_PORT, MAIL_PORT, WEB_PORT = 8333, 9333, 8334, 2525, 8080
BUCKET, ACCESS, SECRET = "pictures", "drill", "drill-secret"
SECONDS_TO_MAKE_BUCKET = 60
MAKE_BUCKET = (
    f"s3.bucket.create -name {BUCKET}\nfs.configure -locationPrefix=/buckets/ -fsync -apply\n"
)


def what_is_around(home: Path) -> dict[str, Part]:
    """The parts by name, not begun."""
    files, letters = home / "s3", home / "letters"
    files.mkdir()
    letters.mkdir()
    web = filled("haproxy-web.cfg", home / "haproxy-web.cfg", {":80\n": f":{WEB_PORT}\n"})
    keys = {"KEY": ACCESS, "change-this-4": SECRET}
    who = filled("seaweedfs.json", home / "seaweedfs.json", keys)
    here = [f"-ip={SWITCH}", f"-master.port={MASTER_PORT}", f"-volume.port={VOLUME_PORT}"]
    kept = ["-master.telemetry=false", f"-dir={files}", f"-s3.port={S3_PORT}", f"-s3.config={who}"]
    postbox = [sys.executable, "-m", "tests.cluster.postbox"]
    commands = {
        "web": ["haproxy", "-db", "-f", str(web)],
        "bucket": ["weed", "server", "-s3", *here, *kept],
        "mail": [*postbox, SWITCH, str(MAIL_PORT), str(letters)],
    }
    return {name: Part(name, words, home / f"{name}.log") for name, words in commands.items()}


def make_bucket() -> None:
    """As an operator does once, with each file on the disk before it is acknowledged."""
    deadline = time.monotonic() + SECONDS_TO_MAKE_BUCKET
    shell = ["weed", "shell", f"-master={SWITCH}:{MASTER_PORT}"]
    while time.monotonic() < deadline:
        with suppress(subprocess.TimeoutExpired):
            said = subprocess.run(
                shell, input=MAKE_BUCKET, capture_output=True, text=True, timeout=10, check=False
            )
            if "created bucket" in said.stdout and '"fsync":  true' in said.stdout:
                return
        time.sleep(0.5)
    raise AssertionError("there is no bucket")
