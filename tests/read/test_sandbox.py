"""A child that hangs, crashes or eats memory costs one input, never the batch."""

from __future__ import annotations

import os
import sys
import time

import pytest

from policygraph.issues import PolicygraphError, ReadError
from policygraph.read.sandbox import Child, Limits, announce_pages, run_isolated

QUICK = Limits(seconds=1.0, seconds_per_page=2.0, memory=400 << 20, inputs=3)
posix = pytest.mark.skipif(os.name != "posix", reason="memory limits are POSIX")


def behave(word: str) -> str:
    """What a hostile file might make a parser do."""
    if word == "hang":
        time.sleep(60)
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
        announce_pages(5)
        time.sleep(1.5)
    return word


def process_id(_: str) -> int:
    return os.getpid()


CASES = [("hang", "timeout"), ("crash", "malformed"), ("refuse", "encrypted"), ("fail", "malformed")]


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


def test_pages_buy_time() -> None:
    with Child(QUICK) as child:
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
