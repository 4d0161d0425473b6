# Databricks notebook source
# MAGIC %md
# MAGIC # First steps
# MAGIC
# MAGIC A Zarr store is a table: each cell of its arrays is a row. This notebook makes a small weather store, looks at it with
# MAGIC SQL and with DataFrames, and draws a time series and a map. Nothing is downloaded.
# MAGIC
# MAGIC **On Databricks** it runs on *dedicated* compute with Databricks Runtime 16.4 LTS or newer and the connector's jar as a
# MAGIC library of the cluster. **In Jupyter** the first cell starts Spark; all it needs is a JDK 17.

# COMMAND ----------

# MAGIC %md
# MAGIC ## A place for the data
# MAGIC
# MAGIC Stores lie in one directory, named by a widget. On Databricks take a volume that you may write to.

# COMMAND ----------

dbutils.widgets.text("root", "/Volumes/main/default/zarr")
store = dbutils.widgets.get("root") + "/weather.zarr"

# COMMAND ----------

# MAGIC %md
# MAGIC ## Make a store
# MAGIC
# MAGIC A year of days on a grid of 10 degrees, 252 000 cells: warm at the equator, seasons that are opposite in the two
# MAGIC hemispheres, and some weather. Any DataFrame can be written; `dimensions` says which columns are the axes.

# COMMAND ----------

days, latitudes, longitudes = 366, 19, 36
weather = spark.range(days * latitudes * longitudes).selectExpr(
    f"timestamp_ntz '2024-01-01' + make_dt_interval(CAST(id div {latitudes * longitudes} AS INT)) AS time",
    f"90.0D - 10 * (id div {longitudes} % {latitudes}) AS latitude",
    f"10.0D * (id % {longitudes}) AS longitude",
    "hash(id) % 1000 / 1000.0D AS noise",
)
weather = weather.selectExpr(
    "time",
    "latitude",
    "longitude",
    """CAST(28 - 0.006 * latitude * latitude
        - 0.2 * latitude * cos(2 * pi() * (dayofyear(time) - 15) / 366)
        + 3 * sin(radians(3 * longitude + 6 * dayofyear(time))) * cos(radians(latitude))
        + 2 * noise AS FLOAT) AS t2m""",
    "CAST(greatest(0, (9 + 6 * cos(radians(6 * latitude))) * abs(noise) - 4) AS FLOAT) AS rain",
)
attributes = """{
    "t2m": {"attributes": {"long_name": "2 m temperature", "units": "degC"}},
    "rain": {"attributes": {"long_name": "precipitation", "units": "mm d-1"}}
}"""
(
    weather.write.format("zarr")
    .mode("overwrite")
    .option("dimensions", "time,latitude,longitude")
    .option("chunks", "61,19,36")
    .option("encoding", attributes)
    .save(store)
)

# COMMAND ----------

# MAGIC %md
# MAGIC ## Read it
# MAGIC
# MAGIC The columns are the dimensions first, then the variables. Units and names came along as comments.

# COMMAND ----------

df = spark.read.format("zarr").load(store)
df.createOrReplaceTempView("weather")
df.printSchema()
display(spark.sql("DESCRIBE weather"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Ask in SQL
# MAGIC
# MAGIC A condition on a dimension is answered by the coordinate: chunks that it leaves out are not read.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT month(time) AS month, round(avg(t2m), 2) AS t2m, round(sum(rain), 1) AS rain
# MAGIC FROM weather
# MAGIC WHERE latitude = 50 AND longitude = 10
# MAGIC GROUP BY month(time)
# MAGIC ORDER BY month

# COMMAND ----------

# MAGIC %md
# MAGIC ## Draw a time series
# MAGIC
# MAGIC One place is few rows: `toPandas` brings them here.

# COMMAND ----------

import matplotlib.pyplot as plt

place = df.where("latitude = 50 AND longitude = 10").orderBy("time").toPandas()
figure, (warm, wet) = plt.subplots(2, 1, figsize=(8, 4.5), sharex=True)
warm.plot(place["time"], place["t2m"], color="tab:red", linewidth=1)
warm.set_ylabel("2 m temperature (°C)")
warm.set_title("50° N, 10° E")
wet.bar(place["time"], place["rain"], color="tab:blue", width=1)
wet.set_ylabel("precipitation (mm/day)")
figure.tight_layout()
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Draw a map
# MAGIC
# MAGIC Spark averages, a pivot makes the grid.

# COMMAND ----------

july = df.where("month(time) = 7").groupBy("latitude", "longitude").avg("t2m").toPandas()
grid = july.pivot(index="latitude", columns="longitude", values="avg(t2m)")
figure, axes = plt.subplots(figsize=(8, 4))
colours = axes.pcolormesh(grid.columns, grid.index, grid.values, cmap="RdYlBu_r", shading="nearest")
figure.colorbar(colours, label="2 m temperature (°C)")
axes.set(title="Mean of July 2024", xlabel="longitude (°E)", ylabel="latitude (°N)")
figure.tight_layout()
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## What is in the store?
# MAGIC
# MAGIC `layout=nodes` lists groups and arrays with their chunks and types, those that cannot be read included.

# COMMAND ----------

nodes = spark.read.format("zarr").option("layout", "nodes").load(store)
display(nodes.select("path", "kind", "dimensions", "shape", "chunks", "type"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## To a table of another format
# MAGIC
# MAGIC Rows are rows: `saveAsTable`, `CREATE TABLE ... AS SELECT`, joins and window functions work as with any table. Here a
# MAGIC Parquet file of monthly means.

# COMMAND ----------

monthly = spark.sql("SELECT month(time) AS month, latitude, avg(t2m) AS t2m FROM weather GROUP BY month(time), latitude")
monthly.write.mode("overwrite").parquet(dbutils.widgets.get("root") + "/monthly.parquet")
print(spark.read.parquet(dbutils.widgets.get("root") + "/monthly.parquet").count(), "rows")

# COMMAND ----------

# MAGIC %md
# MAGIC ## When something does not work
# MAGIC
# MAGIC `diagnose=true` reads no data: it says which versions are here and who opens the store, and why. Send this with a
# MAGIC question.

# COMMAND ----------

why = spark.read.format("zarr").option("diagnose", "true").load(store)
display(why.where("process = 'executor' AND name IN ('spark', 'zstd-jni', 'path rule', 'store', 'metadata')"))
