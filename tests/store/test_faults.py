"""What must never happen to a committed document: small seeds of ``make faults``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from store.factory import prepared
from store.faults import DAMAGE, WAYS, damaged, harmed, kill_rounds

from policygraph.issues import StoreError
from policygraph.store import Store, verify


def test_a_killed_writer_loses_nothing(tmp_path: Path) -> None:
    found = kill_rounds(tmp_path / "s", 6, seed=7)
    assert (found.rounds, found.lost, found.problems, found.advised) == (6, 0, 0, 0)
    assert found.commits > 0
    assert found.slowest < 20  # a guard against hanging; the figure is measured by make faults


def test_every_damage_is_reported(tmp_path: Path) -> None:
    assert dict(damaged(tmp_path)) == dict.fromkeys(DAMAGE, True)


def test_no_damage_to_any_file_goes_unseen_or_tells_wrong(tmp_path: Path) -> None:
    """Every file once, in one of the five ways; all five by ``make faults``."""
    ways = {name: at for at, name in enumerate(WAYS)}
    found = list(harmed(tmp_path, lambda name, way: sum(name.encode()) % len(WAYS) == ways[way]))
    assert len(found) > 50
    assert [item for item in found if item[2]] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX limits")
def test_a_full_disk_leaves_what_is_committed(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: the engine's write fails in the middle."""
    with Store.open(tmp_path / "s") as store:
        store.put([prepared("1")])
    code = (
        "import resource, signal, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path; from store.factory import prepared; from policygraph.store import Store\n"
        "from policygraph.issues import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = Store.open(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "try:\n    store.put([prepared('2', '甲' * 3000)])\n"
        "except (StoreError, OSError) as error: print('refused', type(error).__name__)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "s"), str(Path(__file__).parent.parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("refused"), done.stderr
    with Store.open(tmp_path / "s") as store:
        assert "d1" in store.rows
    assert verify(tmp_path / "s") == []


def test_a_read_only_folder_is_said() -> None:
    """As a user without rights; root may write everywhere, so the test steps down first."""
    folder = Path(tempfile.mkdtemp(prefix="policygraph-locked-"))  # the folders above must be open to all
    folder.chmod(0o555)
    code = (
        "import os, sys\n"
        "from pathlib import Path; from policygraph.store import Store; from policygraph.issues import StoreError\n"
        "if os.geteuid() == 0: os.setegid(65534); os.seteuid(65534)\n"
        "try:\n    Store.open(Path(sys.argv[1]))\n"
        "except StoreError as error: print(error.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, timeout=60)
    folder.rmdir()
    assert done.stdout.strip() == "store-unwritable", done.stderr


def test_a_torn_line_of_the_manifest_is_forgotten(tmp_path: Path) -> None:
    """What a crash between the engine's commit and the log's leaves: verify says that it mends by itself."""
    with Store.open(tmp_path) as store:
        store.put([prepared("1")])
    head = (tmp_path / "head").read_bytes()
    with Store.open(tmp_path) as store:
        store.put([prepared("2")])
    log = tmp_path / "manifest.log"
    log.write_bytes(log.read_bytes()[:-20])
    (tmp_path / "head").write_bytes(head)
    (tmp_path / "closed").unlink()
    assert {item.code for item in verify(tmp_path)} == {"unfinished"} and all(item.mends for item in verify(tmp_path))
    with Store.open(tmp_path) as store:
        assert set(store.rows) == {"d1", "d2"}
        assert "已核对 1 份" in store.notes[0]
        store.put([prepared("3")])
    assert verify(tmp_path) == []


def test_a_removal_that_was_interrupted_is_settled(tmp_path: Path) -> None:
    from policygraph.store.log import Log
    from policygraph.store.manifest import Entry

    with Store.open(tmp_path) as store:
        rows = store.put([prepared("1"), prepared("2")])
    Log(tmp_path / "manifest.log").append([Entry("removing", rows[0])])
    with Store.open(tmp_path) as store:  # the engine still has it: it stays
        assert "d1" in store.rows
        store._engine.remove("d1")
        Log(tmp_path / "manifest.log").append([Entry("removing", rows[0])])
    with Store.open(tmp_path) as store:  # the engine has done it: it is gone
        assert "d1" not in store.rows
    assert verify(tmp_path) == []


def test_a_damaged_store_says_how_to_mend_it(tmp_path: Path) -> None:
    import shutil

    with Store.open(tmp_path) as store:
        store.put([prepared("1")])
    shutil.rmtree(tmp_path / "engine")
    with pytest.raises(StoreError, match=r"restore.*rebuild"):
        Store.open(tmp_path)
