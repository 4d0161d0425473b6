"""DuckDB on the Parquet that Spark wrote."""

import os
import shutil

from harness.timing import nothing

PACKAGES = ("duckdb",)


def tasks(request):
    import duckdb

    connection = duckdb.connect(config={"threads": request["threads"]})
    connection.execute(f"CREATE VIEW t AS SELECT * FROM '{request['questions'][0]['path']}/*.parquet'")
    if request["suite"] == "writes":
        return writes(request, connection)
    return {question["name"]: query(connection, question) for question in request["questions"]}


def query(connection, question):
    sql = question["sql"]
    if question.get("rows") == "dropped":

        def drop():
            for _ in connection.sql(sql).to_arrow_reader(65536):
                pass

        return nothing, drop, lambda result: None
    return nothing, lambda: connection.sql(sql).to_arrow_table(), sum_of_last_column


def sum_of_last_column(table):
    import pyarrow.compute

    return float(pyarrow.compute.sum(table.column(table.num_columns - 1)).as_py())


def writes(request, connection):
    """Of Parquet files to Parquet files: DuckDB reads no Zarr. Chunks are none of its matter."""
    target = os.path.join(request["folder"], "duckdb")

    def clear():
        shutil.rmtree(target, ignore_errors=True)
        os.makedirs(target)

    def write(name, condition):
        connection.execute(f"COPY (SELECT * FROM t WHERE {condition}) TO '{target}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)")

    def before_append():
        clear()
        write("first", f"time < TIMESTAMP '{request['appendFrom']}'")

    def answer(_):
        return connection.execute(f"SELECT sum(CAST(t2m AS DOUBLE)) FROM '{target}/*.parquet'").fetchone()[0]

    return {
        "copy": (clear, lambda: write("first", "true"), answer),
        "append": (before_append, lambda: write("second", f"time >= TIMESTAMP '{request['appendFrom']}'"), answer),
    }
