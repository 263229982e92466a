"""A seed past the detection: what is held, when, and what people make of it."""

from functools import cache

import pytest
from click.testing import CliRunner

from ideas.voting.integrity.simulation.commands import simulate_attacks
from ideas.voting.integrity.simulation.figures import (
    Figures,
    at_share,
    figures_of,
    table_of,
    together,
)
from ideas.voting.integrity.simulation.running import Run, Told
from ideas.voting.integrity.simulation.scenarios import scenarios_of
from ideas.voting.integrity.simulation.targets import lines_of, targets_of

SEED = 3
SOME = ("the rest", "script", "stored up", "school class", "newsletter")


def a_run() -> Told:
    """Some scenarios of a seed."""
    chosen = [each for each in scenarios_of(SEED) if each.name in SOME]
    return Run(chosen, SEED).go()


@cache
def figures() -> dict[str, Figures]:
    return figures_of([a_run()])


def test_attacks_are_held_soon() -> None:
    for name in ("script", "stored up"):
        assert figures()[name].recall >= 0.95
        assert figures()[name].precision >= 0.9
        assert at_share(figures()[name].waits, 0.5) <= 60


def test_honest_crowds_are_left_alone() -> None:
    assert figures()["newsletter"].honest_held <= 0.01
    assert figures()["the rest"].honest_held <= 0.01


def test_a_class_is_released_in_one_action() -> None:
    assert figures()["school class"].in_one == 1


def test_the_table_has_a_line_for_each_class() -> None:
    lines = table_of(figures()).splitlines()
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == list(figures())
    assert len({line.count("|") for line in lines}) == 1


def test_targets_are_met_or_missed() -> None:
    found = {each.what: each for each in targets_of(figures())}
    assert found["recall of script ≥ 99%"].is_met
    assert found["the school class released in one action"].is_met
    missed = next(targets_of({"script": Figures(ideas=1, attack=100, caught=98)}))
    assert (missed.found, missed.is_met) == ("98.00%", False)
    assert lines_of(figures()).count("|") == 4 * (len(found) + 2)


def test_people_who_are_always_wrong_turn_an_outcome() -> None:
    chosen = [each for each in scenarios_of(SEED) if each.name in {"the rest", "script"}]
    wrong = figures_of([Run(chosen, SEED, accuracy=0).go()])["script"]
    assert (wrong.wrong_held, wrong.wrong_decided) == (0, 1)


def test_figures_of_several_runs_are_added() -> None:
    one = {"script": Figures(ideas=1, attack=10, caught=9, waits=[5.0], cases=[1])}
    other = {"script": Figures(ideas=2, attack=30, caught=27, waits=[7.0]), "office": Figures()}
    both = together([one, other])
    assert both["script"] == Figures(ideas=3, attack=40, caught=36, waits=[5.0, 7.0], cases=[1])
    assert list(both) == ["script", "office"]


def test_many_or_those_near_the_goal_take_two() -> None:
    chosen = [each for each in scenarios_of(SEED) if each.name in {"the rest", "stored up"}]
    run = Run(chosen, SEED)
    idea = chosen[1].idea
    assert run._takes_two(idea, 51)
    assert not run._takes_two(idea, 5)
    run.cast_for[idea] = run.goals[idea]
    assert run._takes_two(idea, 5)


def test_shares_are_read_off_sorted_numbers() -> None:
    assert at_share([5, 1, 3], 0.5) == 3
    assert at_share([5, 1, 3], 1) == 5


@pytest.mark.parametrize("text", ["none", "5-3", ""])
def test_the_command_refuses_what_names_no_seeds(text: str) -> None:
    found = CliRunner().invoke(simulate_attacks, ["--seeds", text])
    assert found.exit_code == 2


def test_the_command_takes_a_range_of_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ideas.voting.integrity.simulation.commands.scenarios_of",
        lambda seed, _: [each for each in scenarios_of(seed) if each.name == "script"],
    )
    found = CliRunner().invoke(simulate_attacks, ["--seeds", "4-5"])
    assert found.exit_code == 0
    assert "| script | 2 |" in found.stdout
    assert "seeds 4-5" in found.stdout
