"""What comes in with the libraries: where it is loaded, under which licences, with which sums."""

from __future__ import annotations

import subprocess
from email.message import Message
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from loaded import OF_PAGES, by_drawing, by_parsing

from policygraph.interpreter import interpreter
from policygraph.read.sandbox import Child

ROOT = Path(__file__).parent.parent
PLANS = sorted((ROOT / "tests" / "documents").glob("plan.*"))


def script(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_reading_child_loads_nothing_that_makes_pages() -> None:
    assert len(PLANS) > 4
    with Child() as child:
        for path in PLANS:
            assert child.run(by_parsing, path) == (), path.name


def test_a_process_that_draws_loads_what_is_looked_for() -> None:
    with Child() as child:
        assert child.run(by_drawing, PLANS[0]) == OF_PAGES


def test_parse_loads_nothing_that_makes_pages() -> None:
    """The caller of the readers, which holds what they answer."""
    code = (
        "import sys; from policygraph.cli import main\n"
        f"sys.argv = ['policygraph', 'parse', {str(ROOT / 'tests' / 'documents' / 'plan.txt')!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        f"print('LOADED', [name for name in {OF_PAGES!r} if name in sys.modules])"
    )
    done = subprocess.run(interpreter(code), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "LOADED []"


LICENCES = {
    "expression": ({"License-Expression": "MIT"}, "MIT", False),
    "expression before the field": ({"License-Expression": "MIT", "License": "GPL"}, "MIT", False),
    "a choice": ({"License-Expression": "GPL-2.0-only OR MIT"}, "GPL-2.0-only OR MIT", False),
    "both at once": ({"License-Expression": "MIT AND GPL-2.0-only"}, "MIT AND GPL-2.0-only", True),
    "affero": ({"License": "AGPLv3+"}, "AGPLv3+", True),
    "lesser": ({"License": "GNU Lesser General Public License v3"}, "GNU Lesser General Public License v3", False),
    "lesser, short": ({"License": "LGPL-3.0"}, "LGPL-3.0", False),
    "classifier": ({"Classifier": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"},
                   "GNU General Public License v3 (GPLv3)", True),
    "classifier behind UNKNOWN": ({"License": "UNKNOWN", "Classifier": "License :: OSI Approved :: BSD License"},
                                  "BSD License", False),
    "first line of a long text": ({"License": "Mozilla Public License\nmay be combined with the GPL"},
                                  "Mozilla Public License", False),
    "nothing": ({"Classifier": "Topic :: Text Processing"}, "not stated", True),
}  # fmt: skip


@pytest.mark.parametrize("case", LICENCES)
def test_licences(case: str) -> None:
    given, said, forbidden = LICENCES[case]
    about = Message()
    for name, value in given.items():
        about[name] = value
    licences = script("licences")
    assert licences.licence(about) == said
    assert licences.forbidden(said) is forbidden


def test_sums_are_of_the_versions_that_are_pinned() -> None:
    def pinned(name: str) -> set[str]:
        lines = (ROOT / name).read_text("utf-8").splitlines()
        return {line.split(" --hash=sha256:")[0].lower() for line in lines if line and not line.startswith("#")}

    assert pinned("requirements.hashes.lock") == pinned("requirements.lock")


def test_a_line_of_the_lock_has_its_sum() -> None:
    item = {
        "metadata": {"name": "a", "version": "1"},
        "download_info": {"archive_info": {"hashes": {"sha256": "0f"}}},
    }
    assert script("hashes").locked({"install": [item]}) == ["a==1 --hash=sha256:0f"]
