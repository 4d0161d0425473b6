"""An engine in Python: python -m harness.peer REQUEST

REQUEST is a file as engines.py writes it.
"""

import importlib.metadata
import json
import sys
import warnings

from harness import duckdb_engine, xarray_engine, xarray_sql_engine
from harness.timing import answer_all

ENGINES = {"xarray": xarray_engine, "xarray-sql": xarray_sql_engine, "duckdb": duckdb_engine}


def main():
    warnings.simplefilter("ignore")
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    engine = ENGINES[request["engine"]]
    versions = {package: importlib.metadata.version(package) for package in engine.PACKAGES}
    answer_all(request, engine.tasks(request), versions)


if __name__ == "__main__":
    main()
