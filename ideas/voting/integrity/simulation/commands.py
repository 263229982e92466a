"""``ideas simulate-attacks``: how well attacks are told from crowds, without a database."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from ideas.voting.integrity.simulation.figures import Figures, figures_of, table_of, together
from ideas.voting.integrity.simulation.running import ACCURACY, Run
from ideas.voting.integrity.simulation.scenarios import VERSION, scenarios_of
from ideas.voting.integrity.simulation.shapes import WRITTEN, Shapes, shapes_in
from ideas.voting.integrity.simulation.targets import lines_of

Found = dict[str, Figures]


class Seeds(click.ParamType[range]):
    """``7`` or ``101-200``."""

    name = "seeds"

    def convert(
        self, value: str | range, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """The seeds of a text."""
        if isinstance(value, range):
            return value
        first, _, last = value.partition("-")
        try:
            found = range(int(first), int(last or first) + 1)
        except ValueError:
            self.fail(f"{value!r} is not like 7 or 101-200.", param, ctx)
        return found if found else self.fail(f"{value!r} holds no seed.", param, ctx)


@click.command("simulate-attacks")
@click.option("--seeds", type=Seeds(), default="101-110", show_default=True, help="Which to run.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Measure when honest votes arrive anew, from a folder with the data sets.",
)
@click.option(
    "--accuracy",
    type=click.FloatRange(0, 1),
    default=ACCURACY,
    show_default=True,
    help="How often people decide a case rightly.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="How many seeds to run at the same time.",
)
def simulate_attacks(seeds: range, data: Path | None, accuracy: float, processes: int) -> None:
    """Run invented attacks and honest crowds past the detection, and print how it did."""
    run = partial(_run, shapes=WRITTEN if data is None else shapes_in(data), accuracy=accuracy)
    began = time.monotonic()
    figures = together(_all(run, seeds, processes))
    spent = (time.monotonic() - began) * processes / len(seeds)
    click.echo(f"{table_of(figures)}\n\n{lines_of(figures)}")
    click.echo(f"\nVersion {VERSION}, seeds {seeds[0]}-{seeds[-1]}.")
    click.echo(f"{spent:.1f} s of one processor a seed.", err=True)


def _all(run: Callable[[int], Found], seeds: range, processes: int) -> Iterator[Found]:
    """Each seed's figures, in the order of the seeds, whoever ran it."""
    if processes == 1:
        yield from map(run, seeds)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(run, seeds)


def _run(seed: int, *, shapes: Shapes, accuracy: float) -> Found:
    click.echo(f"seed {seed}", err=True)
    return figures_of([Run(scenarios_of(seed, shapes), seed, accuracy=accuracy).go()])
