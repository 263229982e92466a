"""Honest crowds that look odd: many at once, from one place, by one way, new here."""

from ideas.voting.integrity.detection.rules import Sighting
from ideas.voting.integrity.simulation.world import DAY, HOUR, MINUTE, PHONES, Site, vote

Numbers = dict[str, float]


def followers(site: Site, idea: int, count: int, *, start: float, days: int) -> list[Sighting]:
    """The votes an idea gets anyway, day and night as on real sites."""
    return [
        vote(site.somebody(at), idea, at, dwell=site.dwell(), way=site.way())
        for at in site.chance.moments(count, site.shapes.hours * days, start, HOUR)
    ]


def viral_spike(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """Two days as in June 2016: most come by one post, most are new, many on a phone."""
    chance = site.chance
    return [
        vote(
            site.somebody(at, new=n["new"], phones=0.55),
            *(idea, at),
            dwell=site.dwell(),
            way="post" if chance.is_so(n["from_one_post"]) else site.way(),
        )
        for at in chance.moments(int(n["votes"]), site.shapes.spike, start, HOUR)
    ]


def school_class(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """A lesson: one network, the school's tablets, new accounts, many with the school's mail."""
    chance, votes = site.chance, []
    school, tablet = chance.randrange(10_000), site.device()
    lesson = _at_work(start) + chance.span((MINUTE, 3 * HOUR))
    for _ in range(int(n["votes"])):
        at = lesson + chance.uniform(0, n["within"])
        pupil = site.somebody(at, new=0.95)
        pupil.network, pupil.device = f"school {school}", tablet
        if chance.is_so(n["own_mail"]):
            pupil.domain = f"school{school}.example"
        votes.append(vote(pupil, idea, at, dwell=site.dwell(), way="link"))
    return sorted(votes, key=lambda each: each.at)


def office(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """Colleagues in working hours: one network, mostly the firm's mail, a message passed on."""
    chance, votes = site.chance, []
    firm, laptops = chance.randrange(10_000), [site.device() for _ in range(4)]
    for _ in range(int(n["votes"])):
        at = _at_work(start) + chance.uniform(0, n["lasts"])
        one = site.somebody(at, new=0.7)
        one.network = f"office {firm}"
        if chance.is_so(n["own_mail"]):
            one.domain, one.device = f"office{firm}.example", chance.choice(laptops)
        way = "message" if chance.is_so(0.7) else site.way()
        votes.append(vote(one, idea, at, dwell=site.dwell(), way=way))
    return sorted(votes, key=lambda each: each.at)


def newsletter(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """A mailing: the first three hours as after an announcement, then the glow of a petition."""
    chance, count = site.chance, int(n["votes"])
    sent = _at_work(start)
    soon = chance.moments(count * 3 // 5, site.shapes.announced, sent, 5 * MINUTE)
    later = chance.moments(count - len(soon), site.shapes.afterglow, sent, HOUR)
    return [
        vote(
            site.somebody(at, new=n["new"]),
            *(idea, at),
            dwell=site.dwell(),
            way="mail" if chance.is_so(0.85) else site.way(),
        )
        for at in sorted(soon + later)
    ]


def tv_moment(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """An evening's programme names the idea: an announcement, but in minutes, phone in hand."""
    chance = site.chance
    evening = start // DAY * DAY + 20 * HOUR
    votes = []
    for at in chance.moments(int(n["votes"]), site.shapes.announced, evening, n["step"]):
        viewer = site.somebody(at, new=n["new"], phones=0.7)
        if chance.is_so(0.5):
            viewer.device = site.device(PHONES)
        way = "direct" if chance.is_so(0.75) else site.way()
        votes.append(vote(viewer, idea, at, dwell=site.dwell(), way=way))
    return votes


def _at_work(at: float) -> float:
    """Nine o'clock of that day."""
    return at // DAY * DAY + 9 * HOUR
