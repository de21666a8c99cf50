"""``mesh:32x32``: a many-core chip whose tiles are joined in a grid of one to three dimensions.

References
----------
W. J. Dally, B. Towles: Principles and Practices of Interconnection Networks, Morgan Kaufmann 2004, section 5.1 (tori and
meshes: k-ary n-meshes).
"""

from __future__ import annotations

from irpart.base.registry import method
from irpart.topology.sources._chip import make_chip
from irpart.topology.types import Topology


@method()
def mesh(text: str) -> Topology:
    """Many-core chip: a grid of 1 to 3 dimensions, such as 32x32 or 8x8,clock=2,l2=256K,memory=4.

    Parameters
    ----------
    text
        Sides joined by x, then options of ``ChipOptions``; empty: 8x8.

    Raises
    ------
    InputError
        When the description is wrong; the sentence lists the options.
    """
    return make_chip("mesh", text, wraps=False)
