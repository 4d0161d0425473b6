"""The questions of the benchmark of aggregates, asked of one engine on two threads.

    python aggregate_peers.py ENGINE DIRECTORY QUERIES RUNS

ENGINE: xarray, xarray-sql or duckdb. Prints one JSON object: question -> {"seconds": [..], "answer": number}, and for xarray
also "LAYOUT: question" for the other layouts.
"""

import json
import sys
import time

import numpy as np


def xarray_questions(ds):
    t2m, f8 = ds.t2m, dict(dtype="f8")
    weights = np.cos(np.deg2rad(ds.latitude))

    def summary(values):
        return lambda: float(sum(dask.compute(values.sum(**f8) / 1e6, values.mean(**f8), values.min(), values.max())))

    def anomaly():
        climate = t2m.mean("time", **f8)
        return float((t2m.sel(time=slice(None, "2019-01-10T23")) - climate).max().compute())

    import dask

    questions = {
        "mean by time": lambda: float(t2m.mean(["latitude", "longitude"], **f8).sum().compute()),
        "zonal mean": lambda: float(t2m.mean(["time", "longitude"], **f8).sum().compute()),
        "climatology by cell and hour": lambda: float(t2m.groupby("time.hour").mean(**f8).sum().compute()),
        "daily mean by cell": lambda: float(t2m.resample(time="1D").mean(**f8).sum().compute()),
    }
    if "u10" in ds:
        questions |= {
            "area-weighted mean": lambda: float(((t2m * weights).sum(**f8) / (weights.sum() * ds.sizes["time"] * ds.sizes["longitude"])).compute()),
            "sum, avg, min, max": summary(t2m),
            "sum, avg, min, max, packed": summary(ds.tp),
            "maximum wind by latitude": lambda: float(np.sqrt(ds.u10.astype("f8") ** 2 + ds.v10.astype("f8") ** 2).max(["time", "longitude"]).sum().compute()),
            "hot cells": lambda: int((t2m > 300).sum().compute()),
            "land mean": lambda: float(t2m.where(ds.land == 1).mean(**f8).compute()),
            "largest anomaly of ten days": anomaly,
            "top 10": lambda: float(t2m.data.ravel().topk(10).compute().sum(dtype="f8")),
        }
    return questions


def sql_questions(queries, ask):
    return {name: (lambda sql=sql: ask(sql.replace("HOUR(time)", "date_part('hour', time)"))) for name, sql in queries.items()}


def questions_of(engine, directory, queries):
    if engine == "duckdb":
        import duckdb

        connection = duckdb.connect(config={"threads": 2})
        connection.sql(f"CREATE VIEW t AS SELECT * FROM '{directory}/day.parquet/*.parquet'")
        return sql_questions(queries, lambda sql: connection.execute(sql).fetchone()[0])
    import xarray as xr

    if engine == "xarray-sql":
        import datafusion
        import xarray_sql

        ds = xr.open_zarr(f"{directory}/day.zarr").drop_vars("land")
        ds["land"] = xr.open_zarr(f"{directory}/day.zarr").land.broadcast_like(ds.t2m).chunk(ds.t2m.chunksizes).reset_coords(drop=True)
        context = xarray_sql.Context(datafusion.SessionConfig().with_target_partitions(2))
        context.from_dataset("t", ds, chunks={"time": 24})
        return sql_questions(queries, lambda sql: context.sql(sql).to_pandas().iloc[0, 0])
    import dask

    dask.config.set(scheduler="threads", num_workers=2)
    questions = xarray_questions(xr.open_zarr(f"{directory}/day.zarr"))
    for layout in ("hour", "box", "sharded"):
        ds = xr.open_zarr(f"{directory}/{layout}.zarr", chunks={"time": 24} if layout == "hour" else {})
        questions |= {f"{layout}: {name}": ask for name, ask in xarray_questions(ds).items()}
    return questions


def main():
    engine, directory, queries, runs = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3])), int(sys.argv[4])
    results = {}
    for name, ask in questions_of(engine, directory, queries).items():
        seconds = []
        try:
            for run in range(runs + 1):
                start = time.perf_counter()
                answer = float(ask())
                if run:
                    seconds.append(time.perf_counter() - start)
        except Exception as e:  # an engine without the function, or without the memory: said in the table
            print(f"{engine}: {name}: {e}"[:300], file=sys.stderr)
            continue
        results[name] = {"seconds": seconds, "answer": answer}
    print(json.dumps(results))


if __name__ == "__main__":
    main()
