"""``ideas simulate-attacks``: how well attacks are told from crowds, without a database."""

import time
from collections.abc import Iterator
from pathlib import Path

import click

from ideas.voting.integrity.simulation.figures import figures_of, table_of
from ideas.voting.integrity.simulation.running import ACCURACY, Run, Told
from ideas.voting.integrity.simulation.scenarios import VERSION, scenarios_of
from ideas.voting.integrity.simulation.shapes import WRITTEN, Shapes, shapes_in
from ideas.voting.integrity.simulation.targets import lines_of


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
def simulate_attacks(seeds: range, data: Path | None, accuracy: float) -> None:
    """Run invented attacks and honest crowds past the detection, and print how it did."""
    shapes = WRITTEN if data is None else shapes_in(data)
    began = time.process_time()
    figures = figures_of(_runs(seeds, shapes, accuracy))
    spent = (time.process_time() - began) / len(seeds)
    click.echo(f"{table_of(figures)}\n\n{lines_of(figures)}")
    click.echo(f"\nVersion {VERSION}, seeds {seeds[0]}-{seeds[-1]}.")
    click.echo(f"{spent:.1f} s of one processor a seed.", err=True)


def _runs(seeds: range, shapes: Shapes, accuracy: float) -> Iterator[Told]:
    for seed in seeds:
        click.echo(f"seed {seed}", err=True)
        yield Run(scenarios_of(seed, shapes), seed, accuracy=accuracy).go()
