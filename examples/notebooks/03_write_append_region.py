# Databricks notebook source
# MAGIC %md
# MAGIC # Write, append, replace a region
# MAGIC
# MAGIC A store that grows: create it, append the next month, correct a part of it, add a variable, copy it. Every step leaves a
# MAGIC store that xarray opens. What happens when a write fails is in the guide, *Writing*.

# COMMAND ----------

import matplotlib.pyplot as plt

dbutils.widgets.text("root", "/Volumes/main/default/zarr")
root = dbutils.widgets.get("root")
store = f"{root}/ocean.zarr"

# COMMAND ----------

# MAGIC %md
# MAGIC ## Rows to write
# MAGIC
# MAGIC Any DataFrame with the dimensions as columns will do, in any order of rows. This one gives sea surface heights of some
# MAGIC days.

# COMMAND ----------

def heights(first, last):
    """Rows of the days from first to last."""
    return (
        spark.sql(f"SELECT explode(sequence(DATE'{first}', DATE'{last}')) AS day")
        .crossJoin(spark.range(20).selectExpr("-47.5D + 5 * id AS latitude"))
        .crossJoin(spark.range(40).selectExpr("4.5D + 9 * id AS longitude"))
        .selectExpr(
            "CAST(day AS timestamp_ntz) AS time",
            "latitude",
            "longitude",
            "round(0.4 * sin(radians(2 * longitude - 5 * dayofyear(day))) * cos(radians(latitude)), 4) AS height",
        )
    )


january = heights("2024-01-01", "2024-01-31")
display(january.orderBy("time", "latitude", "longitude").limit(5))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Create
# MAGIC
# MAGIC Heights are stored as 16-bit integers of 0.1 mm: `encoding` takes the words of xarray. A value that does not fit would
# MAGIC stop the write.

# COMMAND ----------

(
    january.write.format("zarr")
    .mode("overwrite")
    .option("dimensions", "time,latitude,longitude")
    .option("chunks", "10,20,40")
    .option("encoding", """{"height": {"dtype": "int16", "scale_factor": 0.0001, "_FillValue": -32768,
                                       "attributes": {"long_name": "sea surface height", "units": "m"}}}""")
    .option("attributes", """{"title": "Heights of a small ocean"}""")
    .save(store)
)
df = spark.read.format("zarr").load(store)
display(df.selectExpr("min(time)", "max(time)", "count(*)", "round(avg(height), 5)"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Append along a dimension
# MAGIC
# MAGIC `appendDim` grows one dimension. Values that are on the axis already would be refused.

# COMMAND ----------

heights("2024-02-01", "2024-02-29").write.format("zarr").mode("append").option("appendDim", "time").save(store)
display(spark.read.format("zarr").load(store).selectExpr("min(time)", "max(time)", "count(*)"))

# COMMAND ----------

# MAGIC %md
# MAGIC A DataFrame that was loaded before is a snapshot: load it again to see more. And a day twice is an error, not a guess:

# COMMAND ----------

try:
    heights("2024-02-29", "2024-03-01").write.format("zarr").mode("append").option("appendDim", "time").save(store)
except Exception as error:
    text = str(error)
    print(text[text.index("Cannot") :].splitlines()[0])

# COMMAND ----------

# MAGIC %md
# MAGIC ## Replace a region
# MAGIC
# MAGIC A flood of one week in a part of the sea was missed. `region=auto` puts rows where their coordinates say; cells that no
# MAGIC row gives stay as they are.

# COMMAND ----------

place = "time = '2024-02-12' AND latitude BETWEEN -35 AND 35"
before = spark.read.format("zarr").load(store).where(place).toPandas()
flood = (
    spark.read.format("zarr").load(store)
    .where("time >= '2024-02-10' AND time < '2024-02-17' AND latitude BETWEEN -10 AND 15 AND longitude BETWEEN 100 AND 200")
    .selectExpr("time", "latitude", "longitude", "round(height + 0.5, 4) AS height")
)
flood.write.format("zarr").mode("append").option("region", "auto").save(store)
after = spark.read.format("zarr").load(store).where(place).toPandas()

figure, axes = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True, layout="constrained")
for part, rows, title in zip(axes, [before, after], ["before", "after"]):
    grid = rows.pivot(index="latitude", columns="longitude", values="height")
    colours = part.pcolormesh(grid.columns, grid.index, grid.values, cmap="RdBu_r", vmin=-0.9, vmax=0.9, shading="nearest")
    part.set(title=f"12 February, {title}", xlabel="longitude (°E)")
axes[0].set_ylabel("latitude (°N)")
figure.colorbar(colours, ax=axes, label="sea surface height (m)")
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## The same in SQL
# MAGIC
# MAGIC A view carries the options; `INSERT INTO` is mode append.

# COMMAND ----------

spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW ocean USING zarr OPTIONS (path '{store}', appendDim 'time')")
heights("2024-03-01", "2024-03-10").createOrReplaceTempView("march")

# COMMAND ----------

# MAGIC %sql
# MAGIC INSERT INTO ocean SELECT time, latitude, longitude, height FROM march

# COMMAND ----------

# MAGIC %md
# MAGIC ## Add a variable
# MAGIC
# MAGIC Mode append with neither `appendDim` nor `region` adds variables that do not exist yet, on the same axes.

# COMMAND ----------

df = spark.read.format("zarr").load(store)
df.selectExpr("time", "latitude", "longitude", "height > 0.45005 AS flooded").write.format("zarr").mode("append").save(store)
df = spark.read.format("zarr").load(store)
display(df.where("flooded").groupBy("time").count().orderBy("time"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Copy a part
# MAGIC
# MAGIC A table that was read from Zarr knows its dimensions, chunks, encodings and attributes: a copy is one line, also of a part.

# COMMAND ----------

tropics = df.where("latitude BETWEEN -25 AND 25 AND time >= '2024-02-01'")
tropics.write.format("zarr").mode("overwrite").save(f"{root}/tropics.zarr")
copy = spark.read.format("zarr").option("layout", "nodes").load(f"{root}/tropics.zarr")
display(copy.where("kind = 'array'").select("path", "shape", "chunks", "type"))
