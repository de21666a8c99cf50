"""Run by a Python that has SimGrid: reads experiments as JSON from standard input, writes their times to standard output.

An experiment is {"flows": [[bytes, start], ...], "bandwidth": B} (all on one link without latency) or {"tasks": [[host,
seconds, [[task, bytes], ...]], ...], "hosts": n, "bandwidth": B, "latency": L} (hosts around one switch, tasks of a host in
their order).
"""

from __future__ import annotations

import json
import sys
from typing import Any

import simgrid
from simgrid import Actor, Comm, Engine, Host, LinkInRoute, Mailbox, NetZone, this_actor

SPEED = 1e9


def flow_times(experiment: dict[str, Any]) -> list[float]:
    """When each flow ends."""
    zone = NetZone.create_full_zone("zone")
    ends = [zone.create_host(name, SPEED) for name in "ab"]
    link = LinkInRoute(zone.create_link("link", experiment["bandwidth"]).set_latency(0).seal())
    zone.add_route(ends[0].netpoint, ends[1].netpoint, None, None, [link], True)
    zone.seal()
    found = [0.0] * len(experiment["flows"])

    def flow(i: int, size: float, start: float) -> None:
        this_actor.sleep_for(start)
        Comm.sendto(ends[0], ends[1], int(size))
        found[i] = Engine.clock

    for i, (size, start) in enumerate(experiment["flows"]):
        Actor.create(f"flow{i}", ends[0], flow, i, size, start)
    return found


def task_times(experiment: dict[str, Any]) -> list[float]:
    """When each task ends."""
    zone = NetZone.create_full_zone("zone")
    count = experiment["hosts"]
    hosts = [zone.create_host(f"h{i}", SPEED) for i in range(count)]
    up, down = ([zone.create_link(f"{way}{i}", experiment["bandwidth"]).set_latency(experiment["latency"]).seal()
                 for i in range(count)] for way in ("up", "down"))
    for i in range(count):
        for j in range(count):
            if i != j:
                links = [LinkInRoute(up[i]), LinkInRoute(down[j])]
                zone.add_route(hosts[i].netpoint, hosts[j].netpoint, None, None, links, False)
    zone.seal()
    tasks = experiment["tasks"]
    found = [0.0] * len(tasks)

    def run(number: int) -> None:
        host = Host.current()
        if host.name != f"h{number}":
            raise RuntimeError("an actor runs on another host than it should")
        under_way = []
        expected = {(j, i): Mailbox.by_name(f"{j}-{i}").get_async() for i, (where, _, operands) in enumerate(tasks)
                    if where == number for j, _ in operands if tasks[j][0] != number}
        for i, (where, seconds, operands) in enumerate(tasks):
            if where != number:
                continue
            for j, _ in operands:
                if tasks[j][0] != number:
                    expected[j, i][0].wait()
            this_actor.execute(seconds * SPEED)
            found[i] = Engine.clock
            for k, (reader, _, read) in enumerate(tasks):
                under_way += [Mailbox.by_name(f"{i}-{k}").put_async("value", int(size))
                              for j, size in read if j == i and reader != number]
        for comm in under_way:
            comm.wait()

    for i, host in enumerate(hosts):
        Actor.create(f"run{i}", host, run, i)
    return found


def main() -> None:
    """One experiment per process, as SimGrid wants it."""
    engine = Engine(["irpart", "--cfg=network/model:CM02", "--cfg=network/TCP-gamma:0",
                     "--cfg=network/crosstraffic:0", "--log=root.thresh:error"])
    experiment = json.load(sys.stdin)
    found = flow_times(experiment) if "flows" in experiment else task_times(experiment)
    engine.run()
    print(json.dumps({"version": simgrid.simgrid_version, "times": found}))


if __name__ == "__main__":
    main()
