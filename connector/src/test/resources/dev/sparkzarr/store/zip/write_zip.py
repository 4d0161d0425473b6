"""Writes zarr-python-3.1.6.zip with zarr-python's ZipStore, and beside it the SHA-256 of each value as zipfile reads it."""

import hashlib
import zipfile

import numpy as np
import zarr

NAME = f"zarr-python-{zarr.__version__}"

with zarr.storage.ZipStore(f"{NAME}.zip", mode="w") as store:
    root = zarr.create_group(store, zarr_format=3)
    t2m = root.create_array("t2m", shape=(20, 30), chunks=(7, 11), dtype="f4")
    t2m[:] = np.arange(600, dtype="f4").reshape(20, 30)
    root.attrs["title"] = "über"
    green = root.create_array("grün", shape=(5,), chunks=(5,), dtype="i8")
    green[:] = range(5)

with zipfile.ZipFile(f"{NAME}.zip") as archive, open(f"{NAME}.txt", "w", encoding="utf-8") as sums:
    for name in sorted(set(archive.namelist())):
        sums.write(f"{hashlib.sha256(archive.read(name)).hexdigest()} {name}\n")
