"""The house: which room may import which, where third-party libraries live, and what stays lazy."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Container
from pathlib import Path

import pytest

from policygraph.interpreter import interpreter

ROOT = Path(__file__).parent.parent / "policygraph"

#: room -> rooms it may import (its own modules always). The README prints the same table.
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "text": {"model"},
    "issues": {"model", "text"},
    "identity": {"text"},
    "words": {"model", "text"},
    "lexicon": {"model", "issues", "text"},
    "regions": {"model", "issues", "lexicon"},
    "codec": set(),
    "confine": set(),
    "interpreter": set(),
    "read": {"codec", "confine", "interpreter", "model", "issues", "text"},
    "marks": {"model", "issues", "text", "lexicon", "regions"},
    "outline": {"model", "issues", "text", "identity", "words", "lexicon", "regions", "marks"},
    "extract": {"model", "issues", "text", "identity", "words", "lexicon", "marks"},
    "coverage": {"model", "issues", "text", "lexicon", "marks"},
    "link": {"model", "issues", "text", "identity", "words", "lexicon", "regions", "marks", "registry"},
    "registry": {"model", "issues", "text", "lexicon", "regions", "identity", "marks"},
    "record": {"model", "issues", "decide"},
    "decide": {"model", "issues", "identity", "text"},
    "graph": {"model", "issues", "lexicon", "identity", "text", "regions", "registry"},
    "relate": {"model", "issues", "text", "words", "identity", "lexicon", "registry", "marks"},
    "store": {"model", "issues", "record", "graph", "identity", "lexicon"},
    "catalogue": {"record", "text"},
    "views": {"model", "record", "graph", "words", "relate", "text", "lexicon"},
    "export": {"model", "record", "graph", "words", "relate", "text"},
    "evaluate": {"model", "record", "text", "issues", "pipeline"},
    "explain": {"model", "text"},
    "propose": {"model", "text", "words", "lexicon", "link"},
    "pipeline": {
        "model", "issues", "text", "identity", "words", "lexicon", "read", "outline", "extract", "link", "coverage", "record",
        "decide", "graph", "relate", "store", "views", "export", "explain", "evaluate", "editor",
    },
    "jobs": {"pipeline", "record", "read", "issues"},
    "editor": {"graph", "views"},
    "ingest": {"pipeline", "jobs", "store", "graph", "identity", "model", "issues", "record", "read", "lexicon", "decide"},
    "serve": {"catalogue", "codec", "confine", "editor", "ingest", "interpreter", "jobs", "pipeline", "store", "views", "export", "model", "issues", "record", "graph", "lexicon", "decide", "words"},
}  # fmt: skip

#: third-party package -> the rooms (or modules) that may import it
LIBRARIES: dict[str, tuple[str, ...]] = {
    "jieba": ("words",),
    "rjieba": ("words",),
    "docx": ("read", "export"),
    "pdfplumber": ("read",),
    "pypdfium2": ("read",),
    "openpyxl": ("read", "export", "decide"),
    "xlrd": ("read",),
    "markdown_it": ("read",),
    "python_calamine": ("read",),
    "xlsxwriter": ("export",),
    "rdflib": ("graph", "store"),
    "networkx": ("graph",),
    "pyoxigraph": ("graph", "store", "serve"),
    "pyshacl": ("graph",),
    "pyvis": ("views",),
    "rapidfuzz": ("link",),
    "click": ("cli",),
    "rich": ("cli",),
    "starlette": ("serve",),
    "uvicorn": ("serve",),
    "mcp": ("serve",),
    "jsonschema": ("record",),
}


def modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if "ontology" not in path.parts)


def room(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Dotted names imported anywhere in a module, lazily or not."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            if node.module == "policygraph":
                names.update(f"policygraph.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_follow_the_table(path: Path) -> None:
    here = room(path)
    if here in {"__init__", "__main__"} or here.startswith("cli"):
        return  # the front door and the world's edge may use every room
    allowed = MAY_IMPORT[here] | {here}
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "policygraph" and len(parts) > 1:
            assert parts[1] in allowed or parts[1].startswith("__"), f"{here} imports {name}"
        elif parts[0] in LIBRARIES:
            assert here in LIBRARIES[parts[0]], f"{here} imports {name}"


def test_no_import_cycles() -> None:
    graph: dict[str, set[str]] = {}
    for path in modules():
        name = "policygraph." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
        graph[name.removesuffix(".__init__")] = set()
    for path in modules():
        name = ("policygraph." + ".".join(path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
        graph[name] |= {target for target in toplevel_imports(path, graph) if target in graph and target != name}
    assert find_cycle(graph) == []


def toplevel_imports(path: Path, known: Container[str]) -> set[str]:
    """Modules imported when this one is loaded (imports inside functions and TYPE_CHECKING run later or never).

    ``from package import module`` needs the module, not what the package's ``__init__`` goes on to import.
    """
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inner
            if not all(name in known for name in inner):
                names.add(node.module)
    return names


def find_cycle(graph: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for target in sorted(graph[name]):
            # a package's __init__ imports its own modules; a module importing its package name is the cycle
            found = visit(target, [*trail, name])
            if found:
                return found
        done.add(name)
        return []

    for name in sorted(graph):
        found = visit(name, [])
        if found:
            return found
    return []


def test_find_cycle_finds_one() -> None:
    assert find_cycle({"a": {"b"}, "b": {"a"}}) == ["a", "b", "a"]
    assert find_cycle({"a": {"b"}, "b": set()}) == []


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import policygraph", ("lxml", "rdflib", "networkx", "jieba", "docx", "pdfplumber", "pyvis", "click")),
        (
            "import policygraph.cli",
            ("lxml", "rdflib", "networkx", "jieba", "docx", "pdfplumber", "pyvis", "pyoxigraph"),
        ),
        ("import policygraph.graph", ("rdflib", "networkx", "pyoxigraph")),
        ("import policygraph.pipeline", ("rdflib", "networkx", "jieba", "docx", "pdfplumber", "pyvis", "openpyxl")),
    ],
)
def test_heavy_libraries_are_lazy(statement: str, forbidden: tuple[str, ...]) -> None:
    code = f"{statement}\nimport sys\nprint([name for name in {forbidden!r} if name in sys.modules])"
    out = subprocess.run(interpreter(code), capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout.strip() == "[]"


def test_modules_can_be_read_in_a_sitting() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): n
        for path in modules()
        if (n := len(path.read_text("utf-8").splitlines())) > 450
    }
    assert long == {}
