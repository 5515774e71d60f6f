"""How many duties of the windows are found: ``measure.py FOLDER`` (the folder that holds the corpora).

Listed is every duty whose actor and verb stand in the window, cut where the window ends; of the program's those count
that begin in it, thirty characters before its end at the latest (what is listed behind that is optional). Owners in
brackets, labels and columns are no prose and are not listed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from policygraph.evaluate import Evaluation, evaluate, total
from policygraph.evaluate.__main__ import error_line, report
from policygraph.issues import PolicygraphError
from policygraph.pipeline import parse_bytes
from policygraph.record import to_record

VERB = 30


def measure(window: dict[str, object], folder: Path) -> Evaluation:
    """Where a better reader shifts the text, the offsets of the window must be moved."""
    file = folder / str(window["source"])
    start, end = int(str(window["start"])), int(str(window["end"])) - VERB
    try:
        record = dict(to_record(parse_bytes(file.read_bytes(), file.name)))
    except PolicygraphError as error:
        print(f"{file.name}: {error.code}: {error.message}", file=sys.stderr)
        record = {}
    inside = [duty for duty in record.get("duties", []) if duty["spans"] and start <= duty["spans"][0]["start"] < end]
    return evaluate({"duties": window["duties"]}, record | {"duties": inside})


def main() -> None:
    windows = json.loads((Path(__file__).parent / "duties.json").read_text("utf-8"))
    together = total(measure(window, Path(sys.argv[1])) for window in windows)
    for line in report(together):
        if line.startswith(("dut", "unresolved")):
            print(line)
    for error in together.errors:
        if error.category == "duties":
            print(f"  {error_line(error)}")


if __name__ == "__main__":
    main()
