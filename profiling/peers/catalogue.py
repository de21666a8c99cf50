"""All peers by name, and by which name a program is given for them."""

from __future__ import annotations

from peers import hep, kahip_edges, kahip_package, metis_package, mt_kahypar, two_ps
from peers.peer import Peer

PROGRAMS = {"hep": hep.PEERS, "two-ps": two_ps.PEERS, "kahip-edges": kahip_edges.PEERS}
"""Names of ``--binary NAME=PATH``, and the peers that run the program."""
PEERS: dict[str, Peer] = {peer.name: peer for module in (mt_kahypar, metis_package, kahip_package, hep, two_ps, kahip_edges)
                          for peer in module.PEERS}


def program_of(peer: str) -> str | None:
    """The name under which a peer's program is given, None for packages."""
    return next((name for name, peers in PROGRAMS.items() if peer in {found.name for found in peers}), None)
