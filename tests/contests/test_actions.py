"""A closed vote from its announcement to its results, at every wrong moment too."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.audit.models import AuditEntry
from ideas.campaigns.calendar.actions import announce, change_plan, name_juror, release_juror
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import Kind, Phase, phase_at
from ideas.campaigns.calendar.queries import rulebook_of
from ideas.campaigns.queries import current_terms
from ideas.contests import queries
from ideas.contests.actions import choose, publish_shortlist
from ideas.contests.closing.actions import count_due, finish_due
from ideas.contests.juries.actions import name_juror as name_to_jury
from ideas.contests.models import ShortlistReason
from ideas.db import db, take_write_lock
from ideas.jobs.worker import drain
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import last_move
from ideas.journey.stages import Stage
from ideas.merging import actions as merging
from ideas.moderation.actions import Words, decide, publish
from ideas.moderation.judgements.actions import judge_idea
from ideas.moderation.rules import Reason, Verdict
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.search.queries import search_ideas
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.ballots.actions import certify_due, expire_due
from ideas.voting.casting.actions import cast_votes
from ideas.voting.casting.queries import Cast
from ideas.voting.entries.actions import let_stand
from ideas.voting.joins.listeners import carry_on_joins
from ideas.voting.models import Ballot, Entry
from ideas.voting.standing.actions import refresh_standings
from ideas.voting.standing.models import Standing
from tests.conftest import Clock
from tests.contests.plans import a_campaign, a_jury, a_plan, an_entry, chosen
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for


def rules_anew(calendar: Calendar) -> dict[str, str]:
    return {"en": f"The vote opens at {calendar.vote_opens_at}."}


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


def stand(clock: Clock, **delta: float) -> None:
    """Let time pass, and the schedule do what is due."""
    db.session.commit()
    clock.go(**delta)
    for due in (count_due, expire_due, certify_due, finish_due):
        due()


def in_vote(clock: Clock, *titles: str, places: int = 1) -> tuple[Calendar, list[Idea]]:
    """A naming whose vote has just opened on these names."""
    jo, juno = a_jury()
    calendar = a_campaign(a_plan(places=places), jo, juno)
    entries = [an_entry(calendar, title) for title in titles]
    stand(clock, days=11)
    chosen(calendar, *entries, by=jo)
    publish_shortlist(calendar, rules_anew, by=juno)
    stand(clock, days=3, seconds=1)
    return calendar, entries


def test_announcing_freezes_terms_and_rules(session: Session) -> None:
    calendar = a_campaign(None, *a_jury())
    terms, rules = current_terms(calendar.campaign_id), rulebook_of(calendar.campaign_id)
    assert (terms.version, terms.ladder) == (1, [])
    assert (rules["fr"].version, rules["fr"].text) == (1, "Les règles.")
    none = queries.none_of_these(calendar.campaign_id)
    assert none is not None
    assert (none.idea.stage, none.ballot.entry) == (Stage.LIVE, Entry.NONE)
    with pytest.raises(Refused) as refused:
        announce(calendar, {"en": "Other rules."}, by=a_person("Adam", Role.ADMIN))
    assert code_of(refused) == "campaign.announced"
    with pytest.raises(Refused) as refused:
        change_plan(calendar, a_plan(), by=a_person("Adam", Role.ADMIN))
    assert code_of(refused) == "campaign.announced"
    rules["fr"].text = "Autre chose."
    with pytest.raises(DatabaseError, match="append-only"):
        session.flush()


def test_a_jury_of_one_announces_nothing(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        a_campaign(None, a_person("Jo"))
    assert code_of(refused) == "campaign.jury_small"


def test_a_juror_has_the_role_as_long_as_they_sit_on_a_jury(session: Session) -> None:
    jo, juno, adam = *a_jury(), a_person("Adam", Role.ADMIN)
    first, second = a_campaign(None, jo, juno), a_campaign(None, jo, juno)
    assert jo.roles == {Role.JUROR}
    jim = a_person("Jim")
    for calendar in (first, second):
        name_juror(calendar, jim, has_entry=False, by=adam)
    with pytest.raises(Refused) as refused:
        name_juror(first, jim, has_entry=False, by=adam)
    assert code_of(refused) == "campaign.juror_named"
    release_juror(first, jim, by=adam)
    assert jim.roles == {Role.JUROR}
    release_juror(second, jim, by=adam)
    assert jim.roles == set()
    with pytest.raises(Refused) as refused:
        release_juror(first, jo, by=adam)
    assert code_of(refused) == "campaign.jury_small"


def test_before_the_vote_opens_no_way_to_vote_counts(session: Session, clock: Clock) -> None:
    calendar = a_campaign(None, *a_jury())
    entry, vera = an_entry(calendar), a_person()
    for days in (0, 8, 4):  # entries, moderation, and a jury that is late
        stand(clock, days=days)
        with pytest.raises(Refused) as refused:
            cast_vote(entry, by=vera)
        assert code_of(refused) == "vote.too_early"
        (outcome,) = cast_votes([Cast(entry.slug, vera.id)])
        assert outcome.refusal is not None
        assert outcome.refusal.code == "vote.too_early"
    assert session.get_one(Ballot, entry.id).votes == 0


def test_the_jury_chooses_between_moderation_and_the_vote(session: Session, clock: Clock) -> None:
    jo, juno = a_jury()
    calendar = a_campaign(None, jo, juno)
    good, other, joke = (an_entry(calendar, each) for each in ("Betty", "Bella", "Boaty"))
    with pytest.raises(Refused) as refused:
        chosen(calendar, good, by=jo)
    assert code_of(refused) == "shortlist.not_now"
    stand(clock, days=11)
    chosen(calendar, good, by=jo)
    with pytest.raises(Refused) as refused:
        publish_shortlist(calendar, rules_anew, by=juno)
    assert code_of(refused) == "shortlist.undecided"
    chosen(calendar, other, by=jo)
    with pytest.raises(Refused) as refused:
        choose(calendar, joke, reason=ShortlistReason.HURTFUL, sentence={}, by=jo)
    assert code_of(refused) == "shortlist.no_sentence"
    said = {"en": "It mocks the keepers."}
    choose(calendar, joke, reason=ShortlistReason.HURTFUL, sentence=said, by=jo)
    with pytest.raises(Refused) as refused:
        publish_shortlist(calendar, rules_anew, by=jo)
    assert code_of(refused) == "shortlist.second_person"
    publish_shortlist(calendar, rules_anew, by=juno)
    move = last_move(joke.id)
    assert move is not None
    assert (joke.stage, move.reason, move.public_text) == (
        Stage.NOT_SELECTED,
        "shortlist_hurtful",
        said,
    )
    with pytest.raises(Refused) as refused:
        choose(calendar, good, reason=ShortlistReason.WEAKER, sentence=said, by=jo)
    assert code_of(refused) == "shortlist.published"
    assert rulebook_of(calendar.campaign_id)["en"].version == 1


def test_an_entry_in_the_queue_keeps_the_shortlist_back(session: Session, clock: Clock) -> None:
    jo, juno = a_jury()
    calendar = a_campaign(None, jo, juno)
    entries = [an_entry(calendar, each) for each in ("Betty", "Bella")]
    an_entry_in_the_queue(calendar)
    stand(clock, days=11)
    chosen(calendar, *entries, by=jo)
    with pytest.raises(Refused) as refused:
        publish_shortlist(calendar, rules_anew, by=juno)
    assert code_of(refused) == "shortlist.queued"


def test_a_late_shortlist_moves_the_vote_and_says_so(
    session: Session, clock: Clock, client: FlaskClient
) -> None:
    jo, juno = a_jury()
    calendar = a_campaign(None, jo, juno)
    entries = [an_entry(calendar, each) for each in ("Betty", "Bella")]
    stand(clock, days=16)
    assert phase_at(calendar.course, clock.moment) is Phase.SHORTLIST
    chosen(calendar, *entries, by=jo)
    publish_shortlist(calendar, rules_anew, by=juno)
    session.flush()
    ballot = session.get_one(Ballot, entries[0].id, populate_existing=True)
    assert ballot.opened_at == calendar.vote_opens_at == clock.moment
    assert (ballot.closes_at - ballot.opened_at).days == 7
    assert rulebook_of(calendar.campaign_id)["en"].version == 2
    session.commit()
    said = "The jury took longer than planned"
    place = f"/campaigns/{calendar.campaign.slug}/rules"
    assert said in client.get(f"{place}/2").text
    assert said not in client.get(f"{place}/1").text
    assert "There is a newer version" in client.get(f"{place}/1").text
    votes_for(entries[0], 1)
    late, words = an_entry_in_the_queue(calendar), Words(Reason.FITS_GUIDELINES)
    with pytest.raises(Refused) as refused:
        judge_idea(late, Verdict.PUBLISH, words, by=a_person("Max", Role.MODERATOR))
    assert code_of(refused) == "campaign.vote_stands"
    with pytest.raises(Refused) as refused:
        publish(late, by=a_person("Max", Role.MODERATOR))
    assert code_of(refused) == "campaign.vote_stands"


def an_entry_in_the_queue(calendar: Calendar) -> Idea:
    idea = an_idea("Too late", stage=Stage.SUBMITTED)
    idea.campaign_id = calendar.campaign_id
    db.session.commit()
    return idea


def test_the_first_by_votes_go_to_the_final(session: Session, clock: Clock) -> None:
    calendar, (first, tied, last) = in_vote(clock, "Betty", "Bella", "Bertha", places=2)
    for entry, votes in ((first, 4), (tied, 2), (last, 1)):
        votes_for(entry, votes)
    fan = a_person()
    cast_vote(last, by=fan)  # for as many as one likes
    cast_vote(first, by=fan)
    take_back_vote(first, by=fan)
    stand(clock, days=7)
    session.expire_all()
    stages = [each.stage for each in (first, tied, last)]
    assert stages == [Stage.CERTIFYING] * 3  # the last place is shared
    with pytest.raises(Refused):
        cast_vote(first, by=a_person())
    stand(clock, days=4)
    session.expire_all()
    assert {first.stage, tied.stage, last.stage} == {Stage.IN_REVIEW}
    round_ = queries.campaign_round(calendar.campaign_id)
    assert round_ is not None
    assert round_.juror_ids is not None


def test_when_none_of_these_wins_nobody_does(session: Session, clock: Clock) -> None:
    calendar, entries = in_vote(clock, "Betty", "Bella")
    none = queries.none_of_these(calendar.campaign_id)
    assert none is not None
    votes_for(entries[0], 2)
    votes_for(none.idea, 2)
    stand(clock, days=7)
    session.expire_all()
    assert [each.stage for each in entries] == [Stage.NOT_SELECTED] * 2
    move = last_move(entries[0].id)
    assert move is not None
    assert move.reason == "none_of_these_won"
    assert phase_at(calendar.course, clock.moment) is Phase.RESULTS


def test_entries_are_in_no_list_of_all_ideas_until_they_win(session: Session) -> None:
    calendar = a_campaign(None, *a_jury())
    entry, none = an_entry(calendar), queries.none_of_these(calendar.campaign_id)
    assert none is not None
    refresh_standings()
    assert session.scalars(sa.select(Standing)).all() == []
    let_stand(entry)
    for stage in (Stage.CERTIFYING, Stage.QUALIFIED, Stage.IN_REVIEW, Stage.SELECTED):
        advance(entry, stage, by=None)
    refresh_standings()
    assert session.scalars(sa.select(Standing.idea_id)).all() == [entry.id]


@pytest.mark.usefixtures("unscored")
def test_the_jury_decides_its_final_alone(
    session: Session, clock: Clock, client: FlaskClient
) -> None:
    jo, juno = a_jury()
    calendar = a_campaign(a_plan(places=1), jo, juno)
    entries = [an_entry(calendar, each) for each in ("Betty", "Bella")]
    stand(clock, days=11)
    chosen(calendar, *entries, by=jo)
    publish_shortlist(calendar, rules_anew, by=juno)
    stand(clock, days=3, seconds=1)
    votes_for(entries[0], 2)
    for days in (7, 4):
        stand(clock, days=days)
    round_ = queries.campaign_round(calendar.campaign_id)
    assert round_ is not None
    place = f"/desk/rounds/{round_.slug}"
    case = f"{place}/cases/{entries[0].slug}"
    yes = {"outcome": "selected", "reason": "chosen", "sentence_en": "It rings."}
    sign_in(client, a_person("Rita", Role.REVIEWER))
    assert client.get(place).status_code == 403
    assert round_.name not in client.get("/desk/rounds").text
    sign_in(client, jo)
    assert round_.name in client.get("/desk/rounds").text
    assert client.post(f"{case}/decision", data=yes).status_code == 303
    assert client.post(f"{case}/confirmation").status_code == 409
    sign_in(client, juno)
    assert client.post(f"{case}/confirmation").status_code == 303
    assert client.post(f"{place}/publication").status_code == 303
    stand(clock, minutes=1)
    session.expire_all()
    assert phase_at(calendar.course, clock.moment) is Phase.RESULTS
    results = client.get(f"/campaigns/{calendar.campaign.slug}/results").text
    assert "The jury has decided" in results
    assert "It rings." in results


def test_however_many_entries_there_are_each_is_chosen_counted_and_shown(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_SHOWN", 1)
    jo, juno = a_jury()
    calendar = a_campaign(a_plan(), jo, juno)
    entries = [an_entry(calendar, each) for each in ("Betty", "Bella", "Bruno")]
    stand(clock, days=11)
    seen = set()
    while any(each.choice is None for each in queries.judged_entries(calendar.campaign_id)):
        (shown,) = queries.judged_entries(calendar.campaign_id)
        chosen(calendar, shown.idea, by=jo)
        seen.add(shown.idea.id)
    assert seen == {each.id for each in entries}
    publish_shortlist(calendar, rules_anew, by=juno)
    assert queries.numbers_of(calendar.campaign_id) == queries.Numbers(3, 3, 0)
    stand(clock, days=3, seconds=1)
    votes_for(entries[2], 2)
    stand(clock, days=7)
    stages = [each.stage for each in entries]
    assert stages == [Stage.NOT_SELECTED, Stage.NOT_SELECTED, Stage.CERTIFYING]


def test_an_entry_that_comes_back_votes_no_longer_than_the_others(
    session: Session, clock: Clock
) -> None:
    calendar, (betty, bella) = in_vote(clock, "Betty", "Bella")
    mona = a_person("Mona", Role.MODERATOR)
    take_write_lock()
    decide(betty, Verdict.ARCHIVE, Words(Reason.RIGHTS_CLAIM, {"en": "We look into it."}), by=mona)
    stand(clock, days=1)
    take_write_lock()
    decide(betty, Verdict.RESTORE, Words(Reason.OUR_MISTAKE, {"en": "Sorry."}), by=mona)
    stand(clock, minutes=5)
    ends = [session.get_one(Ballot, each.id).closes_at for each in (betty, bella)]
    assert betty.stage is Stage.LIVE
    assert ends == [calendar.vote_closes_at] * 2


def test_an_entry_that_comes_back_after_the_count_has_not_won(
    session: Session, clock: Clock
) -> None:
    calendar, (betty, bella) = in_vote(clock, "Betty", "Bella")
    mona = a_person("Mona", Role.MODERATOR)
    take_write_lock()
    decide(betty, Verdict.ARCHIVE, Words(Reason.RIGHTS_CLAIM, {"en": "We look into it."}), by=mona)
    cast_vote(bella, by=a_person("Vera"))
    stand(clock, days=20)
    assert session.get_one(Calendar, calendar.campaign_id).closed_at is not None
    take_write_lock()
    decide(betty, Verdict.RESTORE, Words(Reason.OUR_MISTAKE, {"en": "Sorry."}), by=mona)
    assert betty.stage is Stage.NOT_SELECTED


def test_none_of_these_cannot_be_taken_out_of_its_vote(session: Session, clock: Clock) -> None:
    calendar, _ = in_vote(clock, "Betty", "Bella")
    none, mona = queries.none_of_these(calendar.campaign_id), a_person("Mona", Role.MODERATOR)
    assert none is not None
    session.commit()
    with pytest.raises(Refused) as refused:
        decide(none.idea, Verdict.ARCHIVE, Words(Reason.RIGHTS_CLAIM, {"en": "No."}), by=mona)
    assert code_of(refused) == "entry.none_stays"
    session.rollback()
    assert none.idea.stage is Stage.LIVE


def test_nobody_judges_where_they_enter(session: Session) -> None:
    calendar, adam = a_campaign(None, *a_jury()), a_person("Adam", Role.ADMIN)
    betty = an_entry(calendar)
    assert queries.has_entry(calendar.campaign_id, betty.creator_id)
    assert not queries.has_entry(calendar.campaign_id, adam.id)
    with pytest.raises(Refused) as refused:
        name_juror(calendar, betty.creator, has_entry=True, by=adam)
    assert code_of(refused) == "campaign.juror_enters"


def test_who_leaves_the_last_jury_loses_the_role_as_any_other(session: Session) -> None:
    (jo, juno), adam = a_jury(), a_person("Adam", Role.ADMIN)
    calendar = a_campaign(None, jo, juno, a_person("Jim"))
    release_juror(calendar, jo, by=adam)
    taken = sa.select(AuditEntry.subject).where(AuditEntry.action == "roles.take")
    assert session.scalars(taken).all() == [f"person:{jo.id}"]


def test_whoever_comes_to_the_jury_votes_no_longer_in_its_campaign(
    app: Flask, session: Session, clock: Clock
) -> None:
    calendar = a_campaign(a_plan(Kind.CONTEST, has_jury=False), *a_jury())
    entry, elsewhere, jim = an_entry(calendar), a_live_idea("Kite"), a_person("Jim")
    none = queries.none_of_these(calendar.campaign_id)
    assert none is not None
    stand(clock, days=15)
    for idea in (entry, none.idea, elsewhere):
        cast_vote(idea, by=jim)
    name_to_jury(calendar, jim, by=a_person("Adam", Role.ADMIN))
    session.commit()
    votes = [session.get_one(Ballot, each.id).votes for each in (entry, none.idea, elsewhere)]
    assert votes == [0, 0, 1]
    session.commit()
    drain(app)
    told = session.scalars(sa.select(Notice).where(Notice.person_id == jim.id)).all()
    assert {each.idea_id for each in told if each.variant == "jury"} == {entry.id, none.idea.id}
    with pytest.raises(Refused):
        cast_vote(entry, by=jim)


def test_none_of_these_is_found_by_no_search_whatever_is_indexed_anew(
    app: Flask, session: Session
) -> None:
    calendar = a_campaign(None, *a_jury())
    an_entry(calendar, "Lamp of none")
    session.commit()
    app.test_cli_runner().invoke(args=["reindex"])
    (found,) = search_ideas("none", 5)
    assert session.get_one(Idea, found).title == "Lamp of none"


def test_an_entry_separated_after_the_count_is_not_among_those_that_won(
    session: Session, clock: Clock
) -> None:
    calendar, (betty, bella) = in_vote(clock, "Betty", "Bella")
    max_ = a_person("Max", Role.MODERATOR)
    votes_for(bella, 1)
    merger = merging.propose(bella, betty, {"en": "The same name."}, by=max_)
    if merger.needs_two:
        merging.confirm(merger, by=a_person("Mia", Role.MODERATOR))
    stand(clock, minutes=1)
    merging.carry_out_due()
    carry_on_joins()
    stand(clock, days=7)
    assert last_move(bella.id).to_stage is Stage.MERGED  # type: ignore[union-attr]
    merging.separate(merger, {"en": "They are two names."}, by=max_)
    session.commit()
    carry_on_joins()
    session.expire_all()
    assert bella.stage is Stage.NOT_SELECTED
    assert session.get_one(Ballot, bella.id).closed_at is not None
    assert calendar.closed_at is not None
