"""What a process gives up is gone, in every thread and in what it starts; the rest goes on."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.interpreter import interpreter

linux = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="Linux has it alone"
)
TRY = """
import socket, subprocess, sys, threading
def attempt(kind):
    try:
        socket.socket(kind).close()
        return "made"
    except PermissionError:
        return "refused"
KINDS = (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_UNIX)
"""


def told(code: str, *arguments: str) -> str:
    done = subprocess.run(interpreter(code) + list(arguments), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@linux
@pytest.mark.parametrize(("local", "unix"), [(False, "refused"), (True, "made")])
def test_no_socket_is_made_in_any_thread_or_child(local: bool, unix: str) -> None:
    code = f"""{TRY}
from policygraph.confine import no_sockets
go, out = threading.Event(), []
other = threading.Thread(target=lambda: (go.wait(), out.extend(map(attempt, KINDS))))
other.start()
left, right = socket.socketpair()
print(attempt(socket.AF_INET), no_sockets({local}))
go.set(); other.join()
left.sendall(b"x")
print(*map(attempt, KINDS), *out, right.recv(1).decode())
child = "import socket\\ntry: socket.socket()\\nexcept PermissionError: print('refused')"
print(subprocess.run([sys.executable, "-I", "-c", child], capture_output=True, text=True).stdout)
"""
    four = f"refused refused refused {unix}"
    assert told(code).split("\n") == ["made True", f"{four} {four} x", "refused"]


@linux
def test_writing_is_for_the_folders_named(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "kept.txt").write_text("as it was", "utf-8")
    code = """
import os, sys
from pathlib import Path
from policygraph.confine import writes_only_below
here = Path(sys.argv[1])
if not writes_only_below([here / "mine", Path(os.devnull), here / "nowhere"]):
    sys.exit(print("none"))
Path(os.devnull).write_text("x")
(here / "mine" / "a").write_text("made")
(here / "mine" / "a").rename(here / "mine" / "b")
print((here / "kept.txt").read_text(), (here / "mine" / "b").read_text())
for act in (lambda: (here / "c").write_text("x"), lambda: (here / "kept.txt").write_text("x"),
            lambda: (here / "kept.txt").unlink(), lambda: (here / "d").mkdir(), lambda: os.truncate(here / "kept.txt", 1),
            lambda: (here / "mine" / "b").rename(here / "b"), lambda: os.kill(os.getppid(), 0)):
    try: print("done", act())
    except OSError: print("refused")
"""
    out = told(code, str(tmp_path))
    if out == "none":
        pytest.skip("this kernel has no Landlock")
    assert out.split("\n") == ["as it was made", *["refused"] * 7]
    assert (tmp_path / "kept.txt").read_text("utf-8") == "as it was"


@pytest.mark.parametrize("machine", ["riscv64", "AMD64"])
def test_elsewhere_it_says_so(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from policygraph import confine

    monkeypatch.setattr(confine.platform, "machine", lambda: machine)
    monkeypatch.setattr(confine.sys, "platform", "win32")
    assert not confine.no_sockets()
    assert not confine.writes_only_below([])
