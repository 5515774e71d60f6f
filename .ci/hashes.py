"""``requirements.hashes.lock`` out of what ``pip install --dry-run --report`` chose: the same versions, each with its SHA-256.

python -m pip install --dry-run --ignore-installed --no-deps --report REPORT -r requirements.lock
python .ci/hashes.py REPORT > requirements.hashes.lock
"""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any


def locked(report: dict[str, Any]) -> list[str]:
    """A line for each package, by name. KeyError where the report has no SHA-256."""
    rows = [(item["metadata"], item["download_info"]["archive_info"]["hashes"]["sha256"]) for item in report["install"]]
    return sorted(f"{about['name']}=={about['version']} --hash=sha256:{sha}" for about, sha in rows)


if __name__ == "__main__":
    print(f"# The files of requirements.lock for {platform.python_implementation()} {platform.python_version()},")
    print(f"# {platform.system()} {platform.machine()}: pip install --require-hashes -r requirements.hashes.lock")
    print("\n".join(locked(json.loads(Path(sys.argv[1]).read_text("utf-8")))))
