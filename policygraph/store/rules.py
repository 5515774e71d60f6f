"""The rule-set hash: which code and which words made a record. A store re-extracts what another rule set made."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from policygraph.lexicon import default_lexicon, ontology_dir

#: everything between the bytes of a file and the statements of its graph
_ROOMS = (
    "decide", "extract", "graph", "identity", "lexicon", "link", "marks", "model", "outline", "read", "record", "regions",
    "registry", "text", "words",
)  # fmt: skip


@lru_cache(maxsize=1)
def rules_hash() -> str:
    """Hex digest over the lexicon, the registries, and the modules that read, extract and write facts."""
    seen = hashlib.sha256(default_lexicon().sha256.encode())
    for path in [
        *_code(),
        *sorted(ontology_dir().glob("*.csv")),
        *sorted(ontology_dir().glob("organizations/*.toml")),
        *sorted(ontology_dir().glob("grammar/*.toml")),
        *sorted(ontology_dir().glob("queries/findings/*.rq")),
    ]:
        seen.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return seen.hexdigest()[:32]


def _code() -> list[Path]:
    package = Path(__file__).parent.parent
    names = [pattern for room in _ROOMS for pattern in (f"{room}.py", f"{room}/*.py")]
    return [path for name in names for path in sorted(package.glob(name))]
