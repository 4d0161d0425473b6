# Databricks notebook source
# MAGIC %md
# MAGIC # Images and machine learning
# MAGIC
# MAGIC With `layout=chunks` a row is a chunk instead of a cell, and its values are a NumPy array in `mapInPandas` and
# MAGIC `applyInPandas`. This notebook draws 320 small images, computes features of each in Spark, fits a linear model to them
# MAGIC and writes changed images back.

# COMMAND ----------

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

dbutils.widgets.text("root", "/Volumes/main/default/zarr")
root = dbutils.widgets.get("root")
store = f"{root}/shapes.zarr"

# COMMAND ----------

# MAGIC %md
# MAGIC ## Draw images
# MAGIC
# MAGIC Rings and crosses of some size at some place, with noise. Each task draws its images and gives their pixels as rows.

# COMMAND ----------

COUNT, SIZE, TOGETHER = 320, 24, 40


def drawn(number):
    """An image of 8-bit grey values: a ring where the number is even, else a cross."""
    chance = np.random.default_rng(number)
    y, x = np.mgrid[:SIZE, :SIZE]
    dy, dx = y - chance.uniform(9, 14), x - chance.uniform(9, 14)
    radius = chance.uniform(4, 8)
    if number % 2 == 0:
        shape = abs(np.hypot(dy, dx) - radius) < 1.5
    else:
        shape = (np.minimum(abs(dy), abs(dx)) < 1.3) & (np.maximum(abs(dy), abs(dx)) < radius)
    return np.clip(60 + 130 * shape + chance.normal(0, 25, (SIZE, SIZE)), 0, 255).astype("uint8")


def pixels(batches):
    for batch in batches:
        for number in batch["id"]:
            y, x = np.mgrid[:SIZE, :SIZE]
            yield pd.DataFrame({"image": number, "y": y.ravel(), "x": x.ravel(), "grey": drawn(number).ravel().astype("int16")})


rows = spark.range(COUNT).mapInPandas(pixels, "image long, y long, x long, grey short")
(
    rows.write.format("zarr")
    .mode("overwrite")
    .option("dimensions", "image,y,x")
    .option("chunks", f"{TOGETHER},{SIZE},{SIZE}")
    .option("encoding", '{"grey": {"dtype": "uint8"}}')
    .save(store)
)
display(spark.read.format("zarr").option("layout", "nodes").load(store).select("path", "dimensions", "shape", "chunks", "type"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## A row for each chunk
# MAGIC
# MAGIC `values` are those of the chunk in C order, `shape` its lengths, `origin` the index of its first value. Nothing but the
# MAGIC chunk moves: no row is made for a pixel.

# COMMAND ----------

chunks = spark.read.format("zarr").option("layout", "chunks").option("variables", "grey").load(store)
chunks.printSchema()
display(chunks.selectExpr("array", "chunk", "origin", "shape", "size(values) AS values"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Features
# MAGIC
# MAGIC `mapInPandas` gets a few chunks at a time; each is reshaped to images, and a few numbers are left of each image.

# COMMAND ----------

def features_of(images):
    """Of each image: brightness, contrast, light in the middle of the shape, and along rows and columns."""
    light = images.astype("f8") - np.median(images, axis=(1, 2), keepdims=True)
    light = np.where(light > 60, light, 0)
    total = light.sum(axis=(1, 2)) + 1
    y, x = np.mgrid[: images.shape[1], : images.shape[2]]
    at_y, at_x = (light * y).sum(axis=(1, 2)) / total, (light * x).sum(axis=(1, 2)) / total
    away = np.hypot(y - at_y[:, None, None], x - at_x[:, None, None])
    middle = (light * (away < 2.5)).sum(axis=(1, 2)) / total
    rows, columns = light.sum(axis=2).max(axis=1) / total, light.sum(axis=1).max(axis=1) / total
    return np.column_stack([images.mean(axis=(1, 2)), images.std(axis=(1, 2)), middle, rows, columns])


def features(batches):
    for batch in batches:
        for chunk in batch.itertuples():
            images = np.asarray(chunk.values).reshape(chunk.shape)
            numbers = chunk.origin[0] + np.arange(chunk.shape[0])
            yield pd.DataFrame({"image": numbers, "features": features_of(images).tolist()})


found = chunks.mapInPandas(features, "image long, features array<double>").toPandas().sort_values("image")
display(found.head())

# COMMAND ----------

# MAGIC %md
# MAGIC ## A model
# MAGIC
# MAGIC A linear one, by least squares: fitted to the first 200 images, asked about the others.

# COMMAND ----------

inputs = np.column_stack([np.ones(COUNT), np.array(found["features"].tolist())])
labels = np.where(found["image"] % 2 == 0, 1.0, -1.0)
learned = slice(0, 200)
weights, *_ = np.linalg.lstsq(inputs[learned], labels[learned], rcond=None)
score = inputs @ weights
right = np.sign(score) == labels
print(f"{right[200:].mean():.0%} of the images that the model had not seen are named rightly")

# COMMAND ----------

# MAGIC %md
# MAGIC Single images are a filter on their dimension, and few rows:

# COMMAND ----------

few = spark.read.format("zarr").load(store).where("image BETWEEN 300 AND 309").orderBy("image", "y", "x").toPandas()
figure, axes = plt.subplots(2, 5, figsize=(9, 4.2), layout="constrained")
for number, (part, (image, cells)) in enumerate(zip(axes.ravel(), few.groupby("image"))):
    shown = part.imshow(cells["grey"].to_numpy().reshape(SIZE, SIZE), cmap="gray", vmin=0, vmax=255)
    part.set_title(f"{image}: {'ring' if score[image] > 0 else 'cross'} ({score[image]:+.1f})", fontsize=9)
    part.set_axis_off()
figure.colorbar(shown, ax=axes, label="grey value")
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Change images and write them
# MAGIC
# MAGIC The rows of a chunk can be written as they were read, without a shuffle: here without noise, by a median of nine
# MAGIC neighbours. `chunks.schema` carries on what the array is.

# COMMAND ----------

def smoothed(batches):
    for batch in batches:
        images = [np.asarray(values).reshape(shape) for values, shape in zip(batch["values"], batch["shape"])]
        changed = []
        for chunk in images:
            padded = np.pad(chunk, ((0, 0), (1, 1), (1, 1)), mode="edge")
            near = [padded[:, y : y + SIZE, x : x + SIZE] for y in range(3) for x in range(3)]
            changed.append(np.median(near, axis=0).astype("int16").ravel())
        yield batch.assign(values=changed)


(
    chunks.mapInPandas(smoothed, chunks.schema)
    .write.format("zarr")
    .mode("overwrite")
    .option("layout", "chunks")
    .save(f"{root}/smooth.zarr")
)
both = [spark.read.format("zarr").load(path).where("image = 304").orderBy("y", "x").toPandas() for path in (store, f"{root}/smooth.zarr")]
figure, axes = plt.subplots(1, 2, figsize=(6, 3.2), layout="constrained")
for part, cells, title in zip(axes, both, ["as drawn", "smoothed"]):
    shown = part.imshow(cells["grey"].to_numpy().reshape(SIZE, SIZE), cmap="gray", vmin=0, vmax=255)
    part.set_title(title)
    part.set_axis_off()
figure.colorbar(shown, ax=axes, label="grey value")
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Chunks in groups
# MAGIC
# MAGIC `applyInPandas` brings chunks together by a key, such as the part of a large array that belongs together. Here the mean
# MAGIC image of rings and of crosses within each two chunks.

# COMMAND ----------

def mean_image(key, group):
    images = np.concatenate([np.asarray(v).reshape(s) for v, s in zip(group["values"], group["shape"])])
    numbers = np.concatenate([o[0] + np.arange(s[0]) for o, s in zip(group["origin"], group["shape"])])
    means = [images[numbers % 2 == kind].mean(axis=0).ravel() for kind in (0, 1)]
    return pd.DataFrame({"part": [key[0]] * 2, "kind": ["ring", "cross"], "mean": means})


parts = (
    chunks.withColumn("part", chunks["chunk"][0] / 2)
    .selectExpr("CAST(part AS INT) AS part", "origin", "shape", "values")
    .groupBy("part")
    .applyInPandas(mean_image, "part int, kind string, mean array<double>")
    .toPandas()
    .sort_values(["part", "kind"])
)
figure, axes = plt.subplots(1, 4, figsize=(9, 2.6), layout="constrained")
for part, row in zip(axes, parts.itertuples()):
    shown = part.imshow(np.reshape(row.mean, (SIZE, SIZE)), cmap="gray", vmin=40, vmax=160)
    part.set_title(f"part {row.part}, {row.kind}", fontsize=9)
    part.set_axis_off()
figure.colorbar(shown, ax=axes, label="mean grey value")
plt.show()
