"""Entry point of the ``irpart`` command: finds subcommands without importing them, and turns errors into sentences."""

from __future__ import annotations

import importlib
import os
import sys

import click

from irpart.base.errors import IrpartError

COMMANDS = {
    "profile": "Run a script or native program and write the profile of its instructions.",
    "partition": "Cut the graph of a profile (or any graph file) into clusters.",
    "map": "Place the clusters of a partition on the processors of a machine.",
    "simulate": "Run a placed partition on a simulated machine: time, caches, links, energy, timeline.",
    "execute": "Execute the clusters of a partition or placement for real, check and time them.",
    "experiment": "Run a declared grid of methods, machines and mappings; a table of all cells.",
    "explain": "Say of every loop of a script whether it can run in parallel, and why.",
    "parallelize": "Write a script with its functions in parallel, as readable Python.",
    "run": "Run a script with its jitted functions in parallel, and check the results.",
    "compare": "Run several methods on several graphs; tables, plots, files.",
    "info": "Say what is in a profile, partition or placement file.",
    "generate": "Write a graph of a family: random, or one whose best cut is known.",
    "topology": "Describe a machine: its parts, distances and links, and a picture.",
    "export": "Write the graph of a profile in another format.",
}


class _Lazy(click.Group):
    """A group that imports a subcommand's module when it is used; its help needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"irpart.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="irpart")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Profile programs into instruction-dependency graphs and partition them.

    \b
    irpart profile profiling/workloads/fft.py
    irpart partition fft.irpg -k 8
    """


def main() -> None:
    """Run the command line and exit."""
    debug = "--debug" in sys.argv[1:3]
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        print("irpart: interrupted; no file was left half-written.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(141)
    except IrpartError as error:
        if debug:
            raise
        print(f"irpart: {error}", file=sys.stderr)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
