"""When more come than can be answered: search and files go first, votes never.

A process answers so many at once; the others wait. Whoever would wait behind too many is turned
away at once (503), so that those who are let in are answered in time.
"""

import re
from enum import IntEnum
from wsgiref.types import WSGIEnvironment

from ideas.web.answer import SAFE


class Errand(IntEnum):
    """What somebody came for, in the order in which they are turned away."""

    COSTLY = 1
    PAGE = 2
    FORM = 3
    VITAL = 4


MOST = {Errand.COSTLY: 2, Errand.PAGE: 8, Errand.FORM: 16}
"""For each thread: while so many are here, nobody else is let in on such an errand."""
COSTLY = re.compile(
    r".+\.(?:csv|pdf|zip|xlsx)|/account/data|/workshop/similar|/desk/(?:exports|terms/tune)"
)
SEARCHED = re.compile(r"(?:^|&)q=[^&]")
VITAL = re.compile(r"/ideas/[a-z0-9-]+/vote|/livez|/readyz|/healthz|/metrics")


def errand_of(environ: WSGIEnvironment) -> Errand:
    """By method and address alone."""
    path = environ.get("PATH_INFO", "")
    if VITAL.fullmatch(path):
        return Errand.VITAL
    if COSTLY.fullmatch(path):
        return Errand.COSTLY
    if environ.get("REQUEST_METHOD", "GET") not in SAFE:
        return Errand.FORM
    return Errand.COSTLY if SEARCHED.search(environ.get("QUERY_STRING", "")) else Errand.PAGE


def is_too_much(errand: Errand, *, here: int, costly: int, threads: int) -> bool:
    """Would they wait behind too many? ``costly`` of those who are ``here`` search or load files.

    These have a quarter of the threads, and as many as there are threads may wait for it.
    """
    if errand is Errand.VITAL:
        return False
    is_long = errand is Errand.COSTLY and costly >= threads
    return is_long or here >= MOST[errand] * threads
