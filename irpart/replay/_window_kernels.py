"""Kernels that cut an execution into windows between which workers exchange values."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

CONSTANT_BIT = 1 << 31
"""As in ``dataflow``."""


@njit(nogil=True, cache=True, _nrt=False, inline="always")
def _at(i: Any) -> Any:
    """An index that cannot be negative, which spares the check for wrapping."""
    return np.uint64(i)


@njit(nogil=True, cache=True, _nrt=False)
def window_levels(step: Any, form_operands: Any, operand: Any, worker: Any, window: Any) -> int:
    """Most worker-to-worker hops on a path to each vertex, into ``window`` (uint32, n); the number of windows."""
    count, e = 0, np.uint64(0)
    for v in range(len(step)):
        level = np.int64(0)
        for _ in range(form_operands[_at(step[_at(v)])]):
            u = np.int64(operand[e])
            e += np.uint64(1)
            if not u & CONSTANT_BIT:
                level = max(level, np.int64(window[_at(u)]) + (worker[_at(u)] != worker[_at(v)]))
        window[_at(v)] = level
        count = max(count, level + 1)
    return count


@njit(nogil=True, cache=True, _nrt=False)
def rank_by_window(sequence: Any, window: Any, cursor: Any, rank: Any) -> None:
    """Ranks of vertices by window, then by their place in ``sequence``, into ``rank`` (uint32, n).

    ``cursor`` (int64, one per window) holds where the vertices of each window begin, and is moved.
    """
    for i in range(len(sequence)):
        v = _at(sequence[_at(i)])
        k = _at(window[v])
        rank[v] = cursor[k]
        cursor[k] += 1


@njit(nogil=True, cache=True, _nrt=False)
def cut(item_start: Any, item_step: Any, item_pair: Any, item_needed: Any, steps: Any, pair_receiver: Any, sent: Any,
        before: Any, stamp: Any, waiting: Any, place: Any, front: Any, following: Any, cursor: Any, count_only: bool,
        segment_window: Any, segment_stop: Any, segment_item: Any, segment_awaited: Any, batch_stop: Any, batch_pair: Any,
        batch_until: Any) -> int:
    """Let all workers run until they wait, hand out what they sent, and again; the number of these windows.

    Parameters
    ----------
    item_start, item_step, item_pair, item_needed
        int64 (W + 1,), int64, int32, int64: the SENDs (needed 0) and WAITs of each worker and their steps.
    steps, pair_receiver
        int64 (W,) and uint16: steps of each worker, who receives by each pair.
    sent, before, stamp, waiting
        int64, one per pair, 0, 0, -1 and 0: values sent, those before the window ``stamp``, values that the receiver wants.
    place
        int64, (W, 4): next item; 0: next step, pair that is waited for and 1 more (0: none), whether the worker has ended.
    front, following
        int64, (W,): workspace.
    cursor
        int64, (W, 2): where the segments and the batches of each worker begin; moved.
    segment_window, segment_stop, segment_item, segment_awaited, batch_stop
        int64 each, one per segment: window, step and item behind its last, pair that it waited for (-1: none), row behind
        its last batch. Not written when ``count_only``.
    batch_pair, batch_until
        int32 and int64, one per batch: its pair, and values that were sent by it then.
    """
    n_front, k = 0, 0
    for w in range(len(steps)):
        front[_at(w)] = w
        n_front += 1
    while n_front > 0:
        n_following, worked = 0, False
        for f in range(n_front):
            w = _at(front[_at(f)])
            i, began, first_batch = place[w, 0], place[w, 1], cursor[w, 1]
            awaited, blocked = place[w, 2] - 1, False
            while i < item_start[w + np.uint64(1)]:
                p = _at(item_pair[_at(i)])
                if item_needed[_at(i)] == 0:
                    if stamp[p] != k:
                        stamp[p], before[p] = k, sent[p]
                        if not count_only:
                            batch_pair[_at(cursor[w, 1])] = p
                        cursor[w, 1] += 1
                    sent[p] += 1
                    if waiting[p] == sent[p]:
                        following[_at(n_following)] = pair_receiver[p]
                        n_following += 1
                        waiting[p] = 0
                else:
                    visible = before[p] if stamp[p] == k else sent[p]
                    if visible < item_needed[_at(i)]:
                        if sent[p] >= item_needed[_at(i)]:
                            following[_at(n_following)] = w
                            n_following += 1
                        else:
                            waiting[p] = item_needed[_at(i)]
                        place[w, 2] = np.int64(p) + 1
                        blocked = True
                        break
                i += 1
            stop = item_step[_at(i)] if blocked else steps[w]
            place[w, 0], place[w, 1], place[w, 3] = i, stop, not blocked
            if stop > began:
                worked = True
                if not count_only:
                    s = _at(cursor[w, 0])
                    segment_window[s], segment_stop[s], segment_item[s] = k, stop, i
                    segment_awaited[s], batch_stop[s] = awaited, cursor[w, 1]
                    for b in range(first_batch, cursor[w, 1]):
                        batch_until[_at(b)] = sent[_at(batch_pair[_at(b)])]
                cursor[w, 0] += 1
        for f in range(n_following):
            front[_at(f)] = following[_at(f)]
        n_front = n_following
        k += worked or n_following > 0
    return k
