"""``irpart profile``: run a script or native program and write its profile."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from irpart.base.errors import BackendError, InputError, IrpartError
from irpart.cli.terminal import json_option, print_json, progress, read_table

if TYPE_CHECKING:
    from irpart.base.interrupts import Interrupts
    from irpart.profiles.recording import ProfileRecorder

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""
_NATIVE = (".ll", ".bc", ".c", ".rs")
_WITH_VALUE = ("-o", "--output", "--function", "--plot", "--latencies", "--timing", "--calls", "--max-instructions",
               "--error-model")


class _ProfileCommand(click.Command):
    """Options may follow a native program (its own arguments stand behind ``--``), but not a script."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        at = 0
        while at < len(args) and args[at].startswith("-"):
            at += 2 if args[at] in _WITH_VALUE else 1
        if at < len(args) and args[at].endswith(_NATIVE):
            rest = args[at + 1 :]
            cut = rest.index("--") if "--" in rest else len(rest)
            args = [*args[:at], *rest[:cut], args[at], *rest[cut + 1 :]]
        return super().parse_args(ctx, args)


@click.command("profile", cls=_ProfileCommand,
               context_settings={"allow_interspersed_args": False, "ignore_unknown_options": False})
@click.argument("target", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("-f", "--function", "functions", multiple=True, metavar="NAME",
              help="Trace this function (repeatable): NAME of the script, MODULE:QUALNAME, or of a native program. "
                   "Default: the jitted functions a script calls; main of a native program.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Profile file; default: TARGET's name with .irpg.")
@click.option("--timing", default="sampled", show_default=True,
              type=click.Choice(["sampled", "every", "model", "none"]), help="Where edge weights come from.")
@click.option("--latencies", type=click.Path(path_type=Path), help="TOML or JSON table of cycles for --timing model.")
@click.option("--calls", default=1, show_default=True, help="How many calls of each function are traced.")
@click.option("--max-instructions", default=2_000_000_000, show_default=True, help="Stop recording after so many.")
@click.option("--error-model", default="numpy", show_default=True, type=click.Choice(["numpy", "python"]),
              help="Division by zero in plain Python functions named with --function.")
@click.option("--replay", is_flag=True, help="Also record what executing the program again needs (irpart execute).")
@click.option("--plot", type=click.Path(path_type=Path),
              help="Draw the degree distribution to this file (.png, .svg, .pdf).")
@json_option
def command(target: Path, arguments: tuple[str, ...], functions: tuple[str, ...], output: Path | None, timing: str,
            latencies: Path | None, calls: int, max_instructions: int, error_model: str, replay: bool, plot: Path | None,
            as_json: bool) -> None:
    """Run TARGET (a Python script, or a .ll, .bc, .c or .rs program) as it is, tracing the functions that matter.

    ARGUMENTS go to a script as they stand; those of a native program stand behind --.
    """
    from irpart.base.interrupts import Interrupts
    from irpart.profiles.options import ProfileOptions
    from irpart.profiles.recording import ProfileRecorder

    table = read_table(latencies) if latencies else {}
    options = ProfileOptions(timing, calls, max_instructions, table, error_model, replay)
    if not target.is_file():
        raise InputError(f"There is no file {target}.")
    path = output or Path(target.stem + ".irpg")
    check_plot_path(plot)
    command_line = shlex.join(["irpart", "profile", *(["--replay"] if replay else []), target.name, *arguments])
    try:
        with progress(target.name) as show:
            if target.suffix in _NATIVE:
                run = _NativeRun(target, arguments, functions, path, plot, as_json)
                run.isolated(lambda place: ProfileRecorder(place, command_line, options, show))
            else:
                with ProfileRecorder(path, command_line, options, show) as recorder:
                    interrupts = Interrupts(lambda: _interrupt(recorder))
                    notes = _run_script(target, arguments, functions, recorder, interrupts)
                    _finish(recorder, interrupts, path, path, plot, as_json, notes)
    except KeyboardInterrupt:
        _leave()


def check_plot_path(plot: Path | None) -> None:
    """Refuse a plot that cannot be written before the work begins."""
    if plot is not None and plot.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise InputError(f"A plot is written as .png, .svg or .pdf, not as '{plot.name}'.")
    if plot is not None and not plot.absolute().parent.is_dir():
        raise InputError(f"There is no folder {plot.parent} to write the plot {plot.name} to.")


def _finish(recorder: ProfileRecorder, interrupts: Interrupts, place: Path, path: Path, plot: Path | None, as_json: bool,
            notes: list[str]) -> None:
    """Complete the file at ``place``, which will be known as ``path``; print its summary and draw the plot."""
    from irpart.reporting.summary import print_summary

    with interrupts.kept():
        summary = recorder.finish(notes)
    recorder.complete()
    n_bytes = place.stat().st_size
    if plot is not None:
        from irpart.graph.degree_law import DegreeLaw
        from irpart.reporting.degree_plot import plot_degrees

        plot_degrees(*recorder.degree, DegreeLaw.from_json(summary.degree_law), plot)
    print_summary(summary, path, n_bytes)
    if as_json:
        print_json({"file": str(path), "bytes": n_bytes, **summary.to_json()})


def _run_script(target: Path, arguments: tuple[str, ...], functions: tuple[str, ...], recorder: ProfileRecorder,
                interrupts: Interrupts) -> list[str]:
    """Run a script; returns what is worth noting about how it ended."""
    from irpart.profiles.script import run_script
    from irpart.program.scripts import ScriptFailed

    try:
        ended = run_script(target, arguments, functions, recorder, interrupts)
    except ScriptFailed as failure:
        cause = failure.cause
        sys.stdout.flush()
        traceback.print_exception(type(cause), cause, cause.__traceback__)
        raise
    sys.stdout.flush()
    return [f"The script exited with status {ended.exit_status}."] if ended.exit_status else []


def _interrupt(recorder: ProfileRecorder) -> None:
    """Ctrl-C while compiled code runs: it cannot be unwound, so the process ends here, leaving no file."""
    recorder.discard()
    _leave()


def _leave() -> None:
    """End the process as interrupted, and at once: LLVM need not survive the usual end when it was broken off."""
    sys.stdout.flush()
    print("irpart: interrupted; no file was left half-written.", file=sys.stderr, flush=True)
    os._exit(INTERRUPTED)


@dataclass(frozen=True, slots=True)
class _NativeRun:
    """A native program, run in a forked copy of this process: when it crashes, this process says so."""

    target: Path
    arguments: tuple[str, ...]
    functions: tuple[str, ...]
    path: Path
    plot: Path | None
    as_json: bool

    def isolated(self, make: Callable[[Path], ProfileRecorder]) -> None:
        """Run; the copy writes into a folder of its own beside ``path``, from where the finished file is moved."""
        if len(self.functions) > 1:
            raise InputError("A native program is traced from one function; give --function once.")
        try:
            folder = Path(tempfile.mkdtemp(prefix=".irpart-", dir=self.path.absolute().parent))
        except OSError as error:
            raise InputError(f"Cannot write {self.path}: {error.strerror or error}.") from None
        place = folder / self.path.name
        try:
            status = self._fork(place, make)
            if os.WIFSIGNALED(status):
                raise BackendError(f"{self.target.name} was ended by signal {os.WTERMSIG(status)} while it was traced; "
                                   "no profile was written. Does it run without irpart?")
            if not place.exists():
                if os.WEXITSTATUS(status) == INTERRUPTED:
                    raise KeyboardInterrupt
                sys.exit(os.WEXITSTATUS(status) or 2)
            os.replace(place, self.path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _fork(self, place: Path, make: Callable[[Path], ProfileRecorder]) -> int:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os._exit(self._in_copy(place, make))
        try:
            return os.waitpid(child, 0)[1]
        except KeyboardInterrupt:
            with contextlib.suppress(ChildProcessError):  # it ended just before
                os.waitpid(child, 0)
            raise

    def _interrupt(self, recorder: ProfileRecorder) -> None:
        """Ctrl-C while compiled code runs in the copy; the process that waits for it says so."""
        recorder.discard()
        os._exit(INTERRUPTED)

    def _in_copy(self, place: Path, make: Callable[[Path], ProfileRecorder]) -> int:
        from irpart.base.interrupts import Interrupts
        from irpart.profiles.native import run_native

        try:
            with make(place) as recorder:
                interrupts = Interrupts(lambda: self._interrupt(recorder))

                def finish(status: int) -> None:
                    notes = [f"The program exited with status {status}."] if status else []
                    _finish(recorder, interrupts, place, self.path, self.plot, self.as_json, notes)

                function = self.functions[0] if self.functions else "main"
                run_native(self.target, function, self.arguments, recorder, finish, interrupts)
        except IrpartError as error:
            print(f"irpart: {error}", file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            return INTERRUPTED
        except BaseException:  # a fault of irpart: shown here, because nothing can be raised across the fork
            traceback.print_exc()
            return 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
        return 0
