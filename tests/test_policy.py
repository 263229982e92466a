"""The whole policy as a stored table: a change of who may do what is a visible diff."""

import itertools
import os
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from ideas.policy import Permission, Role, allows

TABLE = Path(__file__).with_name("policy_table.txt")


@dataclass(frozen=True)
class Someone:
    """An actor as policy sees one."""

    id: int | None = 1
    is_authenticated: bool = True
    is_verified: bool = True
    needs_second_factor: bool = False
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Thing:
    """A thing of person 1, or of person 2."""

    owner: int
    team_ids: frozenset[int]
    is_handed_in: bool = True

    @property
    def creator_id(self) -> int:
        return self.owner

    author_id = person_id = creator_id


OWN, OTHERS = Thing(1, frozenset({1})), Thing(2, frozenset({2}))
ACTORS = {
    "visitor": Someone(None, is_authenticated=False, is_verified=False),
    "unconfirmed": Someone(is_verified=False),
    "fan": Someone(),
    "half-in": Someone(needs_second_factor=True),
    **{role.value: Someone(roles=frozenset({role})) for role in Role},
}


def drawn() -> str:
    """A line per permission: for each actor, o = on their own thing, x = on anybody's."""
    head = f"{'permission':20}" + "".join(f"{name:>12}" for name in ACTORS)
    lines = [head.rstrip()]
    for permission in Permission:
        marks = (_mark(permission, actor) for actor in ACTORS.values())
        lines.append((f"{permission.value:20}" + "".join(f"{mark:>12}" for mark in marks)).rstrip())
    return "\n".join(lines) + "\n"


def _mark(permission: Permission, actor: Someone) -> str:
    if allows(permission, actor, OTHERS):
        return "x"
    return "o" if allows(permission, actor, OWN) else "-"


def test_the_policy_is_as_stored() -> None:
    if os.environ.get("DRAW_POLICY"):
        TABLE.write_text(drawn(), encoding="utf-8")
    assert drawn() == TABLE.read_text(encoding="utf-8")


def test_a_visitor_may_nothing() -> None:
    assert not any(allows(permission, ACTORS["visitor"]) for permission in Permission)


def test_a_draft_is_its_teams_alone() -> None:
    draft = Thing(2, frozenset({2}), is_handed_in=False)
    assert not any(allows(Permission.IDEA_PREVIEW, actor, draft) for actor in ACTORS.values())
    assert allows(Permission.IDEA_PREVIEW, Someone(2), draft)


def test_where_there_is_a_jury_it_alone_decides() -> None:
    jury = SimpleNamespace(juror_ids=frozenset({1}))
    juror, reviewer = ACTORS["juror"], ACTORS["reviewer"]
    other = replace(juror, id=2)
    for permission in (Permission.CASE_SCORE, Permission.DECISION_CONFIRM):
        asked = [allows(permission, each, jury) for each in (juror, other, reviewer)]
        assert asked == [True, False, False]
        assert allows(permission, reviewer, SimpleNamespace(juror_ids=None))
    assert allows(Permission.SHORTLIST_CHOOSE, juror, jury)
    assert not allows(Permission.SHORTLIST_CHOOSE, other, jury)


def test_no_staff_votes() -> None:
    for size in range(1, len(Role) + 1):
        for roles in itertools.combinations(Role, size):
            staff = Someone(roles=frozenset(roles))
            assert not allows(Permission.IDEA_VOTE, staff, OTHERS)


@pytest.mark.parametrize("permission", list(Permission))
def test_roles_add_up(permission: Permission) -> None:
    if permission is Permission.IDEA_VOTE:
        return
    together = Someone(roles=frozenset(Role))
    for role in Role:
        if allows(permission, Someone(roles=frozenset({role})), OTHERS):
            assert allows(permission, together, OTHERS)
