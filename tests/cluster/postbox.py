"""A mail server that keeps each letter in a file, by recipient, before it says that it has it.

``python -m tests.cluster.postbox HOST PORT FOLDER``
"""

import os
import secrets
import socketserver
import sys
from pathlib import Path


class Postbox(socketserver.StreamRequestHandler):
    """As much of SMTP as ``smtplib`` speaks."""

    folder: Path

    def handle(self) -> None:
        """Talk until the other side has had enough."""
        self._say("220 postbox")
        recipients: list[str] = []
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipients.append(line.partition(b"<")[2].partition(b">")[0].decode())
            if verb == b"DATA":
                self._say("354 go on")
                self._keep(recipients)
                recipients = []
            self._say("221 bye" if verb == b"QUIT" else "250 postbox")
            if verb == b"QUIT":
                return

    def _keep(self, recipients: list[str]) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        for address in recipients:
            with (self.folder / f"{address} {secrets.token_hex(4)}.eml").open("wb") as file:
                file.write(b"".join(lines))
                file.flush()
                os.fsync(file.fileno())

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def main(host: str, port: str, folder: str) -> None:
    """Take letters until the end."""
    Postbox.folder = Path(folder)
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    socketserver.ThreadingTCPServer((host, int(port)), Postbox).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
