"""A thread that can open no connection: what the kernel holds, whatever a query says and an engine understands.

Linux on x86-64 and arm64, by a seccomp filter for this thread and all it starts. What is open stays open, so a worker
answers on its socket; a new socket is refused with EPERM.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

_SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of the classic packet filter, on words of 32 bits
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EPERM
_NUMBER, _MACHINE = 0, 4  # where they stand in what the filter is given
_X32 = 0x40000000  # the same calls by other numbers
#: io_uring_setup, _enter, _register (they make sockets past every filter), pidfd_getfd (takes those of others)
_EVERYWHERE = (425, 426, 427, 438)
#: machine → its name in the kernel, then socket, socketpair, connect, bind, listen, accept, accept4, ptrace
_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 42, 49, 50, 43, 288, 101)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 201, 202, 242, 117)),
}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def go_offline() -> bool:
    """No new sockets for this thread and those it starts, for good. False where the system cannot do that."""
    known = _CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    steps = _steps(known[0], (*known[1], *_EVERYWHERE))
    program = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    none = ctypes.c_ulong(0)
    if libc.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none):
        return False
    return bool(libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), none, none) == 0)


def _steps(machine: int, calls: tuple[int, ...]) -> bytes:
    """The filter: refused are all calls of another machine, numbers beyond the ordinary, and these calls."""
    count = len(calls)
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, count + 3, machine),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, count + 1, 0, _X32),
        *((_EQUAL, count - at, 0, call) for at, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
