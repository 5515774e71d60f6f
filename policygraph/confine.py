"""What a process that works on strangers' input takes away from itself, where the system lets it: sockets, and
writing outside a few folders. Both are for good and pass on to whatever the process starts.

Linux alone has both (seccomp on x86-64 and arm64, Landlock from 5.13); elsewhere the functions say False.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

#: machine -> (number of its architecture for auditing, call socket, call seccomp)
_MACHINES = {"x86_64": (0xC000003E, 41, 317), "aarch64": (0xC00000B7, 198, 277)}
_IO_URING_SETUP, _X32 = 425, 0x40000000  # the other ways to a socket
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets of what a filter may look at
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_AF_UNIX = 1
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # Landlock's calls, alike on every architecture
_WRITES = 0x1FF2  # write, remove, make anything; all of the first version but execute and read
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # of versions 2 and 3
_FILE = 0x2 | _TRUNCATE  # what may be done to a file itself
_SCOPES = 0b11  # of version 6: no abstract sockets and no signals beyond the confined


def no_sockets(local: bool = False, *, everywhere: bool = True) -> bool:
    """From now on this process makes no sockets, or only Unix ones (``local``); those it has go on working.

    Every thread is bound, or this one alone with what it starts (not ``everywhere``). False where the system has no such thing.
    """
    known = _MACHINES.get(platform.machine()) if sys.platform == "linux" and sys.maxsize > 1 << 32 else None
    if known is None:
        return False
    architecture, socket, seccomp = known
    lines = _filter(architecture, socket, local)
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    bound = struct.pack("@HP", len(lines), ctypes.addressof(program))
    return _no_new_privileges() and _call(seccomp, 1, int(everywhere), bound) == 0  # SET_MODE_FILTER, TSYNC


def _filter(architecture: int, socket: int, local: bool) -> list[tuple[int, int, int, int]]:
    """(code, jump if true, jump if false, operand): one line an instruction, jumps counted from the next."""
    tail = [(_LOAD, 0, 0, _FIRST_ARGUMENT), (_EQUAL, 1, 0, _AF_UNIX)] if local else []
    end = len(tail)
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, end + 4, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, end + 2, 0, _X32),
        (_EQUAL, end + 1, 0, _IO_URING_SETUP),
        (_EQUAL, 0, end + 1, socket),
        *tail,
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]


def writes_only_below(folders: Iterable[Path]) -> bool:
    """From now on this process writes, makes and removes files below these folders alone, and signals no process but
    its own. Only the calling thread and what it starts are bound: call it before there are others. False where the
    system has no such thing.
    """
    version = _call(_CREATE, None, 0, 1) if sys.platform == "linux" else -1
    if version < 1:
        return False
    rights = _WRITES | (_REFER if version > 1 else 0) | (_TRUNCATE if version > 2 else 0)
    rules = struct.pack("=QQQ", rights, 0, _SCOPES)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = _call(_CREATE, rules, len(rules), 0)
    if ruleset < 0:
        return False
    try:
        for folder in folders:
            _allow(ruleset, folder, rights)
        return _no_new_privileges() and _call(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, folder: Path, rights: int) -> None:
    try:
        handle = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no leave
    try:
        _call(_ADD_RULE, ruleset, 1, struct.pack("=Qi", rights if folder.is_dir() else rights & _FILE, handle), 0)
    finally:
        os.close(handle)


def _no_new_privileges() -> bool:
    return bool(ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) == 0)


def _call(number: int, *arguments: bytes | int | None) -> int:
    """A system call the library has no name for. What it returns, -1 where it fails."""
    given: Sequence[object] = [ctypes.c_long(item) if isinstance(item, int) else item for item in arguments]
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *given))
