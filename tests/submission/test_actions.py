"""Beginning, writing, handing in, taking back and taking up again."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.campaigns.queries import current_terms
from ideas.jobs.models import Job
from ideas.jobs.worker import drain
from ideas.journey.actions import advance
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import last_move, moves_of
from ideas.journey.stages import Stage
from ideas.refusals import Refused
from ideas.storage.pictures import file_of
from ideas.submission import actions
from ideas.submission.again.actions import say_what_changed
from ideas.submission.models import Draft, Picture, Rights, Tag
from ideas.submission.queries import draft_of, picture_rows, pictures_of, tags_of
from ideas.submission.team.actions import invite
from tests.conftest import Clock
from tests.factories import a_person, an_idea, the_campaign
from tests.submission.making import a_draft, a_finished_draft, a_shown_picture, is_kept

pytestmark = pytest.mark.usefixtures("session", "clock")


def refusal_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    """The code a refusal carries."""
    return refused.value.refusal.code


def test_the_same_form_sent_twice_begins_one_draft() -> None:
    the_campaign()
    ada, ben = a_person("Ada"), a_person("Ben")
    first = actions.begin_draft(rights=Rights.OWN, nonce="n", by=ada)
    assert actions.begin_draft(rights=Rights.OWN, nonce="n", by=ada).id == first.id
    assert actions.begin_draft(rights=Rights.OWN, nonce="n", by=ben).id != first.id


def test_a_draft_in_which_nothing_stands_is_taken_again() -> None:
    the_campaign()
    ada = a_person("Ada")
    first = actions.begin_draft(rights=Rights.OWN, nonce="one window", by=ada)
    again = actions.begin_draft(rights=Rights.NOT_SURE, nonce="the other", by=ada)
    draft = draft_of(first.id)
    assert again.id == first.id
    assert draft is not None
    assert draft.rights is Rights.NOT_SURE


@pytest.mark.parametrize("touch", ["title", "specs", "tag", "picture", "person"])
def test_a_draft_in_which_something_stands_is_left_alone(touch: str) -> None:
    the_campaign()
    ada = a_person("Ada")
    first = actions.begin_draft(rights=Rights.OWN, by=ada)
    if touch == "title":
        actions.write_idea(first, by=ada, title="A lamp")
    elif touch == "specs":
        actions.write_idea(first, by=ada, specs="Height: 42 cm")
    elif touch == "tag":
        actions.write_idea(first, tags=["sea"], by=ada)
    elif touch == "picture":
        a_shown_picture(first)
    else:
        invite(first, a_person("Ben"), 0, by=ada)
    assert actions.begin_draft(rights=Rights.OWN, by=ada).id != first.id


def test_drafts_are_limited() -> None:
    ada = a_person("Ada")
    for _ in range(20):
        an_idea(by=ada)
    with pytest.raises(Refused) as refused:
        actions.begin_draft(rights=Rights.OWN, by=ada)
    assert refusal_of(refused) == "draft.too_many"


def test_a_property_is_remembered_only_where_it_is_somebodys(session: Session) -> None:
    idea = a_draft()
    ada = idea.creator
    actions.answer_rights(idea, Rights.THIRD_PARTY, property_named=" Sea Stories ", by=ada)
    draft = draft_of(idea.id)
    assert draft is not None
    assert (draft.rights, draft.property_named) == (Rights.THIRD_PARTY, "Sea Stories")
    actions.answer_rights(idea, Rights.OWN, property_named="Sea Stories", by=ada)
    assert draft.property_named == ""


def test_the_database_wants_a_property_named() -> None:
    idea = a_draft()
    with pytest.raises(sa.exc.IntegrityError):
        actions.answer_rights(idea, Rights.THIRD_PARTY, by=idea.creator)


def test_what_was_typed_is_kept_unfinished_or_not(clock: Clock) -> None:
    idea = a_draft()
    moment = clock.go(minutes=1)
    actions.write_idea(idea, by=idea.creator, title="La", body="*x*")
    assert (idea.title, idea.body, idea.body_html) == ("La", "*x*", "<p><em>x</em></p>\n")
    assert idea.edited_at == moment


def test_tags_are_replaced() -> None:
    idea = a_draft()
    actions.write_idea(idea, tags=["wood", "sea"], by=idea.creator)
    assert tags_of(idea.id) == ["wood", "sea"]
    actions.write_idea(idea, by=idea.creator, title="Another title")
    assert tags_of(idea.id) == ["wood", "sea"]


def test_submitting_moves_it_under_the_terms_in_force() -> None:
    idea = a_finished_draft()
    actions.submit(idea, by=idea.creator)
    actions.submit(idea, by=idea.creator)
    (move,) = moves_of(idea.id)
    assert (move.from_stage, move.to_stage) == (Stage.DRAFT, Stage.SUBMITTED)
    assert move.by_id == idea.creator_id
    assert move.terms_id == current_terms(idea.campaign_id).id
    assert idea.slug == f"lighthouse-that-turns-{idea.short_id}"


def test_a_title_without_latin_letters_still_has_an_address() -> None:
    idea = a_finished_draft(title="灯台が回転する")
    actions.submit(idea, by=idea.creator)
    assert idea.slug == idea.short_id


def test_a_draft_without_a_picture_stays() -> None:
    idea = a_draft()
    with pytest.raises(Refused) as refused:
        actions.submit(idea, by=idea.creator)
    assert refusal_of(refused) == "draft.pictures"
    assert moves_of(idea.id) == []


def test_one_idea_in_the_queue_and_three_open_for_votes() -> None:
    ada = a_person("Ada")
    idea = a_finished_draft(ada)
    waiting = an_idea(by=ada, stage=Stage.SUBMITTED)
    with pytest.raises(Refused) as refused:
        actions.submit(idea, by=ada)
    assert refusal_of(refused) == "draft.queued"
    actions.withdraw(waiting, by=ada)
    for stage in (Stage.LIVE, Stage.CERTIFYING, Stage.LIVE):
        an_idea(by=ada, stage=stage)
    with pytest.raises(Refused) as refused:
        actions.submit(idea, by=ada)
    assert refusal_of(refused) == "draft.too_many_live"


def test_returned_work_rests_before_it_is_handed_in_again(clock: Clock) -> None:
    idea = a_finished_draft()
    ada = idea.creator
    actions.submit(idea, by=ada)
    advance(idea, Stage.NEEDS_WORK, by=a_person("Max"))
    clock.go(hours=23)
    with pytest.raises(Refused) as refused:
        actions.submit(idea, by=ada)
    assert refusal_of(refused) == "draft.rests"
    clock.go(hours=1)
    actions.submit(idea, by=ada)
    assert idea.stage is Stage.SUBMITTED


def test_pending_shares_hold_it_back() -> None:
    idea = a_finished_draft()
    invite(idea, a_person("Ben"), 2_500, by=idea.creator)
    with pytest.raises(Refused) as refused:
        actions.submit(idea, by=idea.creator)
    assert refusal_of(refused) == "draft.shares"


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.LIVE, Stage.IN_REVIEW, Stage.PARKED])
def test_withdrawing_is_for_good_and_twice_is_once(stage: Stage) -> None:
    idea = an_idea(stage=stage)
    actions.withdraw(idea, by=idea.creator)
    actions.withdraw(idea, by=idea.creator)
    (move,) = moves_of(idea.id)
    assert (move.to_stage, move.reason) == (Stage.WITHDRAWN, "withdrawn_by_creator")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SELECTED, Stage.ON_SALE, Stage.EXPIRED])
def test_some_stages_cannot_be_withdrawn_from(stage: Stage) -> None:
    idea = an_idea(stage=stage)
    with pytest.raises(Refused) as refused:
        actions.withdraw(idea, by=idea.creator)
    assert refusal_of(refused) == "idea.wrong_stage"


def test_forgotten_work_is_withdrawn_after_ninety_days(clock: Clock) -> None:
    forgotten, other = an_idea(stage=Stage.NEEDS_WORK), an_idea(stage=Stage.SUBMITTED)
    clock.go(days=90)
    actions.withdraw_forgotten()
    assert forgotten.stage is Stage.NEEDS_WORK
    clock.go(seconds=1)
    actions.withdraw_forgotten()
    assert (forgotten.stage, other.stage) == (Stage.WITHDRAWN, Stage.SUBMITTED)
    move = last_move(forgotten.id)
    assert move is not None
    assert (move.by_id, move.reason) == (None, "withdrawn_by_time")


def test_a_deleted_draft_leaves_nothing(app: Flask, session: Session) -> None:
    idea = a_draft()
    picture = a_shown_picture(idea)
    file = file_of(picture.name, 480)
    invite(idea, a_person("Ben"), 2_500, by=idea.creator)
    session.commit()
    drain(app)
    actions.delete_draft(idea, by=idea.creator)
    session.commit()
    for table in (Idea, Draft, Picture, Tag, TeamMember):
        assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert is_kept(file)
    drain(app)
    assert not is_kept(file)


def test_an_invitation_to_a_deleted_draft_is_told_to_nobody(app: Flask, session: Session) -> None:
    idea = a_draft()
    invite(idea, a_person("Ben"), 2_500, by=idea.creator)
    actions.delete_draft(idea, by=idea.creator)
    session.commit()
    drain(app)
    assert session.scalars(sa.select(Job.last_error)).all().count(None) == 1


def test_only_a_draft_is_deleted() -> None:
    idea = an_idea(stage=Stage.NEEDS_WORK)
    with pytest.raises(Refused) as refused:
        actions.delete_draft(idea, by=idea.creator)
    assert refusal_of(refused) == "draft.not_deleted"


def test_taking_up_again_copies_what_was_made_and_remembers_the_old(
    app: Flask, session: Session, clock: Clock
) -> None:
    idea = a_finished_draft(specs="Height: 42 cm")
    picture_rows(idea.id)[0].cells = "1e1ec8" * 48
    ada = idea.creator
    actions.submit(idea, by=ada)
    advance(idea, Stage.DECLINED, by=a_person("Max"))
    newer = actions.resubmit(idea, by=ada)
    assert actions.resubmit(idea, by=ada).id == newer.id
    assert (newer.stage, newer.resubmits_id, newer.title) == (Stage.DRAFT, idea.id, idea.title)
    assert (newer.specs, newer.body_html) == ("Height: 42 cm", idea.body_html)
    assert tags_of(newer.id) == tags_of(idea.id)
    for old, copy in zip(pictures_of(idea.id), pictures_of(newer.id), strict=True):
        assert (copy.url, copy.ground) == (old.url, old.ground)
    with pytest.raises(Refused) as refused:
        actions.submit(newer, by=ada)
    assert refusal_of(refused) == "draft.changed"
    say_what_changed(newer, "A stronger motor.", by=ada)
    with pytest.raises(Refused) as refused:
        actions.submit(newer, by=ada)
    assert refusal_of(refused) == "draft.rests"
    file = file_of(session.scalars(sa.select(Picture)).all()[0].name, 480)
    actions.delete_draft(newer, by=ada)
    session.commit()
    drain(app)
    assert is_kept(file)


def test_a_withdrawn_heir_makes_room_for_another(session: Session) -> None:
    idea = an_idea(stage=Stage.EXPIRED)
    first = actions.resubmit(idea, by=idea.creator)
    advance(first, Stage.SUBMITTED, by=idea.creator)
    actions.withdraw(first, by=idea.creator)
    assert actions.resubmit(idea, by=idea.creator).id != first.id


def test_an_open_idea_is_not_taken_up_again() -> None:
    idea = an_idea(stage=Stage.LIVE)
    with pytest.raises(Refused) as refused:
        actions.resubmit(idea, by=idea.creator)
    assert refusal_of(refused) == "draft.not_resubmitted"


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.LIVE, Stage.DECLINED])
def test_what_was_handed_in_stays_as_it_is(stage: Stage) -> None:
    idea = an_idea(stage=stage)
    for change in (
        lambda: actions.write_idea(idea, by=idea.creator, title="Another"),
        lambda: actions.answer_rights(idea, Rights.OWN, by=idea.creator),
        lambda: a_shown_picture(idea),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refusal_of(refused) == "draft.fixed"


def test_facts_keep_their_lines_and_nothing_that_turns() -> None:
    idea = a_draft(specs="Height: 42 cm\r\nMade \u202eof\u200b: oak")
    assert idea.specs == "Height: 42 cm\r\nMade of: oak"


def test_a_title_that_turns_or_hides_is_cleaned() -> None:
    idea = a_draft(
        title="Lamp\u202e\u200b that  turns", summary="\u200bTwo mirrors", body="It \u202eis"
    )
    assert (idea.title, idea.summary, idea.body) == ("Lamp that turns", "Two mirrors", "It is")
    assert "\u202e" not in idea.body_html
