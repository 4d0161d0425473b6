"""The latency benchmark's questions, asked of xarray over HTTP, each on a store opened anew.

    python latency_queries.py URL CLIENT CONCURRENCY

CLIENT is fsspec or obstore. Reads the name of a question from each line of its input, and answers with a line of JSON:
{"seconds": s, "answer": number}.
"""

import json
import sys
import time

import xarray as xr
import zarr


def store(url, client):
    if client == "fsspec":
        return zarr.storage.FsspecStore.from_url(url, read_only=True)
    import obstore.store

    return zarr.storage.ObjectStore(
        obstore.store.HTTPStore.from_url(url, client_options={"allow_http": True}), read_only=True
    )


QUESTIONS = {
    "open": lambda ds: ds.sizes["time"],
    "sum": lambda ds: float(ds.t2m.sum(dtype="f8")),
    "box": lambda ds: float(
        ds.t2m.sel(time=slice("2019-01-10", "2019-01-19T23"), latitude=slice(60, 40), longitude=slice(0, 30)).sum(dtype="f8")
    ),
    "one point": lambda ds: float(ds.t2m.sel(latitude=51, longitude=10).sum(dtype="f8")),
}


def main():
    url, client, concurrency = sys.argv[1], sys.argv[2], int(sys.argv[3])
    zarr.config.set({"async.concurrency": concurrency})
    print("ready", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        with xr.open_zarr(store(url, client), chunks=None) as ds:
            answer = QUESTIONS[line.strip()](ds)
        print(json.dumps({"seconds": time.perf_counter() - start, "answer": answer}), flush=True)


if __name__ == "__main__":
    main()
