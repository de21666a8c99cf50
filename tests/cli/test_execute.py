"""``irpart execute`` as a user types it: profile, partition, map, execute; what is printed, written and refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from irpart.mapping.storage import load_placement
from tests.e2e.test_commands import ROOT, irpart, refused
from tests.e2e.test_map import MACHINE, SCRIPT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a replayable profile, partitions into 2 and 12 clusters, a placement, a profile without the record, and
    a graph that is no profile."""
    place = tmp_path_factory.mktemp("user")
    (place / "sweep.py").write_text(SCRIPT)
    irpart("profile", "--timing", "model", "--replay", "sweep.py", cwd=place)
    irpart("partition", "sweep.irpg", "-k", "2", cwd=place)
    irpart("partition", "sweep.irpg", "-k", "12", "--method", "chunks", "--order", "trace", cwd=place)
    irpart("map", "sweep.k12.irpp", "--topology", MACHINE, cwd=place)
    irpart("profile", "--timing", "model", "-o", "plain.irpg", "sweep.py", cwd=place)
    irpart("partition", "plain.irpg", "-k", "2", cwd=place)
    (place / "torn.irpg").write_bytes((place / "sweep.irpg").read_bytes()[:900])
    irpart("generate", "planted", "-O", "groups=4", "-o", "ring.edgelist", cwd=place)
    irpart("partition", "ring.edgelist", "-k", "4", cwd=place)
    return place


def executed(folder: Path, *arguments: str) -> Any:
    """The one line of JSON."""
    return json.loads(irpart("execute", *arguments, "--json", cwd=folder).stdout)


def test_a_partition(folder: Path) -> None:
    """The whole report, and the files."""
    text = irpart("execute", "sweep.k2.irpp", "--check", "--repeat", "3", "--timeline", "t.json", "-o", "r.json",
                  cwd=folder).stdout
    for part in ("2 clusters on 2 workers, engine threads, order deadline", "median of 3", "over the serial replay",
                 "bytes of program each", "execution model", "simulation", "cluster 1", "pairs with most values", "0 -> 1",
                 "checked: all equal, bit for bit"):
        assert part in text, part
    assert len(json.loads((folder / "t.json").read_text())["traceEvents"]) > 3
    told = json.loads((folder / "r.json").read_text())
    assert told["check"]["agrees"]
    found = tuple(told[name] for name in ("engine", "k", "graph_file", "partition_method"))
    assert found == ("threads", 2, "sweep.irpg", "irpart")
    assert len(told["repeat_seconds"]) == 3
    assert {found["source"] for found in told["predictions"]} == {"execution model", "simulation"}


def test_seats(folder: Path) -> None:
    """A placement: its processors; more clusters than processors: on these; or as many workers; or one."""
    placement = executed(folder, "sweep.k12.irpl", "--check", "--no-predict")
    assert placement["check"]["agrees"]
    cores = sorted(set(load_placement(folder / "sweep.k12.irpl").cluster_processor.tolist()))
    assert [worker["stands_for"] for worker in placement["workers"]] == [f"Core {number}" for number in cores]
    here = executed(folder, "sweep.k12.irpp", "--no-predict")
    assert len(here["workers"]) == min(12, len(os.sched_getaffinity(0)))
    each = executed(folder, "sweep.k12.irpp", "--per-cluster", "--no-predict", "--order", "trace")
    assert (len(each["workers"]), each["order"]) == (12, "trace")
    there = executed(folder, "sweep.k12.irpp", "--machine", "core:3", "--map", "identity", "--check")
    assert [worker["stands_for"] for worker in there["workers"]] == ["Core 0", "Core 1", "Core 2"]
    assert [found["machine"] for found in there["predictions"]][1] == "core:3"
    one = executed(folder, "sweep.k12.irpp", "--backend", "serial", "--check")
    assert (len(one["workers"]), one["check"]["agrees"], one["values_sent"]) == (1, True, 0)
    assert "runs all 12 clusters" in one["notes"][0]
    text = irpart("execute", "sweep.k12.irpl", "--map", "random", "--machine", "core:40", "--no-predict", cwd=folder).stdout
    assert "workers share the" in text


@pytest.mark.parametrize(("arguments", "message"), [
    (["plain.k2.irpp"], "profile the program again: irpart profile --replay sweep.py"),
    (["ring.k4.irpp"], "ring.edgelist is no profile, so there is no program to execute"),
    (["sweep.irpg"], "holds a profile; executed are placements"),
    (["sweep.py"], "not an irpart file"),
    (["nothing.irpp"], "There is no file nothing.irpp"),
    (["ring.k4.irpp", "--graph", "sweep.irpg"], "ring.k4.irpp is of another graph than sweep.irpg"),
    (["sweep.k2.irpp", "--graph", "nothing.irpg"], "There is no file nothing.irpg"),
    (["sweep.k2.irpp", "--graph", "torn.irpg"], "torn.irpg is truncated or damaged: the index at its end is"),
    (["sweep.k2.irpp", "--backend", "mpi"], "There is no engine 'mpi'; choose one of: "),
    (["sweep.k2.irpp", "--address", "localhost:6379"], "The engine threads has no option address"),
    (["sweep.k2.irpp", "-O", "luck=1"], "The engine threads has no option luck"),
    (["sweep.k2.irpp", "--order", "fast"], "one of deadline, partition, critical-path, trace; got 'fast'"),
    (["sweep.k12.irpp", "--order", "partition"], "carries no order of execution"),
    (["sweep.k12.irpp", "--per-cluster", "--machine", "core:2"], "leave out --machine and --map"),
    (["sweep.k12.irpl", "--per-cluster"], "execute its partition with --per-cluster"),
    (["sweep.k12.irpl", "--machine", "core:2"], "add --map swap to place its clusters anew"),
    (["sweep.k12.irpp", "--map", "luck"], "There is no method 'luck'"),
    (["sweep.k12.irpp", "--machine", "core:64", "--map", "random", "--strict"], "or leave out --strict"),
    (["sweep.k2.irpp", "--repeat", "0"], "got repeat=0"),
    (["sweep.k2.irpp", "--timeout", "-1"], "timeout=-1"),
    (["sweep.k2.irpp", "-o", "sweep.irpg"], "is the file that is read"),
    (["sweep.k2.irpp", "--timeline", "x.json", "-o", "x.json"], "two different things"),
    (["sweep.k2.irpp", "-o", "nowhere/x.json"], "no folder nowhere"),
])
def test_wrong_input_is_one_sentence(folder: Path, arguments: list[str], message: str) -> None:
    """Exit 2, one sentence, nothing half-written."""
    before = sorted(path.name for path in folder.iterdir())
    run = irpart("execute", *arguments, cwd=folder, check=None)
    assert message in refused(run)
    assert run.stdout == ""
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_difference_is_status_1(folder: Path) -> None:
    """The report, and on standard error the sentence that names it: here a record that was changed by hand."""
    code = ("import sys, dataclasses, irpart.measurement.reading as reading, numpy as np\n"
            "made = reading.build_dataflow\n"
            "def changed(*arguments):\n"
            "    program = made(*arguments)\n"
            "    value = program.final_value.copy()\n"
            "    value[np.flatnonzero(program.final_operand < 1 << 31)[0]] ^= np.uint64(2)\n"
            "    return dataclasses.replace(program, final_value=value)\n"
            "reading.build_dataflow = changed\n"
            "from irpart.cli.main import main\n"
            "sys.argv = ['irpart', 'execute', 'sweep.k2.irpp', '--check', '--no-predict', '-o', 'wrong.json']\n"
            "main()\n")
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False,
                         env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert run.returncode == 1, run.stderr
    assert "checked: WRONG." in run.stdout
    assert "1 bytes" in run.stdout
    assert run.stderr.startswith("irpart: The serial replay and the record of the run differ, first at instruction ")
    assert "sweep.py:" in run.stderr
    told = json.loads((folder / "wrong.json").read_text())["check"]
    assert (told["agrees"], told["wrong_bytes"]) == (False, 1)


def test_ctrl_c_leaves_nothing(folder: Path) -> None:
    """Status 130, no output file, no process."""
    before = sorted(path.name for path in folder.iterdir())
    process = subprocess.Popen(
        [sys.executable, "-m", "irpart.cli.main", "execute", "sweep.k2.irpp", "--repeat", "1000000", "--no-predict", "-o",
         "never.json"], cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)})
    time.sleep(6)
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.strip() == "irpart: interrupted; no file was left half-written."
    assert sorted(path.name for path in folder.iterdir()) == before
    with pytest.raises(ProcessLookupError, match="No such process"):
        os.killpg(process.pid, 0)
