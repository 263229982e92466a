"""What a test is told of a vote, what it answers, and how alike honest people may be."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

HOUR, DAY = 3_600.0, 86_400.0


class Kind(StrEnum):
    """A way in which two votes can be alike."""

    NETWORK = "network"
    DOMAIN = "domain"
    DISPOSABLE = "disposable"
    DEVICE = "device"
    AGE = "age"
    LATENCY = "latency"
    DWELL = "dwell"
    REFERRER = "referrer"
    BORN = "born"
    WEEK = "week"
    MANNER = "manner"
    STRANGER = "stranger"
    COMPANY = "company"
    EARLIER = "earlier"


Key = tuple[tuple[Kind, str], ...]
"""What a group of votes has in common, in the order of the kinds."""


class Ground(StrEnum):
    """What a test finds odd; the last two only ask people to look."""

    SOURCE = "source"
    ALIKE = "alike"
    LOCKSTEP = "lockstep"
    SPEED = "speed"
    DRIFT = "drift"


HOLDING = frozenset({Ground.SOURCE, Ground.ALIKE, Ground.LOCKSTEP})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A vote as it came to count. Moments are seconds since 1970, lengths are seconds.

    ``network``, ``domain`` and ``device`` are any texts that are equal for equal things, empty
    when unknown. ``age`` is the account's when it voted, ``latency`` how long its address took to
    be confirmed, ``dwell`` how long the idea was looked at; None when unknown.
    """

    idea: int
    person: int
    at: float
    network: str = ""
    domain: str = ""
    is_disposable: bool = False
    device: str = ""
    age: float | None = None
    latency: float | None = None
    dwell: float | None = None
    referrer: str = ""


@dataclass(frozen=True)
class Suspicion:
    """Votes of one idea that a test finds too much alike.

    ``log10_p`` is the logarithm of the probability of as many by chance; ``found`` were there of
    ``expected``. ``people`` are those who cast them; a test that only asks to look names none.
    """

    idea: int
    ground: Ground
    key: Key
    log10_p: float
    found: int
    expected: float
    people: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """Are these votes to be held?"""
        return self.ground in HOLDING


@dataclass(frozen=True)
class Thresholds:
    """How much is too much.

    ``least`` votes make a group, ``times`` as many as expected are too many, and of the groups
    found at most ``false_share`` by chance. ``floors``: the share of a crowd that one value of a
    kind may bring without more ado. ``swings``: how many times what a value brings elsewhere a
    crowd may bring, as people on the move come through the few networks of carriers. ``caps``: how
    alike a crowd may be in this one way.
    """

    least: int = 8
    times: float = 3.0
    false_share: float = 1e-5
    windows: tuple[float, ...] = (600.0, HOUR, DAY, 7 * DAY)
    swings: Mapping[Kind, float] = field(
        default_factory=lambda: {Kind.NETWORK: 2.0, Kind.MANNER: 2.0}
    )
    floors: Mapping[Kind, float] = field(
        default_factory=lambda: {
            Kind.NETWORK: 0.02,
            Kind.DOMAIN: 0.03,
            Kind.DISPOSABLE: 0.05,
            Kind.DEVICE: 0.33,
            Kind.LATENCY: 0.25,
            Kind.BORN: 0.03,
            Kind.WEEK: 0.05,
            Kind.MANNER: 0.03,
            Kind.STRANGER: 0.25,
            Kind.COMPANY: 0.03,
            Kind.EARLIER: 0.03,
        }
    )
    caps: Mapping[Kind, float] = field(
        default_factory=lambda: {
            Kind.NETWORK: 0.3,
            Kind.DOMAIN: 0.6,
            Kind.DEVICE: 0.5,
            Kind.AGE: 0.9,
            Kind.LATENCY: 0.5,
            Kind.DWELL: 0.5,
            Kind.REFERRER: 0.9,
            Kind.EARLIER: 0.2,
        }
    )


AGES = ((HOUR, "minutes"), (DAY, "hours"), (30 * DAY, "days"))
STORED = "stored"
STORED_FROM = HOUR
YES = "yes"


Features = tuple[str, ...]
"""A vote's values in the order of KINDS; what is unknown is empty."""

SHOWN_BY_OTHERS = frozenset({Kind.COMPANY, Kind.EARLIER})
"""What a vote has only beside others."""
KINDS: tuple[Kind, ...] = tuple(kind for kind in Kind if kind not in SHOWN_BY_OTHERS)
PLACE = {kind: number for number, kind in enumerate(KINDS)}


def features_of(sighting: Sighting, *, is_stranger: bool = False) -> Features:
    """What can be compared of a vote; a stranger's network has brought nobody else here."""
    found = {
        Kind.NETWORK: sighting.network,
        Kind.DOMAIN: sighting.domain,
        Kind.DISPOSABLE: YES if sighting.is_disposable else "",
        Kind.DEVICE: sighting.device,
        Kind.AGE: age_band(sighting.age),
        Kind.LATENCY: latency_band(sighting.latency),
        Kind.DWELL: doubling(sighting.dwell),
        Kind.REFERRER: sighting.referrer,
        Kind.BORN: hour_of_birth(sighting),
        Kind.WEEK: week_of_birth(sighting),
        Kind.MANNER: manner_of(sighting),
        Kind.STRANGER: YES if is_stranger and _is_new(sighting) else "",
    }
    return tuple(sys.intern(found[kind]) for kind in KINDS)


def has(features: Features, key: Key) -> bool:
    """Does a vote have everything of a key?"""
    return all(features[PLACE[kind]] == value for kind, value in key)


def hour_of_birth(sighting: Sighting) -> str:
    """The hour in which an account was made, of accounts that have waited a day since."""
    if sighting.age is None or sighting.age < DAY:
        return ""
    return str(int((sighting.at - sighting.age) // HOUR))


def week_of_birth(sighting: Sighting) -> str:
    """The week in which an account was made, of accounts that have waited a week since."""
    if sighting.age is None or sighting.age < 7 * DAY:
        return ""
    return str(int((sighting.at - sighting.age) // (7 * DAY)))


def manner_of(sighting: Sighting) -> str:
    """How a new account took its time: for confirming and for looking, each roughly."""
    if not _is_new(sighting) or sighting.latency is None or sighting.dwell is None:
        return ""
    return f"{_roughly(sighting.latency)}:{_roughly(sighting.dwell)}"


def _roughly(seconds: float) -> str:
    """The length to the next power of four."""
    return str(4 ** ((max(1, int(seconds)).bit_length() - 1) // 2))


def _is_new(sighting: Sighting) -> bool:
    return sighting.age is not None and sighting.age < HOUR


def age_band(seconds: float | None) -> str:
    """How old an account is, in a word."""
    if seconds is None:
        return ""
    return next((word for limit, word in AGES if seconds < limit), "old")


def latency_band(seconds: float | None) -> str:
    """How long an address took to be confirmed: by doublings, and all from an hour on alike."""
    return STORED if seconds is not None and seconds >= STORED_FROM else doubling(seconds)


def doubling(seconds: float | None) -> str:
    """The length to the next power of two: ``0``, ``1``, ``2``, ``4``, ``8`` …"""
    if seconds is None:
        return ""
    return str(1 << max(0, int(seconds).bit_length() - 1)) if seconds >= 1 else "0"
