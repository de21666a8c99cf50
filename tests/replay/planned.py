"""A slow planner, and programs of workers as lists that can be compared and run in any interleaving."""

from __future__ import annotations

import numpy as np

from irpart.replay.dataflow import CONSTANT_BIT, DataflowProgram
from irpart.replay.workers import HOLD_BIT, ExecutionPlan
from tests.replay.dataflow_programs import evaluated, operands_of


def planned(program: DataflowProgram, worker: list[int], n_workers: int, rank: list[int]) -> list[list[tuple]]:
    """For each worker ("do", vertex, form, operands), ("send", receiver) and ("wait", sender, values)."""
    operands = operands_of(program)
    readers: dict[int, list[int]] = {}
    order = sorted(range(program.n_vertices), key=lambda v: rank[v])
    for v in order:
        for u in operands[v]:
            if not u & CONSTANT_BIT and worker[u] != worker[v] and worker[v] not in readers.setdefault(u, []):
                readers[u].append(worker[v])
    number, sent = {}, {}
    for u in order:
        for q in readers.get(u, []):
            number[u, q] = sent[worker[u], q] = sent.get((worker[u], q), -1) + 1
    result: list[list[tuple]] = [[] for _ in range(n_workers)]
    own: dict[int, int] = {}
    done = [0] * n_workers
    waited: dict[tuple[int, int], int] = {}
    for v in order:
        w, named, needed = worker[v], [], {}
        for u in operands[v]:
            if u & CONSTANT_BIT:
                named.append(("constant", int(program.constants[u - CONSTANT_BIT])))
            elif worker[u] == w:
                named.append(("own", own[u]))
            else:
                named.append(("from", worker[u], number[u, w]))
                if number[u, w] >= waited.get((worker[u], w), 0):
                    needed[worker[u]] = max(needed.get(worker[u], 0), number[u, w] + 1)
        for p, count in needed.items():
            waited[p, w] = count
            result[w].append(("wait", p, count))
        result[w].append(("do", v, int(program.step[v]), named))
        result[w] += [("send", q) for q in readers.get(v, [])]
        own[v] = done[w]
        done[w] += 1
    return result


def listed(plan: ExecutionPlan, with_holds: bool = False) -> list[list[tuple]]:
    """The programs of a plan in the same form; ``with_holds``: ("send", receiver, whether it is held back)."""
    arity, result = plan.kinds.operands(), []
    for w, program in enumerate(plan.workers):
        entries, operands = program.exchange.tolist(), program.operand.tolist()
        vertices, steps = iter(program.vertex.tolist()), []
        for step in program.step.tolist():
            if step == plan.send_step:
                entry = entries.pop(0)
                pair = entry & (HOLD_BIT - 1)
                assert plan.pair_sender[pair] == w
                steps.append(("send", int(plan.pair_receiver[pair]), *([entry >= HOLD_BIT] if with_holds else [])))
            elif step == plan.wait_step:
                pair, count = entries.pop(0), entries.pop(0)
                assert plan.pair_receiver[pair] == w
                steps.append(("wait", int(plan.pair_sender[pair]), count))
            else:
                named = [operands.pop(0) for _ in range(arity[step])]
                steps.append(("do", next(vertices), step, [slot_name(plan, w, slot) for slot in named]))
        assert not entries
        assert not operands
        result.append(steps)
    return result


def slot_name(plan: ExecutionPlan, w: int, slot: int) -> tuple:
    """What a slot of a worker holds."""
    program = plan.workers[w]
    if slot < program.n_instructions:
        return ("own", slot)
    if slot >= program.constant_slot:
        return ("constant", int(program.constants[slot - program.constant_slot]))
    found = [(int(plan.pair_sender[p]), slot - int(plan.pair_slot[p])) for p in np.flatnonzero(plan.pair_receiver == w)
             if 0 <= slot - plan.pair_slot[p] < plan.pair_values[p]]
    assert len(found) == 1, "a slot belongs to one inbox"
    return ("from", *found[0])


def interleaved(plan: ExecutionPlan, seed: int) -> np.ndarray:
    """All values, computed step by step by workers chosen at random; a value is seen only when it is published."""
    rng, programs = np.random.default_rng(seed), listed(plan, with_holds=True)
    at, results = [0] * len(programs), [[] for _ in programs]
    sent: dict[tuple[int, int], list[int]] = {}
    published: dict[tuple[int, int], int] = {}
    values = np.zeros(plan.n_vertices, np.uint64)
    while any(at[w] < len(steps) for w, steps in enumerate(programs)):
        ready = [w for w, steps in enumerate(programs) if at[w] < len(steps) and not (
            steps[at[w]][0] == "wait" and published.get((steps[at[w]][1], w), 0) < steps[at[w]][2])]
        assert ready, "no worker can go on"
        w = int(rng.choice(ready))
        for _ in range(int(rng.integers(1, 12))):
            if at[w] == len(programs[w]):
                break
            what, *rest = programs[w][at[w]]
            if what == "wait" and published.get((rest[0], w), 0) < rest[1]:
                break
            at[w] += 1
            if what == "send":
                sent.setdefault((w, rest[0]), []).append(results[w][-1])
                if not rest[1]:
                    published[w, rest[0]] = len(sent[w, rest[0]])
            elif what == "do":
                named = []
                for kind, *where in rest[2]:
                    if kind == "from":
                        assert where[1] < published.get((where[0], w), 0), "a value is read before it has come"
                    named.append(where[0] if kind == "constant" else results[w][where[0]] if kind == "own"
                                 else sent[where[0], w][where[1]])
                results[w].append(evaluated(plan.kinds, rest[1], named))
                values[rest[0]] = results[w][-1]
    return values
