"""``irpart compare`` as a user types it: tables, files, interruption, wrong input."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.test_commands import ROOT, irpart, refused
from tests.e2e.test_map import SCRIPT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two small graphs."""
    place = tmp_path_factory.mktemp("compared")
    irpart("generate", "planted", "-O", "groups=4", "-O", "size=12", "-o", "ring.edgelist", cwd=place)
    irpart("generate", "rmat", "-O", "scale=5", "-o", "cyclic.edgelist", cwd=place)
    return place


def test_tables_files_and_pictures(folder: Path) -> None:
    """Everything a comparison writes; typed again, nothing runs and the same files come out."""
    arguments = ("compare", "ring.edgelist", "-k", "2,3", "--methods", "chunks,wb_libra", "--seeds", "2", "--csv",
                 "--markdown")
    first = irpart(*arguments, cwd=folder)
    assert first.stderr == ""
    assert "k = 2" in first.stdout
    assert "k = 3" in first.stdout
    assert "written: ring.csv, ring.trials.csv, ring.md, ring.png, ring.pareto.png" in first.stdout
    with open(folder / "ring.csv") as file:
        assert {(row["k"], row["method"], row["trials"]) for row in csv.DictReader(file)} == {
            (k, method, "2") for k in "23" for method in ("chunks", "wb-libra")}
    texts = [(folder / name).read_bytes() for name in ("ring.csv", "ring.trials.csv", "ring.md", "ring.png")]
    again = irpart(*arguments, cwd=folder)
    assert "8 of 8 trials are from ring.compare.jsonl; --fresh runs all anew." in again.stdout
    assert texts == [(folder / name).read_bytes() for name in ("ring.csv", "ring.trials.csv", "ring.md", "ring.png")]
    assert "start anew with --fresh" in refused(irpart(*arguments, "--balance", "2", cwd=folder, check=None))
    assert "trials are from" not in irpart(*arguments, "--balance", "2", "--fresh", "--no-plots", cwd=folder).stdout


def test_several_graphs_as_json(folder: Path) -> None:
    """One line of JSON; a graph with cycles has no speed-up, and a note; equal stems are told apart by their paths."""
    run = irpart("compare", "ring.edgelist", "cyclic.edgelist", "-k", "2", "--methods", "random", "--json", "--no-plots",
                 "--latency", "5", "--order", "trace", cwd=folder)
    data = json.loads(run.stdout)
    assert [facts["name"] for facts in data["graphs"]] == ["ring", "cyclic"]
    assert data["settings"]["model"]["latency_cycles"] == 5
    assert [trial["execution"] is None for trial in data["trials"]] == [False, True]
    assert data["notes"][0].startswith("No speed-up for cyclic: ")
    assert json.loads((folder / "comparison.json").read_text()) == data
    assert not (folder / "comparison.png").exists()
    (folder / "sub").mkdir()
    (folder / "sub" / "ring.edgelist").write_bytes((folder / "ring.edgelist").read_bytes())
    run = irpart("compare", "ring.edgelist", "sub/ring.edgelist", "-k", "2", "--methods", "random", "--no-model", "-o",
                 "same", cwd=folder)
    assert "same.sub_ring.edgelist.png" in run.stdout
    assert "speed-up" not in run.stdout


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["ring.edgelist", "-k", "2", "--methods", "hdrf,best"], "There is no method 'best'; choose among: adwise, chunks, "),
    (["ring.edgelist", "-k", "2,0"], "k must be a whole number from 1 to 65536, got 0."),
    (["ring.edgelist", "-k", "2;3"], "-k takes whole numbers with commas between, such as 8,32,256; got '2;3'."),
    (["missing.irpg", "-k", "2"], "There is no file missing.irpg."),
    (["ring.edgelist", "ring.edgelist", "-k", "2"], "ring.edgelist is given twice."),
    (["ring.edgelist", "-k", "2", "--timeout", "-1"], "The timeout must be a number of seconds above 0, got -1.0."),
    (["ring.edgelist", "-k", "2", "--seeds", "0"], "The number of seeds must be a whole number >= 1, got 0."),
    (["ring.edgelist", "-k", "2", "--latency", "0"], "latency_cycles of the execution model must be a number"),
    (["ring.edgelist", "-k", "2", "--order", "given"], "needs partitions that say one"),
    (["ring.edgelist", "-k", "2", "-o", "nofolder/a"], "Cannot write nofolder/a.compare.jsonl"),
])
def test_wrong_input(folder: Path, arguments: list[str], sentence: str) -> None:
    """One clear sentence and exit status 2, before anything runs."""
    before = sorted(folder.iterdir())
    assert sentence in refused(irpart("compare", *arguments, cwd=folder, check=None))
    assert sorted(folder.iterdir()) == before


def test_status_when_nothing_succeeds(folder: Path) -> None:
    """A limit that no method keeps: status 1, and the failures are listed."""
    run = irpart("compare", "ring.edgelist", "-k", "2", "--methods", "chunks", "--timeout", "1e-9", "-o", "late",
                 "--no-plots", cwd=folder, check=1)
    assert "no trial succeeded" in run.stdout
    assert "chunks on ring, k = 2: Took longer than 1e-09 seconds" in run.stdout


def test_ctrl_c_and_on(folder: Path) -> None:
    """An interrupt ends the command with status 130 and says how to go on; the same command does."""
    arguments = ("compare", "ring.edgelist", "-k", "2", "--methods", "random", "--seeds", "80", "-o", "long", "--no-plots")
    running = subprocess.Popen([sys.executable, "-m", "irpart.cli.main", *arguments], cwd=folder, stderr=subprocess.PIPE,
                               text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    journal = folder / "long.compare.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (journal.exists() and journal.read_bytes().count(b"\n") > 3):
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "finished trials are kept in long.compare.jsonl. Type the same command again to go on from there." in errors
    kept = journal.read_bytes().count(b"\n") - 1
    assert 3 <= kept < 80
    assert f"{kept} of 80 trials are from long.compare.jsonl" in irpart(*arguments, cwd=folder).stdout


def test_executed(tmp_path: Path) -> None:
    """Measured columns beside those of the model; what cannot be executed is refused with the command that helps."""
    (tmp_path / "sweep.py").write_text(SCRIPT)
    irpart("profile", "--timing", "model", "--replay", "sweep.py", cwd=tmp_path)
    irpart("profile", "--timing", "model", "-o", "plain.irpg", "sweep.py", cwd=tmp_path)
    irpart("generate", "planted", "-O", "groups=4", "-o", "ring.edgelist", cwd=tmp_path)
    common = ("-k", "2", "--methods", "chunks,random", "--no-plots")
    text = irpart("compare", "sweep.irpg", *common, "--execute", "--repeat", "2", cwd=tmp_path).stdout
    assert "k = 2, executed" in text
    assert "executed by threads, 2 repetitions" in " ".join(text.split())
    data = json.loads(irpart("compare", "sweep.irpg", *common, "--execute", "--repeat", "2", "--json", cwd=tmp_path).stdout)
    assert all(trial["measured"]["workers"] == 2 for trial in data["trials"])
    for arguments, message in (
            (("plain.irpg", *common, "--execute"), "profile the program again: irpart profile --replay sweep.py"),
            (("ring.edgelist", *common, "--execute"), "ring.edgelist is no profile"),
            (("nothing.irpg", *common, "--execute"), "There is no file nothing.irpg"),
            (("sweep.irpg", *common, "--repeat", "3"), "--repeat is of executions; add --execute"),
            (("sweep.irpg", *common, "--execute", "--backend", "mpi"), "There is no engine 'mpi'"),
            (("sweep.irpg", *common, "--execute", "--repeat", "0"), "repetitions must be a whole number >= 1, got 0")):
        assert message in refused(irpart("compare", *arguments, cwd=tmp_path, check=None))
