"""The benchmark's questions, asked of xarray with dask on two threads.

    python xarray_queries.py STORE RUNS

Prints one JSON object: question -> {"seconds": [..], "answer": number}.
"""

import json
import sys
import time

import dask
import numpy as np
import xarray as xr


def questions(ds):
    t2m = ds.t2m
    empty = np.zeros((1, 1, 1), "f4")
    return {
        "full scan": lambda: t2m.data.map_blocks(lambda block: empty, chunks=(1, 1, 1)).compute().size,
        "sum": lambda: float(t2m.sum(dtype="f8").compute()),
        "filter on coordinates": lambda: float(
            t2m.sel(time=slice("2019-01-10", "2019-01-19T23"), latitude=slice(60, 40), longitude=slice(0, 30)).mean(dtype="f8").compute()
        ),
        "filter on values": lambda: int((t2m > 290).sum().compute()),
        "group by latitude": lambda: float(t2m.mean(["time", "longitude"], dtype="f8").compute().sum()),
        "group by cell": lambda: float(t2m.mean("time", dtype="f8").compute().sum()),
        "one point": lambda: float(t2m.sel(latitude=51, longitude=10).compute().sum(dtype="f8")),
    }


def main():
    store, runs = sys.argv[1], int(sys.argv[2])
    dask.config.set(scheduler="threads", num_workers=2)
    results = {}
    for name, ask in questions(xr.open_zarr(store)).items():
        ask()
        seconds = []
        for _ in range(runs):
            start = time.perf_counter()
            answer = ask()
            seconds.append(time.perf_counter() - start)
        results[name] = {"seconds": seconds, "answer": answer}
    print(json.dumps(results))


if __name__ == "__main__":
    main()
