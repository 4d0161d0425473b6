"""xarray with dask."""

import os
import shutil

import numpy as np

from harness.timing import nothing

PACKAGES = ("xarray", "dask", "zarr", "numpy")


def tasks(request):
    import dask

    dask.config.set(scheduler="threads", num_workers=request["threads"])
    return {"reads": reads, "aggregates": aggregates, "writes": writes, "planning": planning}[request["suite"]](request)


def opened(path, **how):
    import xarray as xr

    return xr.open_zarr(path, **how)


def asked(questions):
    """Name -> task, of name -> function that gives the answer."""
    return {name: (nothing, ask, lambda answer: None if answer is None else float(answer)) for name, ask in questions.items()}


def reads(request):
    t2m = opened(request["questions"][0]["path"]).t2m
    empty = np.zeros((1, 1, 1), "f4")

    def scan():
        t2m.data.map_blocks(lambda block: empty, chunks=(1, 1, 1)).compute()

    box = dict(time=slice("2019-01-10", "2019-01-19T23"), latitude=slice(60, 40), longitude=slice(0, 30))
    return asked(
        {
            "full scan": scan,
            "sum": lambda: t2m.sum(dtype="f8").compute(),
            "filter on coordinates": lambda: t2m.sel(box).mean(dtype="f8").compute(),
            "filter on values": lambda: (t2m > 290).sum().compute(),
            "group by latitude": lambda: t2m.mean(["time", "longitude"], dtype="f8").compute().sum(),
            "group by cell": lambda: t2m.mean("time", dtype="f8").compute().sum(),
            "one point": lambda: t2m.sel(latitude=51, longitude=10).compute().sum(dtype="f8"),
        }
    )


def aggregates(request):
    tables = {question["table"]: question["path"] for question in request["questions"]}
    tasks = {}
    for table, path in tables.items():
        of_table = aggregates_of(opened(path, chunks={"time": 24} if table == "hour" else {}))
        tasks |= asked({name if table == request["table"] else f"{name} ({table})": ask for name, ask in of_table.items()})
    return tasks


def aggregates_of(ds):
    import dask

    t2m, f8 = ds.t2m, dict(dtype="f8")
    weights = np.cos(np.deg2rad(ds.latitude))

    def summary(values):
        return lambda: sum(dask.compute(values.sum(**f8) / 1e6, values.mean(**f8), values.min(), values.max()))

    def anomaly():
        climate = t2m.mean("time", **f8)
        return (t2m.sel(time=slice(None, "2019-01-10T23")) - climate).max().compute()

    questions = {
        "mean by time": lambda: t2m.mean(["latitude", "longitude"], **f8).sum().compute(),
        "zonal mean": lambda: t2m.mean(["time", "longitude"], **f8).sum().compute(),
        "climatology by cell and hour": lambda: t2m.groupby("time.hour").mean(**f8).sum().compute(),
        "daily mean by cell": lambda: t2m.resample(time="1D").mean(**f8).sum().compute(),
    }
    if "u10" in ds:
        questions |= {
            "area-weighted mean": lambda: ((t2m * weights).sum(**f8) / (weights.sum() * ds.sizes["time"] * ds.sizes["longitude"])).compute(),
            "sum, avg, min, max": summary(t2m),
            "sum, avg, min, max, packed": summary(ds.tp),
            "maximum wind by latitude": lambda: np.sqrt(ds.u10.astype("f8") ** 2 + ds.v10.astype("f8") ** 2).max(["time", "longitude"]).sum().compute(),
            "hot cells": lambda: (t2m > 300).sum().compute(),
            "land mean": lambda: t2m.where(ds.land == 1).mean(**f8).compute(),
            "largest anomaly of ten days": anomaly,
            "top 10": lambda: t2m.data.ravel().topk(10).compute().sum(dtype="f8"),
        }
    return questions


def writes(request):
    data = opened(request["questions"][0]["path"])
    target = os.path.join(request["folder"], "xarray.zarr")
    earlier = data.time.values < np.datetime64(request["appendFrom"].replace(" ", "T"))
    chunks = next((question["chunks"] for question in request["questions"] if "chunks" in question), {})

    def clear():
        shutil.rmtree(target, ignore_errors=True)

    def plain(dataset):
        dataset = dataset.copy()
        for variable in dataset.variables.values():
            variable.encoding = {name: value for name, value in variable.encoding.items() if name not in ("chunks", "preferred_chunks", "shards")}
        return dataset

    def copy():
        data.to_zarr(target, mode="w")

    def before_append():
        clear()
        data.isel(time=earlier).to_zarr(target, mode="w")

    def append():
        plain(data.isel(time=~earlier)).to_zarr(target, append_dim="time")

    def rechunk():
        plain(data).chunk(chunks).to_zarr(target, mode="w")

    def answer(_):
        return float(opened(target).t2m.sum(dtype="f8").compute())

    return {
        "copy": (clear, copy, answer),
        "append": (before_append, append, answer),
        "rechunk": (clear, rechunk, answer),
        "copy of chunk rows": (clear, copy, answer),
        "copy of stored bytes": (clear, copy, answer),
    }


def planning(request):
    """A plan is a graph, optimized, without what is not needed."""
    import dask

    def load():
        return opened(request["questions"][0]["path"], consolidated=False)

    def one_day():
        (day,) = dask.optimize(table.t2m.sel(time="1999-12-31"))
        len(day.__dask_graph__())

    table = load()
    return {"load": (nothing, load, lambda ds: float(ds.t2m.size)), "one day": (nothing, one_day, lambda plan: None)}
