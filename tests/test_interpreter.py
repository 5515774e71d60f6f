"""Nothing that lies in the folder somebody stands in is ever run, whatever it is called."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serve.server import TEXT

from policygraph.interpreter import HOME, interpreter

PACKAGE = Path(HOME) / "policygraph"
NAMES = (
    "re", "types", "json", "os", "io", "typing", "struct", "pickle", "socket", "asyncio", "sitecustomize", "usercustomize",
    "encodings/__init__", "encodings/utf_8", "jieba", "rjieba", "policygraph", "policygraph/__init__", "click", "rich",
    "lxml/__init__", "docx", "pyoxigraph", "starlette", "uvicorn", "numpy",
)  # fmt: skip
# What pip writes for the command: a script in a folder of its own.
COMMAND = "import sys\nfrom policygraph.cli import main\nsys.exit(main())\n"


class Place:
    """A folder full of modules that betray themselves, with a document below it, and the command run in it."""

    def __init__(self, folder: Path) -> None:
        self.here, self.marker, self.script = folder / "here", folder / "marker", folder / "bin" / "policygraph"
        for name in NAMES:
            path = self.here / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"open({str(self.marker)!r}, 'a').write({name!r} + '\\n')\n", "utf-8")
        for path in (self.here / "in" / "a.txt", self.script):
            path.parent.mkdir()
        (self.here / "in" / "a.txt").write_text(TEXT, "utf-8")
        self.script.write_text(COMMAND, "utf-8")
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        if PACKAGE.parent.name != "site-packages":  # not installed: seen as an editable installation would be
            self.env["PYTHONPATH"] = HOME

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.script), *arguments]

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            self.command(*arguments), cwd=self.here, env=self.env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ran(self) -> str:
        return self.marker.read_text("utf-8") if self.marker.exists() else ""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(autouse=True)
def nothing_ran(place: Place) -> Iterator[None]:
    yield
    assert place.ran() == ""


def test_the_folder_would_betray_a_plain_child(tmp_path: Path) -> None:
    """What these tests look for is there to be found."""
    plain = Place(tmp_path)
    subprocess.run(
        [sys.executable, "-c", "import json"], cwd=plain.here, env=plain.env, capture_output=True, timeout=60
    )
    assert plain.ran()


def test_parse_and_build(place: Place) -> None:
    assert '"tasks"' in place.run("parse", "in/a.txt")
    place.run("build", "in", "-o", "out")
    assert (place.here / "out" / "report.json").exists()
    assert "2" in place.run("query", "--corpus", "out/graph.nq", "SELECT (COUNT(?t) AS ?n) WHERE { ?t a pg:Task }")


def test_ingest_query_and_serve(place: Place) -> None:
    assert place.run("ingest", "--store", "store", "in/a.txt").startswith("ok ")
    assert "2" in place.run("query", "--store", "store", "SELECT (COUNT(?t) AS ?n) WHERE { ?t a pg:Task }")
    command = place.command("serve", "--store", "store", "--port", "0", "--access-log", "log")
    with subprocess.Popen(command, cwd=place.here, env=place.env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip().rstrip("/")
            asked = httpx.get(f"{address}/sparql", params={"query": "ASK { ?t a pg:Task }"}, timeout=60)
            assert "true" in asked.text.lower()
            assert httpx.get(f"{address}/", timeout=60).status_code == 200  # made by a child of its own
        finally:
            process.terminate()


def test_a_child_sees_the_library_then_this_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", str(tmp_path), str(tmp_path / "other"), *sys.path])
    code = "import policygraph, json; print(sys.path, sys.flags.isolated, policygraph.__file__)"
    shown = subprocess.run(interpreter(code), capture_output=True, text=True, timeout=60, check=True).stdout
    paths, isolated, file = shown.strip().rsplit(" ", 2)
    seen = ast.literal_eval(paths)
    assert isolated == "1" and Path(file).parent == PACKAGE
    assert not {"", ".", str(tmp_path)} & set(seen)
    assert seen.index(str(Path(os.__file__).parent)) < seen.index(HOME) < seen.index(str(tmp_path / "other"))


def test_no_other_door_starts_an_interpreter() -> None:
    """``sys.executable`` and ``multiprocessing`` stand in one module; whoever wants a child asks it."""
    for path in PACKAGE.rglob("*.py"):
        if path.name != "interpreter.py":
            text = path.read_text("utf-8")
            assert "sys.executable" not in text and "multiprocessing" not in text, path
