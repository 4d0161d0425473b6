"""Chunks as NumPy arrays in PySpark, as docs/writing.md has it: changed, made smaller, cut anew; read back by zarr-python.

    python chunk_rows.py JAR FOLDER
"""

import os
import sys

import numpy as np
import pandas as pd
import zarr
from pyspark.sql import SparkSession

jar, folder = sys.argv[1:]


def path(name):
    return os.path.join(folder, name + ".zarr")


def array(name, shape, chunks, **how):
    group = zarr.open_group(path(name), mode="w", zarr_format=3)
    names = ("image", "y", "x", "channel")[: len(shape)]
    return group.create_array("images", shape=shape, chunks=chunks, dtype="u1", dimension_names=names, **how)


def inverted(batches):
    for rows in batches:
        images = [values.reshape(shape) for values, shape in zip(rows["values"], rows["shape"])]
        rows["values"] = [(255 - image).ravel() for image in images]
        yield rows


def gray(batches):
    for rows in batches:
        images = [values.reshape(shape) for values, shape in zip(rows["values"], rows["shape"])]
        yield rows.assign(
            chunk=[chunk[:-1] for chunk in rows["chunk"]],
            origin=[origin[:-1] for origin in rows["origin"]],
            shape=[shape[:-1] for shape in rows["shape"]],
            values=[image.mean(axis=-1).round().astype("i2").ravel() for image in images],
        )


def parts(batches):
    for rows in batches:
        found = []
        for row in rows.itertuples():
            values, stop = row.values.reshape(row.shape), row.origin + row.shape
            first, last = row.origin // NEW, (stop - 1) // NEW
            for chunk in first + list(np.ndindex(*(last - first + 1))):
                start, end = np.maximum(chunk * NEW, row.origin), np.minimum((chunk + 1) * NEW, stop)
                part = values[tuple(map(slice, start - row.origin, end - row.origin))]
                found.append((row.array, chunk, start, end - start, part.ravel()))
        yield pd.DataFrame(found, columns=rows.columns)


def whole(parts):
    start = np.min(list(parts["origin"]), axis=0)
    values = np.empty(np.max(list(parts["origin"] + parts["shape"]), axis=0) - start, "i2")
    for part in parts.itertuples():
        at = part.origin - start
        values[tuple(map(slice, at, at + part.shape))] = part.values.reshape(part.shape)
    row = (parts["array"][0], parts["chunk"][0], start, values.shape, values.ravel())
    return pd.DataFrame([row], columns=parts.columns)


def write(rows, name, **options):
    rows.write.format("zarr").option("layout", "chunks").options(**options).save(path(name))
    return zarr.open_group(path(name))["images"]


def main():
    global NEW
    images = np.random.default_rng(3).integers(0, 256, (10, 20, 30, 3)).astype("u1")
    array("images", images.shape, (2, 10, 30, 3), shards=(4, 20, 30, 3))[:] = images
    NEW = np.array([8, 7, 30, 3])
    array("recut", images.shape, tuple(NEW))
    array("flat", images.shape[:-1], (2, 10, 30))
    settings = {
        "spark.driver.extraClassPath": jar,
        "spark.sql.shuffle.partitions": 2,
        "spark.ui.enabled": False,
        "spark.ui.showConsoleProgress": False,
    }
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    rows = spark.read.format("zarr").option("layout", "chunks").load(path("images"))
    found = write(rows.mapInPandas(inverted, rows.schema), "inverted")
    assert np.array_equal(found[:], 255 - images) and found.shards == (4, 20, 30, 3)
    found = write(rows.mapInPandas(gray, rows.schema), "gray", like=path("flat"))
    assert np.array_equal(found[:], images.mean(axis=-1).round())
    again = rows.mapInPandas(parts, rows.schema).groupBy("array", "chunk").applyInPandas(whole, rows.schema)
    found = write(again, "again", like=path("recut"))
    assert np.array_equal(found[:], images) and found.chunks == tuple(NEW)
    print("Spark", spark.version, "wrote what zarr-python reads")
    spark.stop()


main()
