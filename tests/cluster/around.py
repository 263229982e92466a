"""What stands between the machines: the web's balancer, mail, the bucket for pictures."""

import sys
from pathlib import Path

from tests.cluster.filled import filled
from tests.cluster.machines import SWITCH
from tests.cluster.parts import Part

S3_PORT, MAIL_PORT, WEB_PORT = 8333, 2525, 8080
BUCKET, ACCESS, SECRET = "pictures", "drill", "drill-secret"


def what_is_around(home: Path) -> dict[str, Part]:
    """The parts by name, not begun."""
    (home / "s3" / BUCKET).mkdir(parents=True)
    letters = home / "letters"
    letters.mkdir()
    web = filled("haproxy-web.cfg", home / "haproxy-web.cfg", {":80\n": f":{WEB_PORT}\n"})
    keys = ["--access", ACCESS, "--secret", SECRET]
    where = [f"{SWITCH}:{S3_PORT}", "posix", "--nometa", str(home / "s3")]
    commands = {
        "web": ["haproxy", "-db", "-f", str(web)],
        "bucket": ["versitygw", *keys, "--port", *where],
        "mail": [
            sys.executable,
            "-m",
            "tests.cluster.postbox",
            SWITCH,
            str(MAIL_PORT),
            str(letters),
        ],
    }
    return {name: Part(name, words, home / f"{name}.log") for name, words in commands.items()}
