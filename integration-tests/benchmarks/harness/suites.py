"""The suites: ../suites/NAME.json.

A question's `sql` is over the table `t`; its answer is the sum of the last column of the rows that it gives, so that an engine has to hand
over all of them. `"rows": "dropped"` asks for the rows alone, which have no answer. `"engines"` names those that are asked where not all
are. With `"layouts": true` a question is also asked of the same data in other chunks.
"""

import json
import pathlib
from dataclasses import dataclass

FOLDER = pathlib.Path(__file__).parent.parent / "suites"
NAMES = ("reads", "aggregates", "writes", "planning")

# In the order of tables and charts: ours first.
ENGINES = {
    "zarr": "spark-zarr",
    "rows": "spark-zarr, rows alone",
    "parquet": "Spark on Parquet",
    "xarray": "xarray, dask",
    "xarray-sql": "xarray-sql",
    "duckdb": "DuckDB on Parquet",
}
OURS = "zarr"
# The connector without aggregatePushdown: asked by name only, and no engine of the page.
ROWS = "rows"


@dataclass(frozen=True)
class Suite:
    """`data`: see data.py. `table`: which of its tables is asked. `tolerance`: how far answers may differ, relatively."""

    name: str
    data: str
    table: str
    engines: tuple[str, ...]
    warmups: int
    runs: int
    tolerance: float
    questions: tuple[dict, ...]

    def reads_parquet(self, engine, question):
        """Else it reads Zarr: what Spark writes as Parquet is read from the store, unless the question says otherwise."""
        return engine == "duckdb" or (engine == "parquet" and self.name != "writes") or question.get("from") == "parquet"

    def needs_parquet(self, engines):
        return any(self.reads_parquet(engine, question) for engine in engines for question in self.asked_of(engine))

    def asked_of(self, engine):
        engine = OURS if engine == ROWS else engine
        return [question for question in self.questions if engine in question.get("engines", self.engines)]


def read(name):
    document = json.loads((FOLDER / f"{name}.json").read_text())
    layouts, table = document.pop("layouts", []), document["table"]
    questions = [question | {"table": table} for question in document.pop("questions")]
    again = [question for question in questions if question.pop("layouts", False)]
    for layout in layouts:
        questions += [q | {"name": f"{q['name']} ({layout})", "table": layout, "engines": [OURS, "xarray"]} for q in again]
    return Suite(name=name, engines=tuple(document.pop("engines")), questions=tuple(questions), **document)
