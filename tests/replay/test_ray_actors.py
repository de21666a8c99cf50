"""The worker of the Ray engine without Ray: batches that are lost, short or altered, calls out of turn, recovery."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.replay.dataflow import DataflowProgram
from irpart.replay.engines._ray_actors import BUSY, DAMAGED, DONE, HEADER, LOST, SKIPPED, WindowWorker, ship
from irpart.replay.plan import plan_workers
from irpart.replay.windows import WindowPlan, cut_windows, order_by_windows
from irpart.replay.workers import ExecutionPlan
from tests.replay.dataflow_programs import interpreted, make_program


class Team:
    """Workers of this process, driven window by window."""

    def __init__(self, n: int, k: int, seed: int) -> None:
        self.program: DataflowProgram = make_program(n, seed)
        worker = np.random.default_rng(seed).integers(0, k, n // 10 + 1).repeat(10)[:n]
        self.plan: ExecutionPlan = plan_workers(self.program, worker, k, order_by_windows(self.program, worker))
        self.windows: WindowPlan = cut_windows(self.plan)
        self.workers = [self.new(w) for w in range(k)]
        self.pending: list[list] = [[] for _ in range(k)]

    def new(self, w: int) -> WindowWorker:
        worker = WindowWorker(ship(self.plan, self.windows, w))
        worker.prepare(None)
        return worker

    def segments(self, window: int) -> list[tuple[int, int]]:
        """Worker and number of the segments of a window."""
        found = []
        for w in range(len(self.workers)):
            start, stop = self.windows.segment_start[w : w + 2]
            found += [(w, i) for i, at in enumerate(self.windows.segment_window[start:stop]) if at == window]
        return found

    def step(self, window: int) -> None:
        """A window; all is well."""
        made = []
        for w, number in self.segments(window):
            result = self.workers[w].segment(number, *self.pending[w])
            self.pending[w] = []
            status, *batches = result if isinstance(result[0], tuple) else (result,)
            assert status[0] == DONE
            made += batches
        for batch in made:
            self.pending[int(self.plan.pair_receiver[int(batch[0])])].append(batch)

    def check(self) -> None:
        """All values, bit for bit."""
        want = interpreted(self.program)
        for program, worker in zip(self.plan.workers, self.workers, strict=True):
            np.testing.assert_array_equal(worker.values(None), want[program.vertex])

    def first_reader(self) -> tuple[int, int, int]:
        """Runs until a worker has got a batch that it needs next; worker, number and window of that segment."""
        for window in range(self.windows.n_windows):
            for w, number in self.segments(window):
                if self.pending[w]:
                    return w, number, window
            self.step(window)
        raise AssertionError("nothing is sent")


@pytest.mark.parametrize("k", [1, 2, 5])
def test_windows_in_turn(k: int) -> None:
    """Segments of two runs, one after the other; every one took time."""
    team = Team(200, k, k)
    for _ in range(2):
        for window in range(team.windows.n_windows):
            team.step(window)
        team.check()
        assert all((worker.times()[:, BUSY] > 0).all() for worker in team.workers)
        for worker in team.workers:
            assert worker.position()[1] == -1
            worker.start()


def test_lost_short_and_altered_batches() -> None:
    """Each is noticed by the segment that is given it, which is not done; with the right one it is."""
    team = Team(200, 2, 3)
    w, number, _ = team.first_reader()
    batch, worker = team.pending[w][0], team.workers[w]
    pair = int(batch[0])
    assert worker.segment(number)[0] == (LOST, pair, 0)
    worker.start()
    while worker.position()[0] < number:
        assert worker.restore(int(team.windows.segment_window[team.windows.segment_start[w] + number]))[0] == DONE
    for wrong, code in ((batch[:-1], LOST), (np.append(batch, batch[-1:]), LOST), (batch ^ np.uint64(0), DONE)):
        assert worker.take(wrong)[0] == code
    altered = batch.copy()
    altered[HEADER] ^= np.uint64(1)
    assert worker.take(altered) == (DAMAGED, pair, int(batch[2]))
    late = batch.copy()
    late[1:3] += np.uint64(1000)
    assert worker.take(late) == (LOST, pair, int(batch[2]))
    assert worker.take(batch, None, batch) == (DONE, -1, 0)


def test_out_of_turn() -> None:
    """Segments are neither left out nor done twice."""
    team = Team(200, 2, 4)
    w, number, _ = team.first_reader()
    wrongs = [wrong for wrong in (number + 1, number - 1) if 0 <= wrong < len(team.workers[w].times())]
    assert wrongs
    for wrong in wrongs:
        result = team.workers[w].segment(wrong, *team.pending[w])
        status, *batches = result if isinstance(result[0], tuple) else (result,)
        assert status[0] == SKIPPED
        assert batches == [None] * len(batches)
    assert team.workers[w].position()[0] == number


@pytest.mark.parametrize("window", [1, 5, 12])
def test_a_new_worker_catches_up(window: int) -> None:
    """From what the others keep; it then sends what was under way, and all go on."""
    team = Team(400, 3, 6)
    for k in range(window):
        team.step(k)
    team.workers[1] = team.new(1)
    team.pending = [[] for _ in team.workers]
    came = [worker.position()[2] for worker in team.workers]
    for w in (0, 2, 1):
        pairs = np.flatnonzero(team.plan.pair_sender == w).tolist()
        if w == 1:
            assert team.workers[1].restore(window, *team.pending[1])[0] == DONE
            team.pending[1] = []
        receivers = [int(team.plan.pair_receiver[p]) for p in pairs]
        found = team.workers[w].resend(pairs, [int(came[r][p]) for p, r in zip(pairs, receivers, strict=True)])
        for receiver, batch in zip(receivers, found if len(pairs) > 1 else [found], strict=True):
            team.pending[receiver].append(batch)
    for k in range(window, team.windows.n_windows):
        team.step(k)
    team.check()
