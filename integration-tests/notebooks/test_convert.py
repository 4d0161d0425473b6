"""The converter of notebooks: what it makes of each kind of cell, and that nothing is lost on the way there and back.

    python -m unittest discover integration-tests/notebooks
"""

import json
import pathlib
import random
import sys
import unittest

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[2] / "examples" / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))

import convert  # noqa: E402
from convert import Cell  # noqa: E402

SOURCE = """# Databricks notebook source
# MAGIC %md
# MAGIC # Title
# MAGIC
# MAGIC text

# COMMAND ----------

# DBTITLE 1,A name
a = 1

b = 2

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT 'x\\n' AS "y"

# COMMAND ----------

# MAGIC %pip install zarr
"""
CELLS = [
    Cell("md", "# Title\n\ntext"),
    Cell("python", "a = 1\n\nb = 2", "A name"),
    Cell("sql", "SELECT 'x\\n' AS \"y\""),
    Cell("pip install zarr", ""),
]
PIECES = ["x = 1", "", "  y", '"""', "\\", '\\"', "'", "\\n", "é ± ✓", "%sql", "# MAGICAL", "# COMMAND", "SELECT 1;", "\t", "# x", "\u2028", '"']


def some_text(chance):
    lines = ["".join(chance.choices(PIECES, k=chance.randrange(3))) for _ in range(chance.randrange(1, 6))]
    return "\n".join(lines)


def some_cell(chance):
    kind = chance.choice(["python", "md", "sql", "scala", "pip install -q a b"])
    title = chance.choice(["", "", "A title: 1, 2"])
    text = some_text(chance)
    if kind == "python":
        lines = convert._trimmed(text.split("\n"))
        return Cell(kind, "\n".join(lines) or "pass", title)
    return Cell(kind, text, title)


class ConvertTest(unittest.TestCase):
    def test_reads_each_kind_of_cell(self):
        self.assertEqual(convert.read_source(SOURCE), CELLS)

    def test_writes_what_it_read(self):
        self.assertEqual(convert.write_source(CELLS), SOURCE)

    def test_sql_runs_in_jupyter_as_it_is_written(self):
        for text in ["SELECT 'x\\n'", 'SELECT """', "SELECT 1 AS `a\\\\b`\n", 'x"']:
            cell = convert.to_jupyter([Cell("sql", text)])["cells"][1]
            seen = []
            given = {"display": seen.append, "spark": type("", (), {"sql": staticmethod(lambda query: query)})}
            exec("".join(cell["source"]), given)
            self.assertEqual(seen, [f"\n{text}\n"])

    def test_any_cells_survive_both_ways(self):
        chance = random.Random(7)
        for _ in range(3000):
            cells = [some_cell(chance) for _ in range(chance.randrange(1, 5))]
            source = convert.write_source(cells)
            self.assertEqual(convert.read_source(source), cells)
            stored = json.loads(convert.text_of(convert.to_jupyter(cells)))
            self.assertEqual(convert.from_jupyter(stored), cells)

    def test_outputs_stay_with_the_cell_that_made_them(self):
        old = convert.to_jupyter([Cell("python", "a"), Cell("python", "b")])
        for cell, text in zip(old["cells"][1:], "ab"):
            cell["outputs"], cell["execution_count"] = [{"text": text}], 3
        new = convert.to_jupyter([Cell("python", "b"), Cell("python", "c"), Cell("md", "a")], old)
        self.assertEqual([cell.get("outputs") for cell in new["cells"][1:]], [[{"text": "b"}], [], None])

    def test_what_the_format_cannot_hold_is_refused(self):
        for text in ["# MAGIC %md", "a\n# COMMAND ----------\nb", "# DBTITLE 1,x\ny", "", "\nx"]:
            with self.assertRaises(ValueError):
                convert.write_source([Cell("python", text)])
        for source in ["x = 1", SOURCE + "x = 1\n", f"{convert.FIRST_LINE}\n# MAGIC text"]:
            with self.assertRaises(ValueError):
                convert.read_source(source)


class CommittedTest(unittest.TestCase):
    """The notebooks of the project."""

    def test_jupyter_notebooks_are_made_from_the_sources(self):
        sources = sorted(NOTEBOOKS.glob("0*.py"))
        self.assertTrue(sources)
        self.assertEqual([p.stem for p in sources], sorted(p.stem for p in NOTEBOOKS.glob("*.ipynb")))
        for source in sources:
            with self.subTest(source.name):
                cells = convert.read_source(source.read_text())
                self.assertEqual(convert.write_source(cells), source.read_text())
                kept = json.loads(source.with_suffix(".ipynb").read_text())
                self.assertEqual(convert.to_jupyter(cells, kept), kept)

    def test_outputs_are_kept_and_small(self):
        for path in NOTEBOOKS.glob("*.ipynb"):
            with self.subTest(path.name):
                self.assertLess(path.stat().st_size, 300_000)
                cells = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
                outputs = [output for cell in cells for output in cell["outputs"]]
                self.assertFalse([output for output in outputs if output["output_type"] == "error"])
                self.assertTrue([output for output in outputs if "image/png" in output.get("data", {})])

    def test_notebooks_need_nothing_that_not_every_platform_has(self):
        allowed = {"numpy", "pandas", "matplotlib"} | sys.stdlib_module_names
        for source in NOTEBOOKS.glob("0*.py"):
            with self.subTest(source.name):
                text = source.read_text()
                for banned in ["_jvm", "sparkContext", r"(?<![\w.])sc\.", "%sh", "%pip", r"\.rdd"]:
                    self.assertNotRegex(text, banned)
                words = [line.split() for line in text.splitlines() if line.startswith(("import ", "from "))]
                self.assertLessEqual({line[1].split(".")[0] for line in words}, allowed)


if __name__ == "__main__":
    unittest.main()
