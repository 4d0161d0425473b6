"""Notebooks from Databricks' source format to Jupyter's, and back.

    python convert.py 01_first_steps.py      writes 01_first_steps.ipynb, outputs of unchanged cells kept
    python convert.py 01_first_steps.ipynb   writes 01_first_steps.py

The source is what people edit. A Jupyter notebook gets one cell more, its first, which stands for what a Databricks
notebook has from its start: ``spark``, ``dbutils`` and ``display``. ``%sql`` cells become calls of ``spark.sql``.
"""

import dataclasses
import json
import pathlib
import re
import sys

FIRST_LINE = "# Databricks notebook source"
SEPARATOR = "# COMMAND ----------"
MAGIC = "# MAGIC"
TITLE = "# DBTITLE 1,"
JUPYTER = pathlib.Path(__file__).with_name("jupyter_start.py")
SQL_HEAD, SQL_TAIL = 'display(spark.sql("""\n', '\n"""))'


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell: ``kind`` is python, md, sql, or another magic's first line without its percent sign, such as ``pip install x``."""

    kind: str
    text: str
    title: str = ""


def read_source(source):
    """The cells of a notebook in Databricks' source format."""
    first, _, rest = source.partition("\n")
    if first != FIRST_LINE:
        raise ValueError(f"Cannot read a notebook: its first line is not '{FIRST_LINE}'.")
    parts = [[]]
    for line in rest.split("\n"):
        if line == SEPARATOR:
            parts.append([])
        else:
            parts[-1].append(line)
    return [_cell(_trimmed(lines)) for lines in parts if _trimmed(lines)]


def _trimmed(lines):
    """Without empty lines at both ends."""
    kept = [number for number, line in enumerate(lines) if line.strip()]
    return lines[kept[0] : kept[-1] + 1] if kept else []


def _cell(lines):
    title = ""
    if lines[0].startswith(TITLE):
        title, lines = lines[0][len(TITLE) :], _trimmed(lines[1:])
    magic = [line for line in lines if _is_magic(line)]
    if not magic:
        return Cell("python", "\n".join(lines), title)
    if len(magic) < len(lines):
        raise ValueError(f"Cannot read a cell that is only partly '{MAGIC}': {lines[0]}")
    first, *rest = [line[len(MAGIC) + 1 :] for line in lines]
    if not first.startswith("%"):
        raise ValueError(f"Cannot read a cell of '{MAGIC}' that names no magic: {first}")
    return Cell(first[1:].rstrip(), "\n".join(rest), title)


def _is_magic(line):
    return line == MAGIC or line.startswith(MAGIC + " ")


def write_source(cells):
    """The inverse of ``read_source``; refuses what the format cannot hold."""
    parts = []
    for cell in cells:
        if cell.kind == "python":
            lines = cell.text.split("\n")
            clash = [line for line in lines if line == SEPARATOR or _is_magic(line)]
            clash += [line for line in lines[:1] if line.startswith(TITLE)]
            if not cell.text.strip() or lines != _trimmed(lines):
                raise ValueError("Cannot write a Python cell that is empty, or begins or ends with an empty line.")
            if clash:
                raise ValueError(f"Cannot write a Python cell with the line '{clash[0]}': it is a mark of the format.")
        else:
            body = [f"%{cell.kind}"] + (cell.text.split("\n") if cell.text else [])
            lines = [f"{MAGIC} {line}".rstrip() if not line else f"{MAGIC} {line}" for line in body]
        if cell.title:
            lines.insert(0, TITLE + cell.title)
        parts.append("\n".join(lines))
    return f"{FIRST_LINE}\n" + f"\n\n{SEPARATOR}\n\n".join(parts) + "\n"


def to_jupyter(cells, old=None):
    """A notebook of format 4.5 as a JSON object; outputs, but no logs, are those of the cells of ``old`` that are the same."""
    outputs = {}
    for cell in (old or {}).get("cells", []):
        if cell["cell_type"] == "code":
            outputs.setdefault("".join(cell["source"]), cell)
    start = _jupyter_cell(Cell("python", JUPYTER.read_text().strip()))
    start["metadata"] = {"tags": ["jupyter-start"]}
    found = [start] + [_jupyter_cell(cell) for cell in cells]
    for number, cell in enumerate(found):
        cell["id"] = f"cell-{number:02}"
        if cell["cell_type"] == "code":
            before = outputs.get("".join(cell["source"]), {})
            cell["outputs"] = [output for output in before.get("outputs", []) if output.get("name") != "stderr"]
            cell["execution_count"] = before.get("execution_count")
    return {
        "cells": found,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _jupyter_cell(cell):
    kind, text = "code", cell.text
    metadata = {"title": cell.title} if cell.title else {}
    if cell.kind == "md":
        kind = "markdown"
    elif cell.kind == "sql":
        metadata["magic"] = "sql"
        text = SQL_HEAD + text.replace("\\", "\\\\").replace('"', '\\"' if '"""' in text else '"') + SQL_TAIL
    elif cell.kind != "python":
        metadata["magic"] = cell.kind
        text = f"%{cell.kind}" + (f"\n{text}" if text else "")
    return {"cell_type": kind, "metadata": metadata, "source": text.splitlines(keepends=True)}


def from_jupyter(notebook):
    """The inverse of ``to_jupyter``, without outputs."""
    cells = [cell for cell in notebook["cells"] if "jupyter-start" not in cell["metadata"].get("tags", [])]
    return [_databricks_cell(cell) for cell in cells]


def _databricks_cell(cell):
    text = "".join(cell["source"])
    title, magic = cell["metadata"].get("title", ""), cell["metadata"].get("magic", "python")
    if cell["cell_type"] == "markdown":
        return Cell("md", text, title)
    if magic == "sql":
        if not (text.startswith(SQL_HEAD) and text.endswith(SQL_TAIL)):
            raise ValueError("Cannot read a cell of SQL that is not 'display(spark.sql(...))'.")
        body = text[len(SQL_HEAD) : -len(SQL_TAIL)]
        return Cell("sql", re.sub(r"\\(.)", r"\1", body, flags=re.DOTALL), title)
    if magic != "python":
        return Cell(magic, text[len(f"%{magic}") + 1 :], title)
    return Cell("python", text, title)


def text_of(notebook):
    """A notebook of Jupyter as it is stored."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def main():
    for name in sys.argv[1:]:
        path = pathlib.Path(name)
        if path.suffix == ".ipynb":
            cells = from_jupyter(json.loads(path.read_text()))
            path.with_suffix(".py").write_text(write_source(cells))
        else:
            target = path.with_suffix(".ipynb")
            old = json.loads(target.read_text()) if target.exists() else None
            target.write_text(text_of(to_jupyter(read_source(path.read_text()), old)))


if __name__ == "__main__":
    main()
