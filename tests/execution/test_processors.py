"""How many workers there are: what the user says, else affinity and the quotas of control groups."""

from __future__ import annotations

import pytest

from irpart.base.errors import InputError
from irpart.execution.processors import allowed_processors, processor_quota, usable_processors


def make_system(root, files):
    """Files of a system below another root."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.mark.parametrize(("files", "quota"), [
    ({}, None),
    ({"proc/self/cgroup": "0::/a/b\n"}, None),
    ({"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/b/cpu.max": "max 100000\n"}, None),
    ({"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/cpu.max": "150000 100000\n",
      "sys/fs/cgroup/a/b/cpu.max": "max 100000\n"}, 1.5),
    ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "300000 100000\n"}, 3.0),
    ({"proc/self/cgroup": "5:cpu,cpuacct:/job\n4:memory:/m\n", "sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "50000\n",
      "sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n"}, 0.5),
    ({"proc/self/cgroup": "5:cpu:/job\n", "sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "-1\n",
      "sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n"}, None),
    ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "nonsense"}, None),
])
def test_quotas(tmp_path, files, quota):
    """Both versions of control groups, limits of groups above, and files that say nothing."""
    assert processor_quota(make_system(tmp_path, files)) == quota


def test_workers_are_at_most_what_the_quota_pays_for(tmp_path):
    """A quota of half a processor still gives one worker; a large one no more than the affinity."""
    small = {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "50000 100000\n"}
    assert usable_processors({}, make_system(tmp_path, small)) == 1
    large = {"sys/fs/cgroup/cpu.max": "99900000 100000\n"}
    assert usable_processors({}, make_system(tmp_path, large)) == len(allowed_processors())


def test_the_user_decides():
    """``IRPART_NUM_WORKERS``."""
    assert usable_processors({"IRPART_NUM_WORKERS": " 3 "}) == 3
    for wrong in ("0", "-1", "two", "5000"):
        with pytest.raises(InputError, match=f"IRPART_NUM_WORKERS is '{wrong}'; set it to a number from 1 to 1024"):
            usable_processors({"IRPART_NUM_WORKERS": wrong})
