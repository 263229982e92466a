"""The same protocol in a bucket of S3, or of what speaks like it: for many machines together.

``IDEAS_STORAGE_URL=s3://KEY:SECRET@host:8333/bucket?region=…`` speaks HTTPS, or plain HTTP with
``&tls=0``. Every name is put once and never changed, so that any copy of it is the newest.
"""

import functools
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from ideas.config import BadConfig
from ideas.storage.stores import NAME

SECONDS_TO_CONNECT, SECONDS_TO_READ, TURNS = 2, 10, 3
GONE = frozenset({"NoSuchKey", "404"})
PIECE = 1 << 20


@dataclass(frozen=True)
class Address:
    """Where a bucket is and who opens it; ``endpoint`` is None for Amazon's own."""

    bucket: str
    key: str
    secret: str
    endpoint: str | None
    region: str


def address_in(url: str) -> Address:
    """What an ``s3://`` address says, or BadConfig."""
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not bucket or "/" in bucket:
        raise BadConfig("IDEAS_STORAGE_URL must be like s3://KEY:SECRET@host/bucket.")
    if asked.keys() - {"region", "tls"} or asked.get("tls", "1") not in {"0", "1"}:
        raise BadConfig("IDEAS_STORAGE_URL knows region=… and tls=0 behind its “?”.")
    return Address(
        bucket=bucket,
        key=unquote(parts.username or ""),
        secret=unquote(parts.password or ""),
        endpoint=_endpoint(parts, is_plain=asked.get("tls") == "0"),
        region=asked.get("region", "us-east-1"),
    )


def _endpoint(parts: SplitResult, *, is_plain: bool) -> str | None:
    if not parts.hostname:
        return None
    host = parts.netloc.rpartition("@")[2]
    return f"{'http' if is_plain else 'https'}://{host}"


def is_away(error: Exception) -> bool:
    """Did a bucket not answer, or say that it cannot just now?"""
    known = sys.modules.get("botocore.exceptions")  # who never asked a bucket has no such error
    if known is None:
        return False
    if isinstance(error, known.ClientError):
        return int(error.response["ResponseMetadata"]["HTTPStatusCode"]) >= 500
    return isinstance(error, (known.HTTPClientError, known.ConnectionError))


class Bucket:
    """A store in a bucket, under one prefix. Trouble on the way is raised, after some turns."""

    def __init__(self, address: Address, prefix: str) -> None:
        self.address = address
        self.prefix = prefix

    def put(self, name: str, content: bytes) -> None:
        """Keep a new file; the bucket has it before this returns."""
        self._client.put_object(Bucket=self.address.bucket, Key=self._key_of(name), Body=content)

    def open(self, name: str) -> BinaryIO | None:
        """The file to read, or None, also for what is no name of ours."""
        if not NAME.fullmatch(name):
            return None
        from botocore.exceptions import ClientError  # noqa: PLC0415 only with the extra ``s3``

        try:
            kept = self._client.get_object(Bucket=self.address.bucket, Key=self._key_of(name))
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return None
            raise
        with kept["Body"] as body:
            return io.BytesIO(body.read())

    def put_file(self, name: str, path: Path) -> None:
        """Keep a file of this machine, whatever its size, without reading it whole."""
        with path.open("rb") as file:
            at = {"Bucket": self.address.bucket, "Key": self._key_of(name)}
            self._client.put_object(**at, Body=file)

    def read(self, name: str) -> BinaryIO | None:
        """The file to read from any place in it, a piece at a time; None when there is none."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 only with the extra ``s3``

        at = {"Bucket": self.address.bucket, "Key": self._key_of(name)}
        try:
            size = int(self._client.head_object(**at)["ContentLength"])
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return None
            raise
        pieces = Pieces(functools.partial(self._client.get_object, **at), size)
        return cast(BinaryIO, io.BufferedReader(pieces, PIECE))

    def found(self) -> Iterator[tuple[str, float]]:
        """The name of each file, and when it was put there (Unix time)."""
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.address.bucket, Prefix=f"{self.prefix}/"):
            for each in page.get("Contents", ()):
                yield each["Key"].rpartition("/")[2], each["LastModified"].timestamp()

    def may_hold(self, name: str) -> bool:
        """Is this a name of a file that was ever put?"""
        return NAME.fullmatch(name) is not None

    def delete(self, name: str) -> None:
        """Remove the file."""
        self._client.delete_object(Bucket=self.address.bucket, Key=self._key_of(name))

    def url(self, name: str) -> str:
        """Served by the site, which any cache before it may keep for ever."""
        return f"/media/{name}"

    def check(self) -> None:
        """Raise what is wrong when the bucket cannot be reached."""
        self._client.head_bucket(Bucket=self.address.bucket)

    @functools.cached_property
    def _client(self) -> Any:
        """Made in the process that asks: connections do not outlive a fork."""
        import boto3  # noqa: PLC0415 only with the extra ``s3``
        from botocore.config import Config  # noqa: PLC0415

        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.address.endpoint,
            region_name=self.address.region,
            aws_access_key_id=self.address.key,
            aws_secret_access_key=self.address.secret,
            config=Config(
                connect_timeout=SECONDS_TO_CONNECT,
                read_timeout=SECONDS_TO_READ,
                retries={"total_max_attempts": TURNS, "mode": "standard"},
                s3={"addressing_style": "path"},
                max_pool_connections=32,
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _key_of(self, name: str) -> str:
        if not NAME.fullmatch(name):
            raise ValueError(f"no name for a kept file: {name!r}")
        return f"{self.prefix}/{name[:2]}/{name}"


class Pieces(io.RawIOBase):
    """A file far away, of which only what is read is asked for; put it behind a buffer."""

    def __init__(self, ask: Callable[..., Any], size: int) -> None:
        self._ask, self._size, self._at = ask, size, 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """From any place."""
        return True

    def tell(self) -> int:
        """Where the next byte is."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go on somewhere else."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Ask for the next piece; 0 at the end."""
        upto = min(self._at + len(buffer), self._size)
        if upto <= self._at:
            return 0
        with self._ask(Range=f"bytes={self._at}-{upto - 1}")["Body"] as body:
            piece = body.read()
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
