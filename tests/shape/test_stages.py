"""The map of the stages holds together, and is drawn in the documentation."""

import os
from pathlib import Path

import pytest

from ideas.journey.stages import (
    COMMENTABLE,
    EDITABLE,
    FINAL,
    HIDDEN,
    MOVES,
    PUBLIC,
    RESTORABLE,
    RESUBMITTABLE,
    VOTABLE,
    Stage,
    may_move,
)

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
START, END = "<!-- stages -->\n", "<!-- /stages -->"


def drawn() -> str:
    """The map as a Mermaid diagram."""
    lines = [f"    {a.value} --> {b.value}" for a in Stage for b in Stage if b in MOVES[a]]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> draft", *lines, "```"]) + "\n"


def test_every_stage_is_on_the_map() -> None:
    assert set(MOVES) == set(Stage)


def test_every_stage_is_reached_from_a_draft() -> None:
    reached, ahead = set(), {Stage.DRAFT}
    while ahead:
        reached |= ahead
        ahead = {b for a in ahead for b in MOVES[a]} - reached
    assert reached == set(Stage)


def test_every_stage_leads_to_an_end() -> None:
    ends = {Stage.NOT_SELECTED, Stage.RETIRED, Stage.EXPIRED, Stage.WITHDRAWN, Stage.CANCELLED}
    assert ends == FINAL
    for stage in set(Stage) - FINAL:
        reached, ahead = set(), {stage}
        while ahead:
            reached |= ahead
            ahead = {b for a in ahead for b in MOVES[a]} - reached
        assert reached & FINAL, stage


def test_the_named_sets_speak_of_the_right_stages() -> None:
    assert set(Stage) == HIDDEN | PUBLIC
    assert not HIDDEN & PUBLIC
    assert EDITABLE <= HIDDEN
    assert VOTABLE < COMMENTABLE < PUBLIC
    assert {Stage.EXPIRED, Stage.NOT_SELECTED, Stage.DECLINED} == RESUBMITTABLE


@pytest.mark.parametrize("left", [Stage.LIVE, Stage.CERTIFYING, Stage.QUALIFIED])
def test_restoring_leads_only_where_it_came_from(left: Stage) -> None:
    back = {stage for stage in Stage if may_move(Stage.ARCHIVED, stage, left=left)}
    assert back == {left}
    assert {Stage.ARCHIVED, Stage.MERGED} == RESTORABLE


def test_the_documentation_shows_the_map() -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    _, after = rest.split(END)
    if os.environ.get("DRAW_STAGES"):
        PAGE.write_text(before + START + drawn() + END + after, encoding="utf-8")
    assert rest.startswith(drawn()), "run with DRAW_STAGES=1 to draw it anew"
