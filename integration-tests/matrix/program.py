"""What everybody does with the connector from Python: one row of the matrix.

    python program.py STORES DIRECTORY REPORT

The session is whatever the environment makes it. Checks that need pandas are skipped where it is not installed. Each check is a
function; what it raises is the answer in REPORT, a JSON object.
"""

import datetime
import decimal
import json
import math
import os
import pathlib
import sys
import time
import traceback

from pyspark.sql import SparkSession

STORES, DIRECTORY, REPORT = map(pathlib.Path, sys.argv[1:4])
ANSWERS = json.loads((STORES / "answers.json").read_text())
THIN = "SPARK_REMOTE" in os.environ


class Skipped(Exception):
    """A check that cannot be made here, and why."""


def read(store, **options):
    return spark.read.format("zarr").options(**options).load(str(store))


def answers():
    """Every answer of xarray, from v3 with shards and from v2."""
    for store in ("weather.zarr", "weather-v2.zarr"):
        read(STORES / store).createOrReplaceTempView("weather")
        for answer in ANSWERS["answers"]:
            rows = [[spelled(value) for value in row] for row in spark.sql(answer["sql"]).collect()]
            expect(rows, answer["rows"], f"{store}: {answer['question']}")


def pushdown():
    """Spark is left nothing to filter or to aggregate, and says so."""
    read(STORES / "weather.zarr").createOrReplaceTempView("weather")
    plan = spark.sql(
        "EXPLAIN SELECT latitude, avg(t2m) FROM weather WHERE time >= '2024-02-29' AND longitude < 0 GROUP BY latitude"
    ).collect()[0][0]
    assert "in kernels" in plan and "+- Filter" not in plan, plan


def write():
    """Write, append and replace a region; data.py looks at the result with xarray."""
    target = str(DIRECTORY / "written.zarr")
    weather = read(STORES / "weather.zarr")
    weather.where("time < '2024-02-29T12:00:00'").write.format("zarr").save(target)
    weather.where("time >= '2024-02-29T12:00:00'").write.format("zarr").mode("append").option("appendDim", "time").save(target)
    first, last = "2024-02-28T22:00:00", "2024-02-29T07:00:00"
    corrected = weather.where(f"time BETWEEN '{first}' AND '{last}' AND latitude BETWEEN 59.7 AND 59.8")
    corrected = corrected.selectExpr("time", "latitude", "longitude", "CAST(0 AS FLOAT) AS t2m")
    corrected.write.format("zarr").mode("append").option("region", "auto").save(target)
    written = read(target)
    expect(written.count(), weather.count(), "rows read back")
    expect(written.where("t2m = 0").count(), 10 * 2 * 8, "cells of the region")


def sql():
    """Nothing but SQL: a view, an insertion, an overwriting one, and a cut of a large limit."""
    target = DIRECTORY / "by-sql.zarr"
    read(STORES / "weather.zarr").where("time < '2024-02-29'").write.format("zarr").save(str(target))
    spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW source USING zarr OPTIONS (path '{STORES / 'weather.zarr'}')")
    spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW target USING zarr OPTIONS (path '{target}', appendDim 'time')")
    spark.sql("INSERT INTO target SELECT * FROM source WHERE time >= '2024-02-29'")
    spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW target USING zarr OPTIONS (path '{target}')")
    [[differ]] = spark.sql(
        "SELECT count(*) FROM source FULL JOIN target USING (time, latitude, longitude)"
        " WHERE NOT (source.t2m <=> target.t2m AND source.sst <=> target.sst)"
    ).collect()
    expect(differ, 0, "cells that differ after INSERT INTO")
    spark.sql("INSERT OVERWRITE target SELECT * FROM source WHERE time < '2024-02-28T13:00:00'")
    expect(read(target).count(), 64, "rows after INSERT OVERWRITE")
    expect(len(spark.sql("SELECT * FROM source LIMIT 10001").collect()), 3840, "rows of a notebook's display")


def types():
    """A column of each type as Python values, and through Parquet."""
    table = read(STORES / "types.zarr")
    rows = table.orderBy("row").collect()
    for name, expected in ANSWERS["types"].items():
        expect([spelled_type(row[name]) for row in rows], expected, name)
    target = str(DIRECTORY / "types.parquet")
    table.write.parquet(target)
    again = spark.read.parquet(target).orderBy("row").collect()
    for name in ANSWERS["types"]:
        expect([spelled_type(row[name]) for row in again], ANSWERS["types"][name], f"{name} from Parquet")


def pandas():
    """pandas and Arrow, both directions, and functions over chunks as NumPy arrays."""
    try:
        import numpy
        import pandas
        import pyarrow  # noqa: F401
    except ImportError as absent:
        raise Skipped(str(absent)) from absent
    for arrow in ("true", "false"):
        spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", arrow)
        frame = read(STORES / "types.zarr").drop("c16", "span").orderBy("row").toPandas()
        expect(str(frame["f4"].dtype), "float32", "dtype of f4")
        assert str(frame["moment"].dtype).startswith("datetime64"), frame["moment"].dtype
        for name in ("flag", "i8", "u1", "u8", "f8", "moment", "text"):
            values = [None if pandas.isna(value) else spelled_type(value) for value in frame[name]]
            expect(values, ANSWERS["types"][name], f"{name}, arrow {arrow}")
    spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")

    chunks = read(STORES / "scenes.zarr", layout="chunks")

    def means(batches):
        for batch in batches:
            yield pandas.DataFrame([mean_of(row) for row in batch.itertuples()], columns=["scene", "r", "g", "b"])

    def mean_of(row):
        pixels = numpy.asarray(row.values).reshape(row.shape)
        return [int(row.origin[0]), *pixels.mean(axis=(0, 1, 2))]

    schema = "scene bigint, r double, g double, b double"
    rows = chunks.select("origin", "shape", "values").mapInPandas(means, schema).orderBy("scene").collect()
    expect([list(row)[1:] for row in rows], ANSWERS["scenes"], "mapInPandas over chunks")

    def stacked(group):
        images = numpy.concatenate([numpy.asarray(v).reshape(s) for v, s in zip(group["values"], group["shape"])])
        return pandas.DataFrame({"r": [images[..., 0].mean()], "images": [len(images)]})

    halves = chunks.selectExpr("origin[0] DIV 3 AS half", "shape", "values").groupBy("half").applyInPandas(stacked, "r double, images bigint")
    rows = sorted(tuple(row) for row in halves.collect())
    reds = [red for red, _, _ in ANSWERS["scenes"]]
    expect([list(row) for row in rows], sorted([[sum(reds[:3]) / 3, 3], [sum(reds[3:]) / 3, 3]]), "applyInPandas over chunks")

    frame = pandas.DataFrame({"x": numpy.arange(5.0), "v": numpy.arange(5.0) ** 2})
    target = str(DIRECTORY / "from-pandas.zarr")
    spark.createDataFrame(frame).write.format("zarr").option("dimensions", "x").save(target)
    back = read(target).orderBy("x").toPandas()
    pandas.testing.assert_frame_equal(back[["x", "v"]], frame)


def errors():
    """What is wrong is said in our words, and names what is meant."""
    said(lambda: read(STORES / "absent.zarr").collect(), "Cannot", "absent.zarr")
    said(lambda: read(STORES / "weather.zarr", dimension="time").collect(), "Cannot", "dimension", "dimensions")
    said(lambda: read(STORES / "weather.zarr").write.format("zarr").save(str(STORES / "weather.zarr")), "Cannot write", "overwrite")
    broken = DIRECTORY / "broken.zarr"
    read(STORES / "scenes.zarr").write.format("zarr").option("compression", "zstd").save(str(broken))
    chunk = max((path for path in broken.rglob("*") if path.is_file() and "json" not in path.name), key=lambda path: path.stat().st_size)
    chunk.write_bytes(chunk.read_bytes()[:-20])
    said(lambda: read(broken).agg({"pixels": "sum"}).collect(), "Cannot", "broken.zarr", "pixels", "chunk")


def settings():
    """Settings of Hadoop as options: a file system that exists only by them, on executors too."""
    link = {"fs.viewfs.mounttable.matrix.link./stores": STORES.resolve().as_uri()}
    table = read("viewfs://matrix/stores/weather.zarr", **link)
    expect(table.where("t2m IS NOT NULL").count(), ANSWERS["answers"][0]["rows"][0][1], "cells through viewfs")


def executors():
    """On a cluster: tasks run in other processes than the driver, in both executors at once."""
    if "MATRIX_EXECUTORS" not in os.environ:
        raise Skipped("one process")
    if not THIN:
        count = int(os.environ["MATRIX_EXECUTORS"])
        seen = spark.sparkContext.parallelize(range(count), count).barrier().mapPartitions(lambda _: [os.getppid()]).collect()
        expect(len(set(seen)), count, "executors")


CHECKS = (executors, answers, pushdown, write, sql, types, pandas, errors, settings)


def said(action, *words):
    try:
        action()
    except Exception as error:  # noqa: BLE001 every kind is looked at
        text = str(error)
        missing = [word for word in words if word not in text]
        assert not missing, f"{missing} is not in: {text}"
    else:
        raise AssertionError(f"no error that says {words}")


def expect(actual, expected, what):
    assert same(actual, expected), f"{what}: {actual!r:.2000}, expected {expected!r:.2000}"


def same(actual, expected):
    if isinstance(expected, list):
        return isinstance(actual, (list, tuple)) and len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, float):
        return isinstance(actual, (float, int)) and math.isclose(actual, expected, rel_tol=1e-9)
    return actual == expected


def spelled(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def spelled_type(value):
    """As data.py spells values of types."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, datetime.timedelta):
        return value // datetime.timedelta(microseconds=1)
    if isinstance(value, tuple):
        return list(value)
    if hasattr(value, "item"):
        return spelled_type(value.item())
    if isinstance(value, float):
        return repr(value)
    return int(value) if isinstance(value, decimal.Decimal) else value


def without_java_frames(text):
    return "\n".join(line for line in text.splitlines() if not line.startswith("\tat "))


def report():
    results = {}
    for check in CHECKS:
        began = time.monotonic()
        try:
            check()
            outcome = ("passed", "")
        except Skipped as reason:
            outcome = ("skipped", str(reason))
        except Exception:  # noqa: BLE001 reported
            outcome = ("failed", without_java_frames(traceback.format_exc()))
        results[check.__name__] = {"result": outcome[0], "reason": outcome[1], "seconds": round(time.monotonic() - began, 1)}
        print(check.__name__, *outcome, flush=True)
    return results


spark = SparkSession.builder.getOrCreate()
outcome = {"spark": spark.version, "checks": report()}
if not THIN:
    jvm = spark.sparkContext._jvm
    outcome["java"] = jvm.System.getProperty("java.version")
    outcome["scala"] = jvm.scala.util.Properties.versionNumberString()
REPORT.write_text(json.dumps(outcome, indent=1))
spark.stop()
