"""The benchmark's writes, done by xarray with dask on two threads.

    python xarray_writes.py STORE FOLDER RUNS WRITES

Prints one JSON object: write -> {"seconds": [..], "processor": [..], "sum": of what was written}.
"""

import json
import os
import shutil
import sys
import time

import dask
import xarray as xr


def writes(store, folder):
    data = xr.open_zarr(store)
    target = os.path.join(folder, "xarray.zarr")
    first = data.sizes["time"] * 12 // 13 // 24 * 24

    def plain(dataset):
        dataset = dataset.copy()
        for variable in dataset.variables.values():
            variable.encoding = {name: value for name, value in variable.encoding.items() if name not in ("chunks", "preferred_chunks", "shards")}
        return dataset

    def copy():
        data.to_zarr(target, mode="w")

    def before():
        shutil.rmtree(target, ignore_errors=True)

    def before_append():
        before()
        data.isel(time=slice(0, first)).to_zarr(target, mode="w")

    def append():
        plain(data.isel(time=slice(first, None))).to_zarr(target, append_dim="time")

    def rechunk():
        plain(data).chunk(time=240, latitude=46, longitude=60).to_zarr(target, mode="w")

    return target, {"copy": (before, copy), "append": (before_append, append), "rechunk": (before, rechunk)}


def main():
    store, folder, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    dask.config.set(scheduler="threads", num_workers=2)
    target, each = writes(store, folder)
    results = {}
    for name in dict.fromkeys(sys.argv[4].split(",")):
        before, write = each[name]
        seconds, processor = [], []
        for _ in range(runs):
            before()
            start, busy = time.perf_counter(), time.process_time()
            write()
            seconds.append(time.perf_counter() - start)
            processor.append(time.process_time() - busy)
        results[name] = {"seconds": seconds, "processor": processor, "sum": float(xr.open_zarr(target).t2m.sum(dtype="f8").compute())}
    shutil.rmtree(target, ignore_errors=True)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
