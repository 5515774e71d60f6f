"""A real server over a small store, in a process of its own, for the tests of this room."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policygraph.ingest import Archive
from policygraph.interpreter import interpreter
from policygraph.serve import Limits

TOKEN = "a-token-for-the-tests"
TEXT = """关于印发绿色发展实施方案的通知
甲政办发〔2024〕8号

各镇人民政府：
现将《甲市绿色发展实施方案》印发给你们，请认真贯彻执行。
甲市人民政府办公室
2024年3月1日

甲市绿色发展实施方案

一、主要目标
到2025年，秸秆综合利用率达到95%以上。

二、重点任务
（一）推进工业绿色升级
1．加快节水改造。推广高效节水工艺，新增节水企业20家。（牵头单位：市工业和信息化局；责任单位：市水利局）
2．建设充电设施。新建充电桩500个。（责任单位：市发展改革委、市住房城乡建设局）
"""


def make_store(folder: Path) -> str:
    """A store with one document of this text; its id."""
    from policygraph.store import Store

    with Store.open(folder) as store:
        return fill(store)


def fill(store: Archive) -> str:
    """Put the document of this text into a store; its id."""
    from policygraph.ingest import ingest_bytes

    outcome = ingest_bytes(store, "实施方案.txt", TEXT.encode())
    assert outcome.row is not None, outcome.refusal
    return outcome.row.id


# shorter than in earnest, so that what waits for a limit does not make the tests wait
SHORT = Limits(seconds=3.0, read_seconds=2.0)
CODE = """
import sys
from pathlib import Path
from policygraph.serve import Limits
from policygraph.serve.run import serve
from policygraph.serve.state import Settings
files = Path(sys.argv[4]) if sys.argv[4] else None
serve(Settings(sys.argv[1], token=sys.argv[2] or None, limits=eval(sys.argv[3]), files=files), port=0)
"""


@contextmanager
def running(
    store: Path | str, *, write: bool = True, limits: Limits = SHORT, files: Path | None = None, log: Path | None = None
) -> Iterator[str]:
    """The address of a server on a port of its choice, ended with the block. ``log`` is where it complains."""
    command = [*interpreter(CODE), str(store), TOKEN if write else "", repr(limits), str(files or "")]
    log = log or Path(store).with_name("serve.log")
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http"), log.read_text()
            yield address.rstrip("/")
        finally:
            process.terminate()
            process.wait(10)
