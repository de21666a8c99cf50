"""hwloc's XML: real machines, each rule on a small file, and damaged files."""

from __future__ import annotations

import numpy as np
import pytest

from irpart.base.errors import FormatError, InputError
from irpart.topology import measure_distances
from irpart.topology.parts import assemble
from irpart.topology.reading import read_topology
from irpart.topology.sources._hwloc_document import cpu_set
from irpart.topology.sources.hwloc import hwloc, hwloc_draft
from irpart.topology.types import NUMA, ORIGINS, Topology
from tests.topology.machines import CORES, FOLDER, count, make_xml, rows_of

KNOWN = {
    # file: hosts, packages, domains, cores, threads, GPUs, GHz, first distances
    "16amd64-4distances.xml": (0, 8, 8, 16, 16, 0, 2.0, [10, 20, 20]),
    "192em64t-24n8c2t.xml": (0, 24, 24, 192, 384, 0, 2.4, [10, 50, 65]),
    "32em64t-2n8c2t-pci-normalio.xml": (0, 2, 2, 16, 32, 2, 2.0, [10, 20]),
    "64amd64-4p2n4ca2co.xml": (0, 4, 8, 64, 64, 0, 2.1, [10, 16, 16, 22, 16, 22, 16, 22]),
    "64intel64-3g2n+2n-irregulargroups+pci.v1.xml": (0, 8, 8, 64, 64, 0, 2.4, [10, 50, 65]),
    "64intel64-fakeKNL-SNC4-hybrid.v2.xml": (0, 1, 8, 16, 64, 0, 2.0, []),
    "64intel64-heteromem.xml": (0, 1, 8, 16, 64, 0, 2.0, []),
    "8em64t-2mi2ma2c.v1.xml": (4, 4, 4, 8, 8, 0, 2.0, []),
    "AMD-17h-Zen-2xEpyc-7451.xml": (0, 2, 1, 48, 96, 0, 2.0, []),
    "Intel-CascadeLake-2xXeon6230.xml": (0, 2, 1, 40, 80, 0, 2.1, []),
    "Intel-KnightsLanding-XeonPhi-7210.xml": (0, 1, 1, 64, 256, 0, 1.3, []),
    "Intel-RaptorLake-Corei7-1370P.xml": (0, 1, 1, 14, 20, 0, 2.0, []),
    "epyc-7763-nps4.toml": (0, 2, 8, 128, 256, 0, 2.45, [10, 12, 12, 12, 32]),
    "memorysidecaches.xml": (0, 2, 4, 40, 80, 0, 2.1, [10, 11, 21, 21]),
    "nvidia-dgx-gb10.xml": (0, 1, 1, 20, 20, 0, 2.0, []),
    "nvidiaDGX2.xml": (0, 2, 2, 4, 4, 16, 3.9, [10, 21]),
    "power8gpudistances.xml": (0, 2, 2, 8, 16, 4, 4.023, [10, 40]),
}


def read(inside: str, version: str = ' version="3.0"', head: str = "") -> Topology:
    """The machine of a small file."""
    return assemble(hwloc_draft(make_xml(inside, version, head), "small", "small.xml"))


def test_every_machine_has_its_expectation():
    """No file in the folder is unread."""
    assert sorted(KNOWN) == sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".xml", ".toml"))


@pytest.mark.parametrize("name", KNOWN)
def test_real_machines(name):
    """Counts of each kind, clock and SLIT are those of the file, and all processors reach each other."""
    topology = read_topology(str(FOLDER / name))
    kinds = ("host", "package", "numa", "core", "pu", "gpu")
    assert tuple(count(topology, kind) for kind in kinds) == KNOWN[name][:6]
    assert topology.clock_ghz == pytest.approx(KNOWN[name][6])
    first = KNOWN[name][7]
    assert topology.numa_distance.tolist()[:1] == ([] if not first else [topology.numa_distance[0].tolist()])
    assert topology.numa_distance[:1, : len(first)].ravel().tolist() == first
    latency = measure_distances(topology).latency_ns
    assert np.isfinite(latency).all()
    np.testing.assert_allclose(latency, latency.T, rtol=1e-6)


def test_farther_domains_are_farther():
    """On the 24 sockets, latencies between cores follow the firmware's distances, within one domain they are least."""
    topology = read_topology(str(FOLDER / "192em64t-24n8c2t.xml"))
    latency = measure_distances(topology).latency_ns
    domain = topology.ancestor_of_kind(NUMA)[topology.processors]
    of = {row: i for i, row in enumerate(rows_of(topology, "numa"))}
    slit = topology.numa_distance[np.ix_([of[row] for row in domain], [of[row] for row in domain])]
    means = [latency[slit == value].mean() for value in sorted(set(slit.ravel().tolist()))]
    assert means == sorted(means)


def test_dgx2_switches():
    """Each GPU has 6 x 25 GB/s to the switches of its board; the boards are joined, which the file leaves out."""
    topology = read_topology(str(FOLDER / "nvidiaDGX2.xml"))
    distances = measure_distances(topology)
    gpu = np.flatnonzero(np.isin(topology.processors, rows_of(topology, "gpu")))
    assert count(topology, "switch") == 2
    bandwidth = distances.bandwidth_gbs[np.ix_(gpu, gpu)]
    assert set(bandwidth[~np.eye(16, dtype=bool)].tolist()) == {150.0}
    latency = distances.latency_ns[np.ix_(gpu, gpu)]
    assert set(latency[0, 1:8].tolist()) == {600.0}
    assert set(latency[0, 8:].tolist()) == {900.0}
    added = [i for i, ends in enumerate(topology.link_ends.tolist()) if set(ends) == set(rows_of(topology, "switch"))]
    assert [ORIGINS[topology.link_origin[i]] for i in added] == ["default"]
    assert [topology.link_bandwidth_gbs[i] for i in added] == [1200.0]


def test_power8_nvlinks():
    """Pairs of GPUs, and each to its processor, 40 GB/s; memory and lanes are CUDA's; four devices are three times four."""
    topology = read_topology(str(FOLDER / "power8gpudistances.xml"))
    links = {tuple(sorted(ends)): gbs for ends, gbs, kind in zip(
        topology.link_ends.tolist(), topology.link_bandwidth_gbs.tolist(), topology.link_kind, strict=True)
        if kind == "nvlink"}
    a, b, c, d = rows_of(topology, "gpu")
    first, second = rows_of(topology, "package")
    assert links == {(a, b): 40.0, (c, d): 40.0, (first, a): 40.0, (first, b): 40.0, (second, c): 40.0, (second, d): 40.0}
    assert topology.size_bytes[a] == 16671616 * 1024
    assert topology.lanes[a] == 56 * 64
    assert topology.label[a] == "GPU 0 (Tesla P100-SXM2-16GB)"


def test_memory_of_two_kinds():
    """The DRAM of a cluster holds its cores, the HBM is a leaf beside it; bandwidths are the file's, in MiB/s."""
    topology = read_topology(str(FOLDER / "64intel64-heteromem.xml"))
    domains = rows_of(topology, "numa")
    cores = [int(np.count_nonzero(topology.ancestor_of_kind(NUMA)[topology.processors] == row)) for row in domains]
    assert cores == [4, 0] * 4
    assert topology.bandwidth_gbs[domains[:2]].tolist() == pytest.approx([22500 * 2**20 / 1e9, 90000 * 2**20 / 1e9])


@pytest.mark.parametrize(("name", "speeds"), [
    ("Intel-RaptorLake-Corei7-1370P.xml", {0.6: 8, 1.0: 6}), ("nvidia-dgx-gb10.xml", {718 / 997: 10, 1.0: 10})])
def test_cores_of_different_kinds(name, speeds):
    """Capacities where the file has them, the table's ratio where it only names kinds."""
    topology = read_topology(str(FOLDER / name))
    values, numbers = np.unique(topology.speed[rows_of(topology, "core")], return_counts=True)
    assert dict(zip(values.tolist(), numbers.tolist(), strict=True)) == pytest.approx(speeds)


def test_caches():
    """Size, ways and level; no instruction caches; private caches end no links."""
    topology = read_topology(str(FOLDER / "192em64t-24n8c2t.xml"))
    assert [count(topology, "cache", level) for level in (1, 2, 3)] == [192, 192, 24]
    third = topology.cache_level == 3
    assert set(topology.size_bytes[third].tolist()) == {20971520}
    assert set(topology.ways[third].tolist()) == {20}
    private = np.flatnonzero((topology.cache_level == 1) | (topology.cache_level == 2))
    assert not np.isin(topology.link_ends, private).any()


def test_threads_without_cores_get_one_each():
    """hwloc leaves cores out where it does not know them."""
    topology = read('<object type="NUMANode" os_index="0" gp_index="2"/><object type="PU" os_index="0"/>'
                    '<object type="PU" os_index="1"/>')
    assert (count(topology, "core"), count(topology, "pu")) == (2, 2)


def test_machine_memory_of_hwloc_1_is_a_domain():
    """Files of hwloc 1 have no NUMANode on machines that are not NUMA."""
    core = '<object type="Core" os_index="0"><object type="PU" os_index="0"/></object>'
    data = make_xml(core, "").replace(b'gp_index="1"', b'local_memory="4096"')
    topology = assemble(hwloc_draft(data, "old", "old.xml"))
    assert topology.size_bytes[rows_of(topology, "numa")].tolist() == [4096]


def test_no_memory_is_refused():
    """A file of hwloc 1 that tells no memory at all."""
    core = '<object type="Core" os_index="0"><object type="PU" os_index="0"/></object>'
    with pytest.raises(InputError, match=r"small has no memory; describe at least one NUMA domain"):
        read(core, "")


def test_a_domain_above_others_is_a_leaf():
    """Memory of the whole machine does not take the cores from the packages' domains."""
    package = ('<object type="Package" os_index="{0}"><object type="NUMANode" os_index="{0}" local_memory="8"/>'
               '<object type="Core" os_index="0"><object type="PU" os_index="{0}"/></object></object>')
    topology = read('<object type="NUMANode" os_index="2" local_memory="9"/>' + package.format(0) + package.format(1))
    cores = topology.ancestor_of_kind(NUMA)[rows_of(topology, "core")]
    assert topology.size_bytes[cores].tolist() == [8, 8]


def test_gpus_are_counted_once():
    """cuda, nvml and opencl of one card are one GPU; a display and an OpenCL processor are none."""
    device = '<object type="OSDev" name="{}" osdev_type="12" gp_index="{}">{}</object>'
    card = ('<object type="Bridge" gp_index="20"><object type="PCIDev" gp_index="21" pci_link_speed="15.75">'
            + device.format("cuda0", 22, "") + device.format("nvml0", 23, "") + device.format(":0.0", 24, "")
            + device.format("opencl0d0", 25, '<info name="OpenCLGlobalMemorySize" value="1024"/>') + "</object></object>")
    processor = device.format("opencl1d0", 26, '<info name="OpenCLDeviceType" value="CPU"/>')
    topology = read(CORES + card + processor)
    (gpu,) = rows_of(topology, "gpu")
    assert topology.size_bytes[gpu] == 1 << 20
    link = np.flatnonzero((topology.link_ends == gpu).any(axis=1))
    assert topology.link_bandwidth_gbs[link].tolist() == [15.75]
    assert [topology.link_kind[i] for i in link] == ["pcie"]


def test_cpu_sets():
    """Words of 32 bits, the highest first; an empty word is zero."""
    assert cpu_set("0x00000003") == 3
    assert cpu_set("0x00000001,,0x80000000") == (1 << 64) | (1 << 31)
    assert cpu_set("0xf...f,0x00000000") == -1 << 32
    assert cpu_set(None) == 0
    assert cpu_set("nonsense") == 0


@pytest.mark.parametrize(("data", "sentence"), [
    (make_xml(CORES)[:200], r"x.xml is no whole XML file: .* at line 4. Write it again with: lstopo file.xml"),
    (b"", r"x.xml is no whole XML file: no element found at line 1"),
    (b"<svg/>", r"x.xml is XML, but no topology of hwloc: its root is <svg>, not <topology>"),
    (b"<topology/>", r"x.xml has no objects; write it again"),
    (make_xml(CORES, head='<!DOCTYPE t [<!ENTITY a "b">]>'), r"x.xml, line 2: it declares the entity 'a'"),
    (make_xml(CORES, head='<!DOCTYPE t [<!ENTITY % p SYSTEM "file:///etc/passwd">]>'), r"declares the entity 'p'"),
    (make_xml(CORES, head='<!DOCTYPE t [<!ENTITY a "b">]>').decode().encode("utf-16"), r"line 2: it declares the entity"),
    (make_xml(CORES).replace(b"?>", b" encoding='klingon'?>"), r"x.xml is in an encoding that cannot be read \(.*klingon"),
    (make_xml(CORES).replace(b"?>", b" encoding='utf-7'?>"), r"x.xml is in an encoding that cannot be read"),
    (make_xml("<info>" * 300 + "</info>" * 300), r"x.xml, line 4: elements are nested more than 200 deep"),
    (make_xml(CORES.replace("1024", "many")), r"x.xml: local_memory of NUMANode 2 is 'many', not a whole number"),
    (make_xml(CORES.replace("1024", "-5")), r"local_memory of NUMANode 2 is '-5', not a whole number"),
], ids=["truncated", "empty", "other root", "no objects", "entity", "external entity", "other encoding", "unknown",
        "multi-byte", "deep", "word", "negative"])
def test_damaged_files(tmp_path, data, sentence):
    """One sentence with the place and what to do."""
    path = tmp_path / "x.xml"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=sentence):
        hwloc(str(path))


@pytest.mark.parametrize(("matrix", "sentence"), [
    ("<u64values>10 20 20</u64values>", "between 1 objects has 3 values, not 1"),
    ("<u64values>ten</u64values>", "has 'ten', which is no number"),
    ("", "between 1 objects has 0 values, not 1"),
])
def test_damaged_matrices(matrix, sentence):
    """A matrix that does not fit is named."""
    data = make_xml(CORES).replace(b"</topology>", (
        f'<distances2 type="NUMANode" nbobjs="1" kind="5" indexing="os"><indexes>0</indexes>{matrix}</distances2>'
        "</topology>").encode())
    with pytest.raises(FormatError, match=f"x.xml: a matrix of distances {sentence}"):
        hwloc_draft(data, "x", "x.xml")


def test_the_dtd_is_never_opened(tmp_path):
    """The DOCTYPE that hwloc itself writes names a file; it need not exist."""
    path = tmp_path / "x.xml"
    path.write_bytes(make_xml(CORES, head='<!DOCTYPE topology SYSTEM "file:///nowhere/hwloc2.dtd">'))
    assert hwloc(str(path)).n_processors == 2


def test_missing_file(tmp_path):
    """A path that is no file."""
    with pytest.raises(InputError, match=r"Cannot read .*nothing.xml: No such file or directory; give the path"):
        hwloc(str(tmp_path / "nothing.xml"))
