"""Runs notebooks in Databricks' source format without Databricks, then what their answers are checked by.

    python run_sources.py JAR ROOT [NAME...] [SETTING=VALUE...]

All run in one Spark session, each in a namespace of its own, with stubs of what Databricks gives: spark, display, dbutils
and %sql. A notebook named 02_x is followed by checks/02_x.py, in the same namespace.
"""

import pathlib
import sys
import time
import traceback

import matplotlib
from pyspark.sql import DataFrame, SparkSession

HERE = pathlib.Path(__file__).resolve().parent
NOTEBOOKS = HERE.parents[1] / "examples" / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))

import convert  # noqa: E402


class Widgets:
    """The value that is given wins over a notebook's default."""

    def __init__(self, values):
        self.values = values

    def text(self, name, default, label=""):
        self.values.setdefault(name, default)

    def get(self, name):
        return self.values[name]


class Dbutils:
    def __init__(self, values):
        self.widgets = Widgets(values)


class Display:
    """Brings rows as Databricks does, and keeps them."""

    def __init__(self):
        self.shown = []

    def __call__(self, what):
        self.shown.append(what.limit(10_000).toPandas() if isinstance(what, DataFrame) else what)


def run(name, spark, root):
    """Runs one notebook and its checks."""
    import matplotlib.pyplot as plt

    display = Display()
    plots = []
    plt.show = lambda: plots.extend(plt.get_fignums()) or plt.close("all")
    given = {"spark": spark, "display": display, "dbutils": Dbutils({"root": str(root)})}
    for number, cell in enumerate(convert.read_source((NOTEBOOKS / f"{name}.py").read_text()), 1):
        if cell.kind == "sql":
            display(spark.sql(cell.text))
        elif cell.kind == "python":
            exec(compile(cell.text, f"{name}.py, cell {number}", "exec"), given)
        elif cell.kind != "md":
            raise ValueError(f"{name}.py: no stub of %{cell.kind}")
    assert display.shown and plots, f"{name} shows nothing"
    check = HERE / "checks" / f"{name}.py"
    exec(compile(check.read_text(), check.name, "exec"), given)


def main():
    matplotlib.use("Agg")
    jar, root, *names = sys.argv[1:]
    given = [name for name in names if "=" in name]
    names = [name for name in names if name not in given] or sorted(path.stem for path in NOTEBOOKS.glob("0*.py"))
    settings = {
        "spark.jars": jar,
        "spark.sql.shuffle.partitions": 4,
        "spark.ui.enabled": False,
        "spark.ui.showConsoleProgress": False,
        "spark.log.level": "ERROR",
        **dict(setting.split("=", 1) for setting in given),
    }
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    failed = []
    for name in names:
        begun = time.monotonic()
        folder = pathlib.Path(root) / name
        folder.mkdir(parents=True)
        try:
            run(name, spark, folder)
            print(f"{name}: ran, answers as expected, {time.monotonic() - begun:.0f} s", flush=True)
        except Exception:
            traceback.print_exc()
            failed.append(name)
    spark.stop()
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
