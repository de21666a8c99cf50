"""serial and threads: the values of the slow interpreter, whatever the workers, and no way to hang."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from irpart.base.errors import BackendError, InputError
from irpart.replay import _engine_kernels as kernels
from irpart.replay import _opcode_kernels
from irpart.replay.actions import ACTIONS
from irpart.replay.dataflow import CONSTANT_BIT, DataflowProgram
from irpart.replay.execute import ENGINES, execute
from irpart.replay.measured import published_batches, sent_vertices
from irpart.replay.packing import pack_forms
from irpart.replay.plan import plan_workers
from irpart.replay.workers import HOLD_BIT, ExecutionPlan
from tests.replay.dataflow_programs import NO, evaluated, interpreted, make_kinds, make_program
from tests.replay.test_plan import make_plan


def values_of(run, plan: ExecutionPlan) -> np.ndarray:
    """All values of a run."""
    return run.values_of(np.arange(plan.n_vertices))


def simple_program(step: list[int], operand: np.ndarray, forms=(("add", 64, 2, NO), ("copy", 64, 1, NO))) -> DataflowProgram:
    """A program of forms without chains and the constants 1 and 2."""
    kinds, firsts, _ = make_kinds([[form] for form in forms])
    return replace(make_program(0, 0), kinds=kinds, step=np.array(firsts, np.uint16)[step],
                   operand=np.asarray(operand, np.uint32).ravel(), constants=np.array([1, 2], np.uint64))


def chain_program(n: int) -> DataflowProgram:
    """Each vertex adds 1 to the one before."""
    operand = np.stack([np.arange(n) - 1, np.full(n, CONSTANT_BIT)], axis=1)
    operand[0, 0] = CONSTANT_BIT + 1
    return simple_program([0] * n, operand)


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("k", [1, 2, 3, 8, 64])
@pytest.mark.parametrize("run", [1, 7, 100])
def test_values_are_those_of_the_interpreter(k, ordered, run):
    """Random programs on random workers, in the trace's and in random orders."""
    program, plan, _ = make_plan(1500, k, 10 * k + run, ordered, run=run)
    done = execute(plan, "threads", timeout=20)
    assert (values_of(done, plan) == interpreted(program)).all()
    assert done.instructions.sum() == 1500


def test_serial_is_the_interpreter():
    """Steps of 16 and 32 bits."""
    for wide in (False, True):
        program = make_program(3000, 5, wide=wide)
        plan = plan_workers(program, np.zeros(3000, np.int64), 1)
        run = execute(plan, "serial", repeat=3)
        assert (values_of(run, plan) == interpreted(program)).all()
        assert list(run.repeat_seconds) == sorted(run.repeat_seconds)
        assert run.wall_seconds == run.repeat_seconds[1]


def test_every_action_and_width():
    """The codes that the loop computes itself agree with ``evaluate`` on edges and on bits that no program has."""
    edges = [0, 1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 255, 1 << 31, (1 << 32) - 1, 1 << 52, 1 << 62, (1 << 63) - 1,
             1 << 63, (1 << 64) - 1, 0x7FF0000000000000, 0x7FF8000000000001, 0x3FF0000000000000, 0xBFF8000000000000,
             0x7F800000, 0x3F800000, 0x7FC00000, 0x80000000]
    rng = np.random.default_rng(1)
    forms = [[(action, width, arity, NO)] for action in ACTIONS for width in (1, 8, 32, 33, 64) for arity in (1, 2, 3)
             if action != "opaque"]
    kinds, firsts, arities = make_kinds(forms)
    chosen = np.repeat(np.arange(len(forms)), 12)
    arity = np.array(arities)[chosen]
    operand = CONSTANT_BIT + rng.integers(0, len(edges), int(arity.sum()))
    program = replace(make_program(0, 0), kinds=kinds, step=np.array(firsts, np.uint16)[chosen],
                      operand=operand.astype(np.uint32), constants=np.array(edges, np.uint64))
    plan = plan_workers(program, np.zeros(len(chosen), np.int64), 1)
    got, want = values_of(execute(plan, "serial"), plan), interpreted(program)
    wrong = np.flatnonzero(got != want)
    assert not len(wrong), [(forms[chosen[v]], hex(int(got[v])), hex(int(want[v]))) for v in wrong[:5]]


def test_forms_of_the_wrong_arity_go_the_general_way():
    """A code of its own is only for forms that have all its operands; more do not matter."""
    kinds, _, _ = make_kinds([[("add", 64, 2, NO)], [("add", 64, 1, NO)], [("add", 64, 1, 0)], [("copy", 32, 1, NO)],
                              [("load", 64, 2, NO)]])
    codes = (pack_forms(kinds) & np.uint64(255)).tolist()
    assert codes == [kernels.ADD, kernels.GENERAL, kernels.GENERAL, kernels.CUT, kernels.COPY, kernels.SEND, kernels.WAIT]
    with pytest.raises(InputError, match="takes 4 operands in all and 4 in one step"):
        pack_forms(make_kinds([[("fma", 64, 4, NO)]])[0])


def test_all_to_all():
    """Eight workers; every instruction reads the last value of each: every value goes to seven others."""
    k, rounds = 8, 60
    forms = [("copy", 64, 1, NO), ("add", 64, 2, NO)]
    step, operand, worker, last = [], [], [], [CONSTANT_BIT] * k
    for w in range(k):
        step.append(0)
        operand.append(CONSTANT_BIT + w % 2)
        worker.append(w)
        last[w] = w
    for _ in range(rounds):
        before = list(last)
        for w in range(k):
            for other in range(k):
                step.append(1)
                operand += [before[other], last[w]]
                worker.append(w)
                last[w] = len(step) - 1
    program = simple_program(step, np.array(operand), tuple(forms))
    plan = plan_workers(program, np.array(worker), k)
    assert plan.n_values == k * (k - 1) * rounds
    run = execute(plan, "threads", timeout=20)
    assert (values_of(run, plan) == interpreted(program)).all()
    assert (run.pair_values == rounds).all()


def test_ping_pong():
    """A chain that changes the worker at every instruction."""
    program = chain_program(3000)
    plan = plan_workers(program, np.arange(3000) % 2, 2)
    run = execute(plan, "threads", timeout=20)
    assert values_of(run, plan).tolist() == list(range(3, 3003))
    assert run.pair_messages.tolist() == run.pair_values.tolist() == [1500, 1499]


def test_values_are_published_in_batches():
    """A worker that sends at every instruction publishes every eighth value and the last."""
    n = 1000
    step = [0] * n + [1] * n
    operand = np.concatenate([np.stack([np.arange(n) - 1, np.full(n, CONSTANT_BIT)], axis=1).ravel(), np.arange(n)])
    operand[0] = CONSTANT_BIT
    plan = plan_workers(simple_program(step, operand), np.arange(2 * n) // n, 2)
    assert published_batches(plan).tolist() == [n // 8]
    assert sent_vertices(plan, 0).tolist() == list(range(n))
    assert values_of(execute(plan, "threads"), plan)[n:].tolist() == list(range(2, n + 2))


@pytest.mark.parametrize(("n", "k"), [(0, 1), (0, 4), (1, 4), (3, 64)])
def test_workers_without_instructions(n, k):
    """Empty programs begin and end."""
    plan = plan_workers(chain_program(max(n, 1)) if n else make_program(0, 0), np.full(n, k - 1), k)
    run = execute(plan, "threads")
    assert values_of(run, plan).tolist() == list(range(3, 3 + n))
    assert run.wall_seconds >= 0
    assert run.instructions.tolist() == [0] * (k - 1) + [n]


def test_many_workers_on_few_processors():
    """64 workers, messages everywhere, 30 runs: the same values each time, soon."""
    program, plan, _ = make_plan(1500, 64, 8)
    want, begin = interpreted(program), time.monotonic()
    for _ in range(30):
        assert (values_of(execute(plan, "threads", timeout=20), plan) == want).all()
    assert time.monotonic() - begin < 60


def test_measurements_add_up():
    """Busy, wait, send and receive are the worker's time; waits are inside the run and name who was waited for."""
    program = chain_program(20000)
    plan = plan_workers(program, np.arange(20000) // 50 % 2, 2)
    run = execute(plan, "threads", repeat=3)
    total = run.busy_seconds + run.wait_seconds + run.send_seconds + run.receive_seconds
    assert (total <= run.finish_seconds + 1e-9).all()
    assert run.finish_seconds.max() == pytest.approx(run.wall_seconds)
    assert (run.wait_stop_seconds >= run.wait_start_seconds).all()
    assert (run.wait_stop_seconds <= run.wall_seconds + 1e-9).all()
    assert (run.wait_sender != run.wait_worker).all()
    assert (plan.worker[run.wait_vertex] == run.wait_worker).all()
    assert (run.waits <= 200).all()
    assert len(run.wait_worker) == run.waits.sum()
    with pytest.raises(InputError, match="Vertices 5 to 20000 are asked for"):
        run.values_of(np.array([5, 20000]))


def test_only_the_longest_waits_are_kept():
    """When there is no more room the shorter ones go, and so do later ones of that length."""
    rng = np.random.default_rng(2)
    state, event = np.zeros(64, np.int64), np.zeros((50, 4), np.int64)
    lengths = rng.exponential(1000, 3000).astype(np.int64) + 1
    for i, length in enumerate(lengths.tolist()):
        state[kernels.S_SINCE] = 1 + i * 20000
        kernels._note_wait(state, event, 1 + i * 20000 + length, np.uint64(i), np.uint64(2))
    kept = (event[:, 1] - event[:, 0])[: state[kernels.S_EVENTS]]
    assert state[kernels.S_WAIT] == lengths.sum()
    assert state[kernels.S_WAITS] == 3000
    assert 0 < len(kept) <= 50
    assert (kept >= state[kernels.S_LEAST]).all()
    assert sorted(kept.tolist()) == sorted(x for x in lengths.tolist() if x >= state[kernels.S_LEAST])


def without_send(plan: ExecutionPlan, w: int, which: int) -> ExecutionPlan:
    """A plan with one SEND of worker w dropped, as a broken planner would leave it."""
    program = plan.workers[w]
    sends = np.flatnonzero(program.step == plan.send_step)
    entry = np.cumsum((program.step == plan.send_step) + 2 * (program.step == plan.wait_step))[sends[which]] - 1
    broken = replace(program, step=np.delete(program.step, sends[which]), exchange=np.delete(program.exchange, entry))
    return replace(plan, workers=tuple(broken if i == w else old for i, old in enumerate(plan.workers)))


@pytest.mark.parametrize("k", [2, 5])
def test_a_dropped_message_is_detected(k):
    """Soon, whatever the time-out; it says who waits where for what."""
    n = 1000
    plan = without_send(plan_workers(chain_program(n), np.minimum(np.arange(n) // 500, k - 1), k), 0, 0)
    begin = time.monotonic()
    with pytest.raises(BackendError, match=r"Worker 1 waits at instruction 500 for value 0 of worker 0, of which 0 values "
                                           r"have come, and that worker has ended without sending it"):
        execute(plan, "threads", timeout=60)
    assert time.monotonic() - begin < 20
    assert not [thread for thread in threading.enumerate() if "irpart worker" in thread.name]


def stuck_plan() -> ExecutionPlan:
    """Two workers that wait for each other's last value before they begin, as no planner makes."""
    program = chain_program(4)
    plan = plan_workers(program, np.array([0, 1, 0, 1]), 2)
    late = []
    for program in plan.workers:
        exchange = program.exchange.copy()
        waits = [i for i in range(len(exchange) - 1) if exchange[i + 1] in (1, 2) and exchange[i] < HOLD_BIT]
        exchange[waits[-1] + 1] = 2
        late.append(replace(program, exchange=exchange))
    return replace(plan, workers=tuple(late))


def test_time_out():
    """Nothing happens: the run is given up and says who waits for whom; threads are gone."""
    plan = stuck_plan()
    with pytest.raises(BackendError, match=r"Worker [01] waits at instruction [0-3] for .* of worker [01].*"
                                           r"nothing has happened for 0.3 s"):
        execute(plan, "threads", timeout=0.3)
    assert not [thread for thread in threading.enumerate() if "irpart worker" in thread.name]


def test_interrupt():
    """Ctrl-C ends all threads at once and is passed on; affinity is as before."""
    plan, begin = stuck_plan(), time.monotonic()
    before = os.sched_getaffinity(0)
    execute(plan_workers(chain_program(10), np.arange(10) % 2, 2), "threads")
    timer = threading.Timer(0.4, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        execute(plan, "threads", timeout=60)
    assert time.monotonic() - begin < 30
    assert os.sched_getaffinity(0) == before
    assert not [thread for thread in threading.enumerate() if "irpart worker" in thread.name]


def test_bad_requests():
    """Engines, options, numbers, and serial plans of several workers."""
    plan = plan_workers(chain_program(10), np.arange(10) % 2, 2)
    assert {"serial", "threads"} <= set(ENGINES.names())
    with pytest.raises(InputError, match="serial engine runs plans of one worker, this one has 2"):
        execute(plan, "serial")
    with pytest.raises(InputError, match="There is no engine 'gpu'"):
        execute(plan, "gpu")
    with pytest.raises(InputError, match="has no option speed"):
        execute(plan, "threads", speed=2)
    with pytest.raises(InputError, match="got repeat=0 and timeout=30"):
        execute(plan, repeat=0)


class Alone:
    """A worker without shared memory: values leave by an outbox and come in by hand."""

    def __init__(self, plan: ExecutionPlan, w: int) -> None:
        self.plan, self.w, self.program = plan, w, plan.workers[w]
        pairs = len(plan.pair_sender)
        self.values = np.empty(self.program.n_slots, np.uint64)
        self.state, self.control = np.zeros(64, np.int64), np.zeros(24, np.int64)
        self.sent, self.seen = np.zeros(pairs, np.int64), np.zeros(pairs, np.int64)
        self.counter = np.zeros(pairs * kernels.PAIR_WORDS, np.int64)
        room = np.where(plan.pair_sender == w, plan.pair_values, 0)
        self.target = np.cumsum(room) - room
        self.outbox = np.zeros(int(room.sum()), np.uint64)
        kernels.start_slots(self.values, self.program.constant_slot, self.program.constants)

    def run(self) -> int:
        """On to the end or the next value that has not come."""
        program = self.program
        return kernels.run(program.step, program.operand, program.exchange, pack_forms(self.plan.kinds),
                           np.uint64(_opcode_kernels.compiled_evaluate().address), self.values, self.outbox, self.target,
                           self.sent, self.counter, self.seen, self.state, np.zeros((0, 4), np.int64), self.control, 1)

    def receive(self, other: Alone) -> None:
        """Everything the other has sent so far."""
        for p in np.flatnonzero((self.plan.pair_sender == other.w) & (self.plan.pair_receiver == self.w)):
            count = int(other.sent[p])
            first, slot = int(other.target[p]), int(self.plan.pair_slot[p])
            self.values[slot : slot + count] = other.outbox[first : first + count]
            self.counter[p * kernels.PAIR_WORDS] = count


def test_workers_without_shared_memory():
    """The same loop with an outbox, in rounds: what engines of several processes do."""
    program, plan, _ = make_plan(800, 5, 9, ordered=True)
    workers, rounds = [Alone(plan, w) for w in range(5)], 0
    while [worker.run() for worker in workers] != [kernels.ENDED] * 5:
        for a in workers:
            for b in workers:
                a.receive(b)
        rounds += 1
        assert rounds < 2000
    want = interpreted(program)
    for worker in workers:
        assert (worker.values[: worker.program.n_instructions] == want[worker.program.vertex]).all()


def test_the_loop_stops_and_goes_on():
    """The flag is looked at; what was done stays done."""
    plan = plan_workers(chain_program(10000), np.zeros(10000, np.int64), 1)
    worker = Alone(plan, 0)
    worker.control[kernels.C_STOP] = 1
    assert worker.run() == kernels.STOPPED
    assert worker.state[kernels.S_STEP] == 0
    worker.control[kernels.C_STOP] = 0
    assert worker.run() == kernels.ENDED
    assert worker.values[:10000].tolist() == list(range(3, 10003))
    assert worker.run() == kernels.ENDED


def test_words_of_a_pair_are_seen_in_order():
    """Release and acquire: who sees the counter sees the values, over many short runs with both workers at once."""
    program = chain_program(200)
    plan = plan_workers(program, np.arange(200) // 3 % 2, 2)
    with ThreadPoolExecutor(1) as pool:
        for _ in range(30):
            assert values_of(pool.submit(execute, plan, "threads").result(), plan).tolist() == list(range(3, 203))


def test_chains_by_hand():
    """(2 * 3 + 4), then select by its low bit; the interpreter of the tests itself."""
    kinds, firsts, _ = make_kinds([[("mul", 64, 2, NO), ("add", 64, 1, 1), ("select", 64, 2, 0)]])
    assert evaluated(kinds, firsts[0], [2, 3, 4, 7, 8]) == 8
    assert evaluated(kinds, firsts[0], [3, 3, 4, 7, 8]) == 7
