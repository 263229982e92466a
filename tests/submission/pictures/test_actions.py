"""Adding, describing, moving and removing pictures."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ideas.jobs.worker import drain
from ideas.journey.stages import Stage
from ideas.refusals import Refusal, Refused
from ideas.storage.pictures import BadPicture, file_of, prepared
from ideas.storage.stores import Folder, store
from ideas.submission.pictures import actions, rules
from ideas.submission.queries import first_pictures, looks_of, picture_rows, pictures_of
from tests.factories import an_idea
from tests.storage.files import a_picture
from tests.submission.making import a_draft, a_shown_picture, is_kept

pytestmark = pytest.mark.usefixtures("session", "clock")


def test_a_sent_file_is_shown_last() -> None:
    idea = a_draft()
    a_shown_picture(idea, alt="First")
    added = actions.add_picture(idea, a_picture(), alt=" A square ", by=idea.creator)
    assert [picture.alt for picture in pictures_of(idea.id)] == ["First", "A square"]
    assert (added.position, added.width, added.height) == (1, 1200, 800)
    view = pictures_of(idea.id)[1]
    assert [part.split()[1] for part in view.srcset.split(", ")] == [
        "480w",
        "720w",
        "960w",
        "1200w",
    ]
    assert view.url.endswith("-960.webp")
    assert view.largest_url.endswith("-1200.webp")


def test_a_bad_file_changes_nothing() -> None:
    idea = a_draft()
    with pytest.raises(BadPicture):
        actions.add_picture(idea, b"no picture", by=idea.creator)
    assert pictures_of(idea.id) == []


def test_there_are_eight() -> None:
    idea = a_draft()
    for _ in range(8):
        a_shown_picture(idea)
    with pytest.raises(Refused) as refused:
        actions.add_picture(idea, a_picture(), by=idea.creator)
    assert refused.value.refusal.code == "picture.too_many"


def test_a_picture_refused_at_the_last_moment_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    idea = a_draft()
    for _ in range(8):
        a_shown_picture(idea)
    folder = store()
    assert isinstance(folder, Folder)
    before = len(list(folder.path.rglob("*.webp")))
    answers = iter([None, rules.refusal_to_add(8)])
    monkeypatch.setattr(rules, "refusal_to_add", lambda pictures: next(answers))
    with pytest.raises(Refused):
        actions.add_picture(idea, a_picture(), by=idea.creator)
    assert len(list(folder.path.rglob("*.webp"))) == before


def test_pictures_are_moved_and_removed_without_gaps(app: Flask, session: Session) -> None:
    idea = a_draft()
    first, _, third = (a_shown_picture(idea, alt=alt) for alt in ("1", "2", "3"))
    actions.change_picture(third, alt="3", steps=-1, by=idea.creator)
    actions.change_picture(first, alt="1", steps=-1, by=idea.creator)
    assert [p.alt for p in picture_rows(idea.id)] == ["1", "3", "2"]
    file = file_of(first.name, 480)
    actions.remove_picture(first, by=idea.creator)
    session.commit()
    assert [(p.alt, p.position) for p in picture_rows(idea.id)] == [("3", 0), ("2", 1)]
    assert first_pictures([idea.id])[idea.id].alt == "3"
    drain(app)
    assert not is_kept(file)


@pytest.mark.parametrize("cells", ["d9481c", "d9481g" * 48, "D9481C" * 48])
def test_the_database_keeps_nothing_but_cells(cells: str, session: Session) -> None:
    picture = a_shown_picture(a_draft())
    picture.cells = "d9481c" * 48
    session.flush()
    picture.cells = cells
    with pytest.raises(IntegrityError, match="cells_drawn"):
        session.flush()
    session.rollback()


def test_a_picture_is_described() -> None:
    idea = a_draft()
    picture = a_shown_picture(idea, alt="")
    actions.change_picture(picture, alt=" A lamp ", by=idea.creator)
    assert pictures_of(idea.id)[0].alt == "A lamp"


def test_pictures_are_fixed_once_handed_in(session: Session) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    with pytest.raises(Refused) as refused:
        actions.add_picture(idea, a_picture(), by=idea.creator)
    assert refused.value.refusal.code == "draft.fixed"


def test_several_files_are_taken_and_each_bad_one_says_why(session: Session) -> None:
    idea = a_draft()
    for _ in range(6):
        a_shown_picture(idea)
    sent = [a_picture(), b"no picture", a_picture(), a_picture()]
    added = actions.add_pictures(idea, sent, by=idea.creator)
    codes = [each.code if isinstance(each, Refusal) else "" for each in added]
    assert codes == ["", "picture.wrong_type", "", "picture.too_many"]
    assert len(pictures_of(idea.id)) == 8


def test_what_has_no_place_is_not_even_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    idea, decoded = a_draft(), []
    for _ in range(7):
        a_shown_picture(idea)

    def watched(content: bytes, **options: Any) -> object:
        decoded.append(content)
        return prepared(content, **options)

    monkeypatch.setattr(actions, "prepared", watched)
    added = actions.add_pictures(idea, [a_picture()] * 4, by=idea.creator)
    codes = [each.code if isinstance(each, Refusal) else "" for each in added]
    assert codes == ["", *["picture.too_many"] * 3]
    assert len(decoded) == 1


def test_no_file_is_decoded_under_the_lock(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea, locked = a_draft(), []

    def watched(content: bytes, **options: Any) -> object:
        locked.append(session.info.get("writing", False))
        assert not session.in_transaction()  # nor a connection
        return prepared(content, **options)

    monkeypatch.setattr(actions, "prepared", watched)
    first, _ = actions.add_pictures(idea, [a_picture(), a_picture()], by=idea.creator)
    session.commit()
    assert not isinstance(first, Refusal)
    actions.replace_picture(first, a_picture(), by=idea.creator)
    assert locked == [False, False, False]


def test_a_picture_is_replaced_in_its_place_under_its_words(app: Flask, session: Session) -> None:
    idea = a_draft()
    old, _ = (a_shown_picture(idea, alt=alt) for alt in ("1", "2"))
    file = file_of(old.name, 480)
    actions.replace_picture(old, a_picture(size=(900, 1200)), by=idea.creator)
    session.commit()
    first, second = pictures_of(idea.id)
    assert (first.id, first.alt, first.width, second.alt) == (old.id, "1", 900, "2")
    assert looks_of(idea.id)[old.id].height == 1200
    drain(app)
    assert not is_kept(file)
    with pytest.raises(BadPicture):
        actions.replace_picture(old, b"no picture", by=idea.creator)
    assert pictures_of(idea.id)[0].url == first.url


def test_measures_are_kept_replaced_and_forgotten_with_the_picture(session: Session) -> None:
    idea = a_draft()
    picture = actions.add_picture(idea, a_picture(size=(1000, 700)), by=idea.creator)
    assert (looks_of(idea.id)[picture.id].width, looks_of(idea.id)[picture.id].height) == (
        1000,
        700,
    )
    actions.replace_picture(picture, a_picture(), by=idea.creator)
    assert looks_of(idea.id)[picture.id].width == 1200
    actions.remove_picture(picture, by=idea.creator)
    session.commit()
    assert looks_of(idea.id) == {}
