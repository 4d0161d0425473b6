# Databricks notebook source
# MAGIC %md
# MAGIC # Tuning
# MAGIC
# MAGIC How to see what a query costs, before and after it runs: `explain()`, the metrics in Spark's UI, and a log of requests.
# MAGIC And what changes it: the shape of chunks, filters, aggregates, partitions.

# COMMAND ----------

import contextlib
import io
import json
import os
import re
import shutil

import matplotlib.pyplot as plt
import pandas as pd

dbutils.widgets.text("root", "/Volumes/main/default/zarr")
root = dbutils.widgets.get("root")

# COMMAND ----------

# MAGIC %md
# MAGIC ## One table, cut in two ways
# MAGIC
# MAGIC Two years of days on a grid of 10 degrees: once in chunks of ten whole maps, once in chunks of the whole time at 3 by 6
# MAGIC places. The values are the same; the second is a copy of the first.

# COMMAND ----------

days, latitudes, longitudes = 730, 18, 36
(
    spark.range(days * latitudes * longitudes)
    .selectExpr(
        f"timestamp_ntz '2023-01-01' + make_dt_interval(CAST(id div {latitudes * longitudes} AS INT)) AS time",
        f"85.0D - 10 * (id div {longitudes} % {latitudes}) AS latitude",
        f"5.0D + 10 * (id % {longitudes}) AS longitude",
        "CAST(hash(id) % 4000 / 100.0 AS FLOAT) AS t2m",
    )
    .write.format("zarr")
    .mode("overwrite")
    .option("dimensions", "time,latitude,longitude")
    .option("chunks", f"10,{latitudes},{longitudes}")
    .save(f"{root}/maps.zarr")
)
maps = spark.read.format("zarr").load(f"{root}/maps.zarr")
maps.write.format("zarr").mode("overwrite").option("chunks", f"{days},3,6").save(f"{root}/series.zarr")
series = spark.read.format("zarr").load(f"{root}/series.zarr")

# COMMAND ----------

# MAGIC %md
# MAGIC ## Read `explain()`
# MAGIC
# MAGIC The line of the scan says what is left after planning: indexes of each dimension, rows, chunks, partitions, bytes. What
# MAGIC stands in a `Filter` above it, Spark does row by row.

# COMMAND ----------

def plan(query):
    """Prints the lines of a plan that say what is read and what Spark filters."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        query.explain()
    for line in text.getvalue().splitlines():
        if "BatchScan" in line or "Filter" in line or "LocalTableScan" in line:
            print(re.sub(r"^[^A-Z]*", "", line), end="\n\n")


plan(maps.where("time >= '2024-06-01' AND time < '2024-06-11' AND latitude BETWEEN 30 AND 60").select("t2m"))

# COMMAND ----------

# MAGIC %md
# MAGIC A condition on one dimension is answered by its coordinate: no `Filter` is left. A condition on values, or on something
# MAGIC that Spark does not tell a source, stays above the scan; it is right, but reads more:

# COMMAND ----------

plan(maps.where("latitude = 45 AND t2m > 30").select("time", "t2m"))
plan(maps.where("date_format(time, 'yyyyMM') = '202406'").select("t2m"))

# COMMAND ----------

# MAGIC %md
# MAGIC `count(*)`, and the first and last of a dimension, need no chunk at all:

# COMMAND ----------

maps.createOrReplaceTempView("maps")
plan(spark.sql("SELECT count(*), min(time), max(time) FROM maps WHERE latitude > 0"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Count the requests
# MAGIC
# MAGIC `usageLog` writes down each request to the store. Here all runs in one process, so that the log can be read at once; on a
# MAGIC cluster each executor writes a file on its own disk, and the metrics of the UI below say the same.

# COMMAND ----------

LOG = "/tmp/zarr-usage/"


def requests(path, condition):
    """How many objects a query reads, and how many bytes of them."""
    shutil.rmtree(LOG, ignore_errors=True)
    logged = spark.read.format("zarr").option("usageLog", LOG).option("usageLogFormat", "json").load(path)
    logged.where(condition).selectExpr("sum(t2m) AS total", "count(t2m) AS cells").collect()
    files = [os.path.join(LOG, name) for name in os.listdir(LOG)] if os.path.isdir(LOG) else []
    calls = [json.loads(line) for file in files for line in open(file)]
    of_chunks = [call for call in calls if "/t2m/" in call["place"] and not call["place"].endswith(".json")]
    return {"objects": len(of_chunks), "kilobytes": sum(call["received"] for call in of_chunks) / 1000}


questions = {"a map": "time = '2024-02-29'", "a series": "latitude = 45 AND longitude = 15"}
costs = pd.DataFrame(
    {"question": question, "chunks": name, **requests(f"{root}/{name}.zarr", condition)}
    for question, condition in questions.items()
    for name in ("maps", "series")
)
display(costs)

# COMMAND ----------

# MAGIC %md
# MAGIC A chunk is read whole. Chunks that suit a question answer it with one object; chunks that do not, with every one:

# COMMAND ----------

figure, axes = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
for part, column, unit in zip(axes, ["objects", "kilobytes"], ["objects read", "kB read"]):
    costs.pivot(index="question", columns="chunks", values=column).plot.bar(ax=part, rot=0, legend=False, color=["tab:blue", "tab:orange"])
    part.set(title=unit, xlabel="", ylabel=unit)
figure.legend(*part.get_legend_handles_labels(), title="chunks of", loc="outside right center")
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Aggregates in kernels
# MAGIC
# MAGIC Sums, means, minima, maxima and counts by dimensions are computed by loops over the decoded chunk; no row is made, and
# MAGIC the plan says *in kernels*. With `aggregatePushdown=false` Spark does the same with rows, one for each cell. How much
# MAGIC that costs on large stores is in the guide, *Benchmarks*.

# COMMAND ----------

def zonal(pushdown):
    table = spark.read.format("zarr").option("aggregatePushdown", pushdown).load(f"{root}/maps.zarr")
    return table.groupBy("latitude").agg({"t2m": "avg"})


plan(zonal("true"))
plan(zonal("false"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Partitions
# MAGIC
# MAGIC A partition is a box of whole stored objects, of about `maxPartitionBytes` decoded bytes, and there are at least as many
# MAGIC as cores, where there are objects enough. Smaller ones help when tasks are short of memory; larger ones when there
# MAGIC are very many.

# COMMAND ----------

for size in ("128m", "256k", "64k"):
    table = spark.read.format("zarr").option("maxPartitionBytes", size).load(f"{root}/maps.zarr")
    count = table.selectExpr("t2m", "spark_partition_id() AS partition").groupBy("partition").count().count()
    print(f"maxPartitionBytes={size}: {count} partitions")

# COMMAND ----------

# MAGIC %md
# MAGIC ## The UI
# MAGIC
# MAGIC In Spark's UI, page *SQL / DataFrame*, the node of the scan has these numbers when a query has run:
# MAGIC
# MAGIC | metric | look when |
# MAGIC |---|---|
# MAGIC | stored objects read, bytes fetched | they are more than the question needs: chunks of another shape, or a filter that stayed with Spark |
# MAGIC | bytes decoded, chunks decoded | much more than fetched: well compressed data; then time goes to decoding, not to the store |
# MAGIC | chunks skipped | chunks that filters on dimensions left out: should be most of them in a narrow question |
# MAGIC | missing chunks | never stored, read as fill values; `missingChunks=error` stops instead |
# MAGIC | time fetching, time decoding | the first is larger: more `fetchThreads`, or a `cache`; the second: more cores |
# MAGIC | chunks found decoded | with `decodedCacheSize`, what was not decoded again |
# MAGIC
# MAGIC ## Rules of thumb
# MAGIC
# MAGIC - Write the conditions on dimensions as ranges of the column itself: `time >= '2024-06-01'`, not `date_format(time, ...)`.
# MAGIC - Select the columns you need: each variable is an array of its own, and is not touched when it is not named.
# MAGIC - Chunks of 1 to 64 MB decoded. Far smaller ones cost a request each: put them into shards (`shards`).
# MAGIC - Consolidated metadata, which is what this connector writes, make `load` one request.
