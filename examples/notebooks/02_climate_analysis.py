# Databricks notebook source
# MAGIC %md
# MAGIC # Climate analysis
# MAGIC
# MAGIC Climatology, anomalies, zonal means, area-weighted means and trends of thirty years of monthly fields, in SQL, with a
# MAGIC map and time series. The words of xarray stand beside each step; the numbers are the same.

# COMMAND ----------

import matplotlib.pyplot as plt

dbutils.widgets.text("root", "/Volumes/main/default/zarr")
root = dbutils.widgets.get("root")

# COMMAND ----------

# MAGIC %md
# MAGIC ## Thirty years of a small planet
# MAGIC
# MAGIC Monthly means on a grid of 10 degrees: seasons, a warming that is strongest near the poles, an oscillation in the
# MAGIC tropical Pacific, and noise. `sst`, the temperature of the sea, is missing (NULL) over land.

# COMMAND ----------

latitudes, longitudes = 18, 36
cells = latitudes * longitudes
fields = (
    spark.range(30 * 12 * cells)
    .selectExpr(
        f"CAST(id div {cells} AS INT) AS step",
        f"85.0D - 10 * (id div {longitudes} % {latitudes}) AS latitude",
        f"5.0D + 10 * (id % {longitudes}) AS longitude",
        "hash(id) % 1000 / 1000.0D AS noise",
    )
    .selectExpr(
        "make_timestamp_ntz(1991 + step div 12, 1 + step % 12, 1, 0, 0, 0) AS time",
        "latitude",
        "longitude",
        """CAST(28 - 0.006 * latitude * latitude
            - 0.22 * latitude * cos(2 * pi() * (step % 12 - 0.5) / 12)
            + 0.02 * step / 12 * (1 + 2 * pow(latitude / 90, 2))
            + 1.5 * sin(2 * pi() * step / 45) * exp(-pow(latitude / 15, 2) - pow((longitude - 215) / 40, 2))
            + 0.6 * noise AS FLOAT) AS t2m""",
    )
    .selectExpr(
        "*",
        """CASE WHEN latitude > -70 AND sin(radians(2 * longitude + 40)) * cos(radians(latitude - 10)) < 0.35
            THEN greatest(CAST(-1.8 AS FLOAT), t2m - CAST(0.5 AS FLOAT)) END AS sst""",
    )
)
(
    fields.write.format("zarr")
    .mode("overwrite")
    .option("dimensions", "time,latitude,longitude")
    .option("chunks", "120,18,36")
    .option("encoding", """{"t2m": {"attributes": {"long_name": "2 m temperature", "units": "degC"}},
                            "sst": {"attributes": {"long_name": "sea surface temperature", "units": "degC"}}}""")
    .save(f"{root}/climate.zarr")
)
spark.read.format("zarr").load(f"{root}/climate.zarr").createOrReplaceTempView("climate")

# COMMAND ----------

# MAGIC %md
# MAGIC ## Climatology
# MAGIC
# MAGIC The mean of each calendar month, at each place. In xarray: `ds.t2m.groupby("time.month").mean()`.
# MAGIC
# MAGIC `month(time)` depends on one dimension only, so that the means are made where the chunks are decoded, without a row for
# MAGIC each cell: `explain()` says *in kernels* (where `spark.sql.ansi.enabled` is on, as it is in Spark 4 from the start).

# COMMAND ----------

climatology = spark.sql("""
    SELECT month(time) AS month, latitude, longitude, avg(t2m) AS normal
    FROM climate
    GROUP BY month(time), latitude, longitude
""")
climatology.createOrReplaceTempView("climatology")
display(climatology.where("latitude = 45 AND longitude = 15").orderBy("month"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Zonal means
# MAGIC
# MAGIC The mean along a circle of latitude, month by month: `ds.t2m.groupby("time.month").mean(("time", "longitude"))`.

# COMMAND ----------

zonal = spark.sql("""
    SELECT month(time) AS month, latitude, avg(t2m) AS t2m
    FROM climate
    GROUP BY month(time), latitude
""").toPandas().pivot(index="latitude", columns="month", values="t2m")
figure, axes = plt.subplots(figsize=(7, 3.8))
colours = axes.contourf(zonal.columns, zonal.index, zonal.values, levels=16, cmap="RdYlBu_r")
figure.colorbar(colours, label="2 m temperature (°C)")
axes.set(title="Zonal mean of 1991 to 2020", xlabel="month", ylabel="latitude (°N)", xticks=range(1, 13))
figure.tight_layout()
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Anomalies
# MAGIC
# MAGIC What is left when the climatology is taken away: a join. In xarray: `ds.t2m.groupby("time.month") - climatology`.

# COMMAND ----------

anomalies = spark.sql("""
    SELECT time, c.latitude, c.longitude, t2m - normal AS anomaly
    FROM climate c JOIN climatology n
    ON month(c.time) = n.month AND c.latitude = n.latitude AND c.longitude = n.longitude
""")
anomalies.createOrReplaceTempView("anomalies")
display(anomalies.where("time = '2015-07-01' AND latitude = 5").orderBy("longitude"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Area-weighted means
# MAGIC
# MAGIC Cells near the poles are small: each counts by the cosine of its latitude. Where a value is NULL its weight must not
# MAGIC count either. In xarray: `ds.weighted(np.cos(np.deg2rad(ds.latitude))).mean(("latitude", "longitude"))`.

# COMMAND ----------

means = spark.sql("""
    SELECT time,
           sum(t2m * cos(radians(latitude))) / sum(cos(radians(latitude))) AS t2m,
           sum(sst * cos(radians(latitude))) / sum(cos(radians(latitude))) FILTER (WHERE sst IS NOT NULL) AS sst
    FROM climate
    GROUP BY time
    ORDER BY time
""").toPandas().set_index("time")
display(means.reset_index().head())

# COMMAND ----------

# MAGIC %md
# MAGIC ## A time series
# MAGIC
# MAGIC The anomaly of the global mean, and of the box where the oscillation is.

# COMMAND ----------

series = spark.sql("""
    SELECT time,
           sum(anomaly * cos(radians(latitude))) / sum(cos(radians(latitude))) AS globe,
           avg(anomaly) FILTER (WHERE latitude BETWEEN -10 AND 10 AND longitude BETWEEN 190 AND 240) AS pacific
    FROM anomalies
    GROUP BY time
    ORDER BY time
""").toPandas().set_index("time")
figure, (upper, lower) = plt.subplots(2, 1, figsize=(8, 4.8), sharex=True)
upper.plot(series.index, series["globe"], color="silver", linewidth=0.8, label="month")
upper.plot(series.index, series["globe"].rolling(12, center=True).mean(), color="tab:red", label="12 months")
upper.legend(loc="upper left", frameon=False)
upper.set(title="Global mean", ylabel="anomaly (K)")
lower.fill_between(series.index, series["pacific"], 0, where=series["pacific"] > 0, color="tab:red", alpha=0.7)
lower.fill_between(series.index, series["pacific"], 0, where=series["pacific"] < 0, color="tab:blue", alpha=0.7)
lower.set(title="Tropical Pacific", ylabel="anomaly (K)")
figure.tight_layout()
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## A map of trends
# MAGIC
# MAGIC `regr_slope` fits a line at each place, in kelvin for each decade of 120 months.

# COMMAND ----------

trend = spark.sql("""
    SELECT latitude, longitude,
           120 * regr_slope(anomaly, 12 * (year(time) - 1991) + month(time)) AS trend
    FROM anomalies
    GROUP BY latitude, longitude
""").toPandas().pivot(index="latitude", columns="longitude", values="trend")
figure, axes = plt.subplots(figsize=(8, 4))
colours = axes.pcolormesh(trend.columns, trend.index, trend.values, cmap="YlOrRd", shading="nearest")
figure.colorbar(colours, label="K per decade")
axes.set(title="Warming, 1991 to 2020", xlabel="longitude (°E)", ylabel="latitude (°N)")
figure.tight_layout()
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Keep the climatology
# MAGIC
# MAGIC A result is a table, and can be a Zarr store again, which xarray opens.

# COMMAND ----------

(
    climatology.write.format("zarr")
    .mode("overwrite")
    .option("dimensions", "month,latitude,longitude")
    .save(f"{root}/climatology.zarr")
)
display(spark.read.format("zarr").option("layout", "nodes").load(f"{root}/climatology.zarr").select("path", "shape", "type"))
