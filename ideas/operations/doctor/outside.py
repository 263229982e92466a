"""What the doctor asks outside the site: the mail server, and whether the address fits."""

import secrets
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit

from ideas.config import Config
from ideas.mail.backends import BadMailAddress, backend_of, is_outbox, named
from ideas.operations.doctor.advice import SERVERS, what_to_do
from ideas.operations.doctor.findings import Finding, Mark, judged
from ideas.storage.buckets import Bucket, address_in


def about_mail(config: Config) -> Iterator[Finding]:
    """Would a message leave? The server is greeted and signed in to; nothing is sent."""
    if is_outbox(config.mail_url):
        said = "Mail stays in the outbox, so nobody can confirm an address: set IDEAS_MAIL_URL."
        mark = Mark.NOTE if config.is_loopback else Mark.BAD
        yield judged("mail leaves this machine", good=False, advice=said, otherwise=mark)
        return
    where = urlsplit(config.mail_url)
    try:
        with backend_of(config.mail_url):
            yield Finding(Mark.OK, "mail server answers")
    except BadMailAddress:
        said = f"IDEAS_MAIL_URL begins with {where.scheme!r}: take smtp, smtps, file or console."
        yield Finding(Mark.BAD, "mail server answers", said)
    except Exception as error:  # whatever a server may answer
        said = f"IDEAS_MAIL_URL: {where.hostname}:{where.port or ''} {named(error)}."
        said = f"{said} {what_to_do(named(error), SERVERS)}"
        yield Finding(Mark.BAD, "mail server answers", said)


def about_files(config: Config) -> Iterator[Finding]:
    """Is the bucket there, when files are kept in one, and may we write to it?"""
    if not config.storage_url:
        return
    address, name = address_in(config.storage_url), f"{secrets.token_hex(8)}.txt"
    bucket, what = Bucket(address, "doctor"), "bucket answers"
    try:
        bucket.check()
        yield Finding(Mark.OK, what)
        what = "bucket can be written"
        bucket.put(name, b"")
        bucket.delete(name)
    except ModuleNotFoundError:
        said = "IDEAS_STORAGE_URL asks for a bucket. Run: pip install 'ideas[s3]'"
        yield Finding(Mark.BAD, "bucket answers", said)
    except Exception as error:  # whatever a server may answer
        cause = f"{type(error).__name__} {_code_of(error)}".strip()
        said = f"IDEAS_STORAGE_URL: {address.endpoint or 'Amazon'}/{address.bucket} {cause}."
        yield Finding(Mark.BAD, what, f"{said} {what_to_do(cause, SERVERS)}")
    else:
        yield Finding(Mark.OK, what)
        said = "A backup has no files of the bucket: let the bucket keep versions or copies."
        yield Finding(Mark.NOTE, "files are saved", said)


def _code_of(error: Exception) -> str:
    """What a bucket answered, as a status; empty when it did not answer."""
    answer = getattr(error, "response", {})
    return str(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))


def about_address(config: Config) -> Iterator[Finding]:
    """Is the site reached as it thinks it is?"""
    if config.is_loopback:
        said = f"It is at {config.base_url}: set IDEAS_BASE_URL when others shall come."
        yield Finding(Mark.NOTE, "site can be reached by others", said)
        return
    said = f"IDEAS_BASE_URL is {config.base_url}: passwords would travel in the open."
    yield judged("address is https", config.is_secure, said)
    said = "IDEAS_PROXIES is 0. Whatever speaks HTTPS for the site is a proxy: say how many."
    has_proxy = config.proxies > 0 or not config.is_secure
    yield judged("proxies are counted", has_proxy, said)


def about_extras(config: Config) -> Iterator[Finding]:
    """Is there what only some need?"""
    said = "Statements come as pages and CSV alone. Run: pip install 'ideas[pdf]'"
    has_pdf = find_spec("typst") is not None
    yield judged("statements can be PDF", has_pdf, said, otherwise=Mark.NOTE)


LOOKS = (about_mail, about_files, about_address, about_extras)
