"""A brand in full swing: something of every kind, for those who try every door."""

from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.comments.actions import answer_officially, publish_update, write_comment
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.actions import archive, decline, publish, send_back
from ideas.moderation.reports.actions import report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.moderation.rules import Reason
from ideas.notifications.actions import follow, tell
from ideas.notifications.rules import NoticeKind, Told
from ideas.policy import Role
from ideas.production.actions import start_development
from ideas.review.actions import cut_off_due, open_round
from ideas.review.models import Case, Round
from ideas.review.scoring.actions import save_scorecard
from ideas.review.scoring.rules import DEFAULT_WEIGHTS
from ideas.royalties.payments.actions import prepare
from ideas.royalties.periods.models import Period
from ideas.royalties.settlements.models import Statement
from ideas.submission.actions import submit
from ideas.submission.team.actions import invite, invite_address
from ideas.voting.actions import cast_vote
from ideas.voting.survey.actions import answer_survey
from ideas.voting.survey.rules import Said
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, votes_for
from tests.journeys.watched import ideas_watched
from tests.money import (
    a_period,
    a_product,
    a_rate,
    a_row,
    an_active_agreement,
    an_agreement,
    close,
    pay,
    take_in,
    with_account,
)
from tests.submission.making import a_finished_draft

LADDER = ((10, 30), (100, 60))
MANY_VOTERS = 10  # as many as it takes to see what they say together
WORDS = {"en": "Because we say so.", "fr": "Parce que."}
SALES = [a_row("1", gross="250000.00"), a_row("2", gross="90000.00", currency="USD")]


@dataclass
class Town:
    """People by their first names, ideas by what they are known for."""

    people: dict[str, Person]
    ideas: dict[str, Idea] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


STAFF = {
    "Max": Role.MODERATOR,
    "Rita": Role.REVIEWER,
    "Ravi": Role.REVIEWER,
    "Fay": Role.FINANCE,
    "Flo": Role.FINANCE,
    "Adam": Role.ADMIN,
}


def a_town(clock: Clock) -> Town:
    """Ada's ideas at every stage, a round under review, a lamp on sale and paid for."""
    people = {name: a_person(name) for name in ("Ada", "Ben", "Vera")}
    people |= {name: a_person(name, role) for name, role in STAFF.items()}
    town = Town(people)
    _write(town)
    _speak(town)
    _moderate(town)
    _sell(town)
    _review(town, clock)
    town.ideas |= ideas_watched(people, clock)
    return town


def _write(town: Town) -> None:
    ada, ben, vera = town["Ada"], town["Ben"], town["Vera"]
    town.ideas["draft"] = a_finished_draft(ada, title="Draft of a drawbridge")
    invite(town.ideas["draft"], ben, 2_500, by=ada)
    invite_address(town.ideas["draft"], "stranger@example.org", 500, by=ada)
    live = a_live_idea("Lively lighthouse", ladder=LADDER, by=ada, team=(ben,))
    town.ideas["live"] = live
    cast_vote(live, by=vera)
    for voter in votes_for(live, MANY_VOTERS):
        answer_survey(live, Said(quantity=2, for_whom="gift", tell_me=True), by=voter)
    db.session.commit()


def _speak(town: Town) -> None:
    live, vera = town.ideas["live"], town["Vera"]
    first = write_comment(live, "I want *two* of them.", by=vera)
    write_comment(live, "So do I.", by=town["Ada"], parent=first)
    noise = write_comment(live, "Buy lamps at my shop.", by=town["Ben"])
    report(Thing(live, noise), ReportReason.SPAM, "He sells lamps.", by=vera)
    words = {"sentence": {"en": "We can make it.", "fr": "Nous pouvons la fabriquer."}}
    told = Told(NoticeKind.BACKED_MOVED, "move:1", "qualified", live.id, words=words)
    tell(told, sa.select(Person.id).where(Person.id == vera.id))
    answer_officially(live, "We are looking into it.", by=town["Max"])
    publish_update(live, "New motor", "It turns more slowly now.", by=town["Ada"])
    follow(live, by=town["Flo"])
    db.session.commit()


def _moderate(town: Town) -> None:
    max_ = town["Max"]
    send_back(_handed_in("returned", town), by=max_, reason=Reason.UNCLEAR, sentence=WORDS)
    decline(_handed_in("declined", town), by=max_, reason=Reason.NOT_SAFE, sentence=WORDS)
    hidden = _handed_in("hidden", town)
    publish(hidden, by=max_)
    archive(hidden, by=max_, reason=Reason.UNLAWFUL, sentence=WORDS)
    _handed_in("queued", town)


def _handed_in(name: str, town: Town) -> Idea:
    idea = town.ideas[name] = a_finished_draft(town["Ada"], title=f"One that is {name}")
    submit(idea, by=town["Ada"])
    db.session.commit()
    return idea


def _sell(town: Town) -> None:
    fay, flo, ada, ben = town["Fay"], town["Flo"], town["Ada"], town["Ben"]
    titles = {"lamp": "Lamp for sale", "bridge": "Bridge in the making", "chosen": "Just chosen"}
    for name, title in titles.items():
        town.ideas[name] = an_idea(title, stage=Stage.SELECTED, by=ada, team=(ben,))
    parts = [(ada, 6_000, 50_000), (ben, 4_000, 0)]
    town.agreements["lamp"] = an_active_agreement(fay, parts, idea=town.ideas["lamp"])
    town.agreements["bridge"] = an_agreement(fay, parts, idea=town.ideas["bridge"])
    a_product(fay, town.agreements["lamp"])
    town.ideas["crane"] = an_active_agreement(fay, [(ada, 10_000, 0)]).idea
    start_development(town.ideas["crane"], by=fay)
    town.periods["closed"] = a_period(fay)
    pay(town.agreements["lamp"].shares[0], by=fay, confirmed_by=flo)
    a_rate(fay, town.periods["closed"])
    take_in(fay, *SALES, a_row("3", sku="GONE-1"))
    take_in(fay, a_row("1", gross="1.00"))
    close(fay, town.periods["closed"])
    first = db.session.scalars(sa.select(Statement).order_by(Statement.id)).first()
    assert first is not None
    with_account(first.person, approved_by=flo)
    prepare(by=fay, only=[f"royalty:{first.id}"])
    town.periods["open"] = a_period(fay, "2026-H1")
    db.session.commit()


def _review(town: Town, clock: Clock) -> None:
    rita = town["Rita"]
    town.ideas["reviewed"] = an_idea("Under review", stage=Stage.QUALIFIED, by=town["Ada"])
    for name, days in (("past", 0), ("coming", 40)):
        town.rounds[name] = open_round(
            f"A round that is {name}",
            cutoff_at=clock.moment + timedelta(days=days, hours=1),
            decision_due_on=clock.moment.date() + timedelta(days=days + 30),
            capacity=20,
            by=rita,
        )
        db.session.commit()
        if name == "past":
            clock.go(hours=2)
            cut_off_due()
            db.session.commit()
    case = db.session.scalars(sa.select(Case)).one()
    save_scorecard(case, dict.fromkeys(DEFAULT_WEIGHTS, 4), note="A joy.", by=rita)
    db.session.commit()
