"""Faults done to a store on purpose: a writer killed at any moment, a store damaged in known ways.

Small seeds run in the tests, the full figures by ``make faults``.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policygraph.issues import StoreError
from policygraph.store import Reader, Store, backup, restore, verify

TESTS = Path(__file__).parent.parent

# A writer that never stops by itself: puts and replaces and removes, and says each thing once it is done.
WRITER = """
import sys
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from store.factory import prepared
from policygraph.store import Store
import random
dice, n = random.Random(int(sys.argv[2])), int(sys.argv[4])
with Store.open(Path(sys.argv[1])) as store:
    print("open", flush=True)
    while True:
        n += 1
        if dice.random() < 0.1 and store.rows:
            key = dice.choice(sorted(store.rows))
            print("removing", key[1:], n, flush=True)
            store.remove([key])
            print("removed", key[1:], n, flush=True)
        keys = dice.sample("abcdefgh", 3)
        print("writing", "".join(keys), n, flush=True)
        store.put([prepared(key, f"{n}" + "甲" * 300, (f"局{n % 7}", "共用局")) for key in keys])
        print("ok", "".join(keys), n, flush=True)
"""


@dataclass(slots=True)
class Killed:
    """What the rounds found: documents lost or torn, false alarms, problems of ``verify``, the slowest reopening in seconds."""

    rounds: int = 0
    commits: int = 0
    lost: int = 0
    advised: int = 0  # times verify, asked before anything was mended, saw more than the next opening mends, or wrote
    problems: int = 0
    slowest: float = 0.0


def kill_rounds(folder: Path, rounds: int, seed: int = 1) -> Killed:
    """Kill a writer ``rounds`` times, each at a moment of chance, and look at what is there."""
    dice, found = random.Random(seed), Killed()
    state: dict[str, tuple[int, int]] = {}  # key → numbers it may have: at least, at most; 0 = absent
    number = 0
    for each in range(rounds):
        command = [sys.executable, "-c", WRITER, str(folder), str(seed * 1000 + each), str(TESTS), str(number)]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        )
        assert process.stdout is not None
        seen = [process.stdout.readline()]
        while each % 2 == 0 and seen[-1] and not seen[-1].startswith("ok"):
            seen.append(process.stdout.readline())  # every other round has something to lose
        time.sleep(dice.random() * 0.4)
        process.send_signal(signal.SIGKILL)
        for line in [*seen, *process.stdout.read().splitlines()]:
            number = _follow(state, line.split(), number)
            found.commits += line.startswith("ok")
        process.wait()
        _look(folder, state, found)
    return found


def _follow(state: dict[str, tuple[int, int]], words: list[str], number: int) -> int:
    """What may be there after one line of the writer."""
    if len(words) != 3:
        return number
    what, keys, n = words[0], words[1], int(words[2])
    for key in keys:
        low, high = state.get(key, (0, 0))
        state[key] = {"writing": (low, n), "ok": (n, n), "removing": (0, high), "removed": (0, 0)}[what]
    return max(number, n)


def _look(folder: Path, state: dict[str, tuple[int, int]], found: Killed) -> None:
    before = tree(folder)
    found.advised += any(not item.mends for item in verify(folder)) or tree(folder) != before
    began = time.perf_counter()
    with Store.open(folder) as store:
        found.slowest = max(found.slowest, time.perf_counter() - began)
        for key, (low, high) in state.items():
            have = int(store.record(f"d{key}")["text"].rstrip("甲")) if f"d{key}" in store.rows else 0
            if (have and low <= have <= high) or (not have and low == 0):
                state[key] = (have, have)
            else:
                found.lost += 1
                state[key] = (have, have)
    found.problems += len(verify(folder))
    found.rounds += 1


# ---- damage ----------------------------------------------------------------------------------------


def _biggest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda path: path.stat().st_size)


def _flip(path: Path, part: float = 0.5) -> None:
    data = bytearray(path.read_bytes())
    for at in range(int(len(data) * part), min(len(data), int(len(data) * part) + 64)):
        data[at] ^= 0x5A
    path.write_bytes(data)


def _truncate(path: Path) -> None:
    with path.open("rb+") as out:
        out.truncate(path.stat().st_size // 2)


def _older(folder: Path) -> None:
    """The engine as it was before the last document: what losing its own log amounts to."""
    shutil.rmtree(folder / "engine")
    shutil.copytree(folder.parent / "older", folder / "engine")


#: way → what is done to the folder of a store
DAMAGE: dict[str, Callable[[Path], None]] = {
    "engine gone": lambda s: shutil.rmtree(s / "engine"),
    "engine set back": _older,
    "table cut": lambda s: _truncate(_biggest(s / "engine", "*.sst")),
    "table altered": lambda s: _flip(_biggest(s / "engine", "*.sst"), 0.2),
    "engine manifest cut": lambda s: _truncate(_biggest(s / "engine", "MANIFEST-*")),
    "engine pointer emptied": lambda s: (s / "engine" / "CURRENT").write_bytes(b""),
    "manifest altered": lambda s: _flip(s / "manifest.log", 0.3),
    "record altered": lambda s: _flip(_biggest(s / "records", "*/*")),
    "file gone": lambda s: _biggest(s / "sources", "*/*").unlink(),
    "generation gone": lambda s: shutil.rmtree(next(p for p in (s / "generations").iterdir() if p.is_dir())),
    "pointer garbled": lambda s: (s / "current").write_bytes(b"\xff\xfe?"),
}


def damaged(folder: Path) -> Iterator[tuple[str, bool]]:
    """(way, whether ``verify`` reports it) for every way of ``DAMAGE``, each on a fresh copy of a store."""
    from store.factory import prepared

    good = folder / "good"
    with Store.open(good) as store:
        store.put([prepared(str(n), "甲乙" * 200) for n in range(5)])
        store.engine.copy_to(folder / "older")
        store.put([prepared("9", "丙" * 300)])
    for name, harm in DAMAGE.items():
        broken = folder / "broken"
        shutil.rmtree(broken, ignore_errors=True)
        shutil.copytree(good, broken)
        harm(broken)
        yield name, _reported(broken)


def _reported(folder: Path) -> bool:
    try:
        return bool(verify(folder))
    except StoreError:
        return True


# ---- every file, five ways --------------------------------------------------------------------------

#: way → what becomes of the bytes of a file; None: it is gone
WAYS: dict[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda data: None,
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "zeros": lambda data: bytes(len(data)),
    "flipped": lambda data: _flipped(data, len(data) // 5),
}


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(byte ^ 0x5A for byte in data[at : at + 64]) + data[at + 64 :]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder and the SHA-256 of its bytes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest() for path in found}


def make_good(folder: Path) -> Path:
    """A small store that has seen every kind of write, and a backup beside it; the folder of the store."""
    from store.factory import prepared

    good = folder / "good"
    with Store.open(good) as store:
        store.put([prepared(str(n), "甲乙" * 40) for n in range(4)])
        store.put([prepared("1", "丙丁" * 40, ("乙局",))])
        store.remove(["d3"])
        store.keep_decided("[]")
    with Store.open(good) as store:
        store.put([prepared("5", "戊" * 30)])
    backup(good, folder / "backup")
    return good


def answers(folder: Path) -> tuple[object, ...]:
    """Everything a reader can be told by a store."""
    with Reader(folder) as reader:
        told = [(row, reader.record(key)["text"], reader.source(key)) for key, row in sorted(reader.rows.items())]
        return told, sorted(map(str, reader.engine.store))


def harmed(folder: Path, chosen: Callable[[str, str], bool]) -> Iterator[tuple[str, str, str]]:
    """(file, way, what is wrong with how it was met, '' if nothing) for the chosen files and ways of a store and its
    backup, each on a fresh copy."""
    good = make_good(folder)
    right = answers(good)
    for kind, source, judge in (("store", good, _store_judged), ("backup", folder / "backup", _backup_judged)):
        for name in sorted(tree(source)):
            for way, harm in WAYS.items():
                data = (source / name).read_bytes()
                if not chosen(f"{kind}/{name}", way) or harm(data) == data:
                    continue
                broken = folder / "broken"
                shutil.rmtree(broken, ignore_errors=True)
                shutil.copytree(source, broken)
                done = harm(data)
                for path in _same_file(source, name):
                    (broken / path).unlink() if done is None else (broken / path).write_bytes(done)
                yield f"{kind}/{name}", way, judge(broken, right, name)


def _same_file(source: Path, name: str) -> list[str]:
    """A table of a generation is one with the engine's, where the file system has links: they share their fate."""
    twin = source / "engine" / Path(name).name
    linked = name.startswith("generations/") and twin.is_file() and twin.samefile(source / name)
    return [name, f"engine/{twin.name}"] if linked else [name]


def _store_judged(broken: Path, right: tuple[object, ...], name: str) -> str:
    before = tree(broken)
    problems = verify(broken)
    if tree(broken) != before:
        return "verify wrote"
    if not problems and not name.endswith(("lock", ".lease")):  # they hold nothing
        return "well"
    try:
        if answers(broken) != right:
            return "wrong answers"
    except StoreError as error:
        if all(item.mends for item in problems):
            return f"readers refused: {error.message}"
        return ""
    try:
        Store.open(broken).close()
    except StoreError as error:
        return f"not mended: {error.message}" if all(item.mends for item in problems) else ""
    left = verify(broken)
    if all(item.mends for item in problems):
        return "wrong after mending" if left or answers(broken) != right else ""
    return "" if left or name == "decisions.json" else "reported, then forgotten"


def _backup_judged(broken: Path, right: tuple[object, ...], name: str) -> str:
    before = tree(broken)
    if not _reported(broken):
        return "well"
    if tree(broken) != before:
        return "verify wrote"
    target = broken.with_name("restored")
    try:
        restore(broken, target)
    except StoreError:
        return "" if not target.exists() else "half restored"
    shutil.rmtree(target)
    return "restored"
