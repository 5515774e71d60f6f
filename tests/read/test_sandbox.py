"""A child that hangs, crashes or eats memory costs one input, never the batch."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from policygraph import confine
from policygraph.issues import PolicygraphError, ReadError
from policygraph.read.inside import Limits, announce_pages, leave_running
from policygraph.read.sandbox import Child, run_isolated

QUICK = Limits(seconds=1.0, seconds_per_page=1.0, waiting=5.0, memory=400 << 20, answer=1 << 20, inputs=3)
PATIENT = replace(QUICK, waiting=30.0)
posix = pytest.mark.skipif(os.name != "posix", reason="memory limits are POSIX")


def behave(word: str) -> str:  # noqa: C901  one branch a misdeed
    """What a hostile file might make a parser do."""
    if word == "hang":
        time.sleep(60)
    if word == "spin":
        while True:
            pass
    if word == "wait":
        time.sleep(1.5)
    if word == "long":
        return word * (1 << 20)
    if word == "reach out":
        return attempts()
    if word == "crash":
        os._exit(7)
    if word == "eat":
        _ = bytearray(900 << 20)
    if word == "refuse":
        raise ReadError("encrypted", "需要密码")
    if word == "fail":
        raise KeyError(word)
    if word == "print":
        sys.stdout.write("noise on standard output")
        os.write(1, b"more noise")
    if word == "many pages":
        announce_pages(2)
        burn(1.5)
    if word == "burn":
        burn(0.5)
    return word


def burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def process_id(_: str) -> int:
    return os.getpid()


def attempts() -> str:
    """What a child can still do of what it should not."""
    done = []
    for name, act in {
        "connect": lambda: socket.socket(socket.AF_INET),
        "write": lambda: Path(__file__).with_name("made-by-a-child").write_text("x"),
        "signal": lambda: os.kill(os.getppid(), 0),
        "own folder": lambda: Path(tempfile.gettempdir(), "mine").write_text("x"),
    }.items():
        with contextlib.suppress(OSError):
            act()
            done.append(name)
    return " ".join(done)


def wrong(word: str) -> int:
    """It says it answers with a number."""
    return word  # type: ignore[return-value]


def leaves_a_process(_: str) -> tuple[int, str]:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    started = subprocess.Popen([sys.executable, "-I", "-c", code])
    leave_running()
    return started.pid, tempfile.gettempdir()


CASES = [
    ("hang", "timeout"),
    ("spin", "timeout"),
    ("crash", "malformed"),
    ("refuse", "encrypted"),
    ("fail", "internal"),
    ("long", "malformed"),
]


@pytest.mark.parametrize(("word", "code"), CASES)
def test_refusals_have_their_code_and_the_next_input_is_read(word: str, code: str) -> None:
    with Child(QUICK) as child:
        with pytest.raises(PolicygraphError) as caught:
            child.run(behave, word)
        assert caught.value.code == code
        assert child.run(behave, "fine") == "fine"


@posix
def test_memory_is_limited() -> None:
    with Child(QUICK) as child, pytest.raises(PolicygraphError) as caught:
        child.run(behave, "eat")
    assert caught.value.code == "memory"


@posix
def test_processor_time_is_counted_and_a_busy_machine_is_waited_for() -> None:
    with Child(PATIENT) as child:
        assert child.run(behave, "wait") == "wait"
        with pytest.raises(ReadError, match="处理器时间超过 1 秒"):
            child.run(behave, "spin")
        assert [child.run(behave, "burn") for _ in range(3)] == ["burn"] * 3, "what others used is not counted"


def test_an_answer_of_another_form_is_refused() -> None:
    with Child(QUICK) as child, pytest.raises(ReadError) as caught:
        child.run(wrong, "no number")
    assert caught.value.code == "malformed"


def test_an_error_nobody_thought_of_says_where() -> None:
    with Child(QUICK) as child, pytest.raises(ReadError, match=r"KeyError，test_sandbox.py:\d+"):
        child.run(behave, "fail")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")
def test_a_child_reaches_nobody_and_writes_in_its_folder_alone() -> None:
    version = confine._call(confine._CREATE, None, 0, 1)  # of Landlock, -1 without
    expected = [*["write"] * (version < 1), *["signal"] * (version < 6), "own folder"]
    with Child(QUICK) as child:
        assert child.run(behave, "reach out").split(" ", len(expected) - 1) == expected
    Path(__file__).with_name("made-by-a-child").unlink(missing_ok=True)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_a_reader_could_not_end_ends_with_its_child() -> None:
    with Child(QUICK) as child:
        left, folder = child.run(leaves_a_process, "")
        assert gone(left) and not Path(folder).exists()
        assert child.run(behave, "fine") == "fine"


def gone(process: int, seconds: float = 5.0) -> bool:
    """Whether a process ends: no number, or nothing but a number that its parent has not asked for."""
    state, end = Path(f"/proc/{process}/stat"), time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if state.read_text("utf-8", "replace").rpartition(")")[2].split()[0] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_pages_buy_time() -> None:
    with Child(PATIENT) as child:
        assert child.run(behave, "many pages") == "many pages"


def test_noise_on_standard_output_is_no_answer() -> None:
    with Child(QUICK) as child:
        assert child.run(behave, "print") == "print"


def test_children_are_reused_and_recycled() -> None:
    with Child(QUICK) as child:
        ids = [child.run(process_id, "") for _ in range(4)]
    assert len(set(ids[:3])) == 1
    assert ids[3] != ids[0]
    assert os.getpid() not in ids


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_goes_on_in_order(workers: int) -> None:
    words = ["a", "crash", "b", "refuse", "c", "hang", "d"]
    out = list(run_isolated(behave, words, workers=workers, limits=QUICK))
    shown = [item.code if isinstance(item, PolicygraphError) else item for item in out]
    assert shown == ["a", "malformed", "b", "encrypted", "c", "timeout", "d"]


def test_announcing_outside_a_child_does_nothing() -> None:
    announce_pages(3)
