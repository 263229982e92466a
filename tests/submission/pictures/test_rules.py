"""How many pictures there are, and their order."""

import pytest

from ideas.submission.pictures.rules import moved, refusal_to_add


@pytest.mark.parametrize(("pictures", "refused"), [(0, False), (7, False), (8, True)])
def test_pictures_are_counted(pictures: int, refused: bool) -> None:
    assert (refusal_to_add(pictures) is not None) is refused


@pytest.mark.parametrize(
    ("one", "steps", "row"),
    [
        ("b", -1, "bac"),
        ("b", 1, "acb"),
        ("a", -1, "abc"),
        ("c", 1, "abc"),
        ("a", 9, "bca"),
        ("c", -9, "cab"),
    ],
)
def test_one_is_moved_and_the_others_keep_their_order(one: str, steps: int, row: str) -> None:
    assert "".join(moved("abc", one, steps)) == row
