"""Side by side in one run: the whole ``read`` against pdfplumber, pypdfium2, markitdown and docx2python alone.

    python benchmarks/bench_read.py FOLDER [--files 12] [--growth FILE.pdf]

Each tool reads the same files in a process of its own; a table gives pages (or files) a second, CPU time (steadier on a
busy machine) and peak memory.
Tools that are not installed are named and left out. ``--growth`` reads the first 1/8, 1/4, 1/2 and all of a PDF.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path


def with_policygraph(path: Path) -> int:
    from policygraph.read import load, read_source

    document = read_source(load(path))
    return len(document.text) + 0 * len(document.tables)


def with_pdfplumber(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as file:
        count = 0
        for page in file.pages:
            count += len(page.extract_text() or "") + sum(len(table) for table in page.extract_tables())
            page.close()
    return count


def with_pypdfium2(path: Path) -> int:
    import pypdfium2

    file = pypdfium2.PdfDocument(path)
    return sum(len(file[index].get_textpage().get_text_range()) for index in range(len(file)))


def with_markitdown(path: Path) -> int:
    from markitdown import MarkItDown

    return len(MarkItDown().convert(str(path)).text_content)


def with_docx2python(path: Path) -> int:
    from docx2python import docx2python

    with docx2python(path) as file:
        return len(file.text)


def with_python_docx(path: Path) -> int:
    import docx

    file = docx.Document(str(path))
    cells = sum(len(cell.text) for table in file.tables for row in table.rows for cell in row.cells)
    return cells + sum(len(paragraph.text) for paragraph in file.paragraphs)


def with_openpyxl(path: Path) -> int:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


def with_calamine(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return sum(len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())


def with_xlrd(path: Path) -> int:
    import xlrd

    return sum(sheet.nrows for sheet in xlrd.open_workbook(str(path), formatting_info=True).sheets())


#: what every reader of spreadsheets is set against
_BOOKS = {"policygraph": ("policygraph", with_policygraph), "calamine (values)": ("python_calamine", with_calamine)}
#: format -> tool -> (package, function)
TOOLS: dict[str, dict[str, tuple[str, Callable[[Path], int]]]] = {
    "pdf": {
        "policygraph": ("policygraph", with_policygraph),
        "pdfplumber": ("pdfplumber", with_pdfplumber),
        "pypdfium2 (text only)": ("pypdfium2", with_pypdfium2),
        "markitdown": ("markitdown", with_markitdown),
    },
    "docx": {
        "policygraph": ("policygraph", with_policygraph),
        "python-docx": ("docx", with_python_docx),
        "docx2python": ("docx2python", with_docx2python),
        "markitdown": ("markitdown", with_markitdown),
    },
    "xlsx": {**_BOOKS, "openpyxl (values)": ("openpyxl", with_openpyxl)},
    "xls": {**_BOOKS, "xlrd": ("xlrd", with_xlrd)},
    "ods": _BOOKS,
}


def pages_of(paths: Iterable[Path]) -> int:
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) if path.suffix == ".pdf" else 1 for path in paths)


def measure(kind: str, tool: str, paths: list[Path]) -> dict[str, float]:
    """Seconds for all files after one warm file, and peak memory, in a fresh process."""
    call = [sys.executable, __file__, "--child", kind, tool, *map(str, paths)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=1800)
    if done.returncode:
        return {"seconds": float("nan"), "cpu": float("nan"), "megabytes": float("nan"), "failed": len(paths)}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def child(kind: str, tool: str, names: list[str]) -> None:
    work = TOOLS[kind][tool][1]
    failed = 0
    try:
        work(Path(names[0]))  # imports and caches
    except Exception:
        failed = 0
    start, spent = time.perf_counter(), time.process_time()
    for name in names:
        try:
            work(Path(name))
        except Exception:
            failed += 1
    seconds, cpu = time.perf_counter() - start, time.process_time() - spent
    print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": peak_megabytes(), "failed": failed}))


def peak_megabytes() -> float:
    try:
        import resource
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def table(kind: str, paths: list[Path]) -> None:
    unit = "pages" if kind == "pdf" else "files"
    count = pages_of(paths)
    print(f"\n{kind}: {len(paths)} files, {count} {unit}\n")
    print(f"| tool | {unit}/s | ms/{unit[:-1]} | CPU ms/{unit[:-1]} | peak MB | refused |\n|---|---|---|---|---|---|")
    for tool, (package, _) in TOOLS[kind].items():
        if importlib.util.find_spec(package) is None:
            print(f"| {tool} | not installed | | | | |")
            continue
        row = measure(kind, tool, paths)
        speed = f"{count / row['seconds']:.1f} | {1000 * row['seconds'] / count:.1f} | {1000 * row['cpu'] / count:.1f}"
        print(f"| {tool} | {speed} | {row['megabytes']:.0f} | {row['failed']:.0f} |", flush=True)


def growth(path: Path) -> None:
    """Milliseconds a page over the first part of one file: flat means linear."""
    import pypdfium2

    whole = pypdfium2.PdfDocument(path)
    print(f"\ngrowth: {path.name}\n\n| pages | CPU ms/page | peak MB |\n|---|---|---|")
    for part in (8, 4, 2, 1):
        count = max(1, len(whole) // part)
        piece = pypdfium2.PdfDocument.new()
        piece.import_pages(whole, list(range(count)))
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "part.pdf"
            piece.save(target)
            row = measure("pdf", "policygraph", [target])
        print(f"| {count} | {1000 * row['cpu'] / count:.1f} | {row['megabytes']:.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=12, help="of each format, evenly spread over the folder")
    parser.add_argument("--growth", type=Path)
    arguments = parser.parse_args()
    for kind in TOOLS:
        found = sorted(arguments.folder.rglob(f"*.{kind}"))
        if found:
            table(kind, found[:: max(1, len(found) // arguments.files)][: arguments.files])
    if arguments.growth:
        growth(arguments.growth)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        main()
