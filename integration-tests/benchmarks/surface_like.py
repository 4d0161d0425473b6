"""Writes stores of ERA5-like surface fields, hourly on a one-degree grid, for the benchmark of aggregates.

    python surface_like.py DIRECTORY HOURS

DIRECTORY/day.zarr: t2m, u10 and v10 in float32 and tp packed to int16, v3, zstd, chunks of 24 hours x globe, and the coordinate
land(latitude, longitude) of 0 and 1. DIRECTORY/{hour,box,sharded}.zarr: t2m alone, in chunks of 1 hour x globe, of 24 x 90 x 90,
and of 24 x 91 x 90 in shards of 240 hours x globe. Fields are smooth in space and time, with noise, in steps as GRIB packs them.
"""

import sys

import numpy as np
import xarray as xr
import zarr
from zarr.codecs import ZstdCodec

LAYOUTS = {
    "day": dict(chunks=(24, 181, 360)),
    "hour": dict(chunks=(1, 181, 360)),
    "box": dict(chunks=(24, 90, 90)),
    "sharded": dict(chunks=(24, 91, 90), shards=(240, 182, 360)),
}


def coordinates(hours):
    latitude = np.linspace(90, -90, 181)
    longitude = np.arange(0, 360, 1.0)
    lat, lon = np.deg2rad(latitude)[:, None], np.deg2rad(longitude)[None, :]
    land = (np.sin(2 * lon) * np.cos(lat) + 0.3 * np.sin(5 * lat + lon) > 0.2).astype("i1")
    return {
        "time": ("time", np.datetime64("2019-01-01T00", "ns") + np.arange(hours) * np.timedelta64(1, "h")),
        "latitude": ("latitude", latitude, {"units": "degrees_north"}),
        "longitude": ("longitude", longitude, {"units": "degrees_east"}),
        "land": (("latitude", "longitude"), land),
    }


def fields(hours, coords):
    """Day by day: (first hour, name -> values)."""
    rng = np.random.default_rng(7)
    lat, lon = np.deg2rad(coords["latitude"][1])[:, None], np.deg2rad(coords["longitude"][1])[None, :]
    base = 288 - 45 * np.sin(lat) ** 2 + 4 * np.sin(3 * lon) * np.cos(lat)
    noise = rng.normal(0, 0.5, (24, 181, 360))
    for start in range(0, hours, 24):
        hour = np.arange(start, min(start + 24, hours))[:, None, None]
        noise = np.roll(noise, 7, axis=2)[: len(hour)] if len(hour) < 24 else np.roll(noise, 7, axis=2)
        t2m = base + 5 * np.cos(2 * np.pi * hour / 24 + lon) * np.cos(lat) + 6 * np.sin(2 * lon + hour / 60) * np.cos(2 * lat) + noise
        u10 = 8 * np.cos(3 * lat) + 4 * np.sin(lon + hour / 40) + noise[:, ::-1]
        v10 = 5 * np.sin(4 * lon + hour / 50) * np.cos(lat) + noise[:, :, ::-1]
        tp = np.maximum(0, 3 * np.sin(3 * lon + hour / 30) * np.cos(lat) + noise - 1)
        yield start, {
            "t2m": (np.round(t2m * 512) / 512).astype("f4"),
            "u10": (np.round(u10 * 512) / 512).astype("f4"),
            "v10": (np.round(v10 * 512) / 512).astype("f4"),
            "tp": np.round(tp * 100).astype("i2"),
        }


def create(store, coords, hours, names, chunks, shards=None):
    xr.Dataset(coords=coords).to_zarr(store, zarr_format=3, mode="w", consolidated=False)
    group = zarr.open_group(store)
    for name in names:
        packed = name == "tp"
        array = group.create_array(
            name,
            shape=(hours, 181, 360),
            chunks=chunks,
            shards=shards,
            dtype="i2" if packed else "f4",
            fill_value=-32768 if packed else np.nan,
            compressors=[ZstdCodec(level=3)],
            dimension_names=("time", "latitude", "longitude"),
        )
        array.attrs["coordinates"] = "land"
        if packed:
            array.attrs.update(scale_factor=0.01, add_offset=0.0, _FillValue=-32768)
    return group


def main():
    directory, hours = sys.argv[1], int(sys.argv[2])
    coords = coordinates(hours)
    groups = {
        layout: create(f"{directory}/{layout}.zarr", coords, hours, ("t2m", "u10", "v10", "tp") if layout == "day" else ("t2m",), **grid)
        for layout, grid in LAYOUTS.items()
    }
    waiting = []
    for start, values in fields(hours, coords):
        for layout in ("day", "hour", "box"):
            for name, array in groups[layout].arrays():
                if name in values:
                    array[start : start + len(values[name])] = values[name]
        waiting.append(values["t2m"])
        if len(waiting) == 10 or start + 24 >= hours:
            end = start + len(values["t2m"])
            t2m = np.concatenate(waiting)
            groups["sharded"]["t2m"][end - len(t2m) : end] = t2m
            waiting = []
    for layout in LAYOUTS:
        zarr.consolidate_metadata(f"{directory}/{layout}.zarr")


if __name__ == "__main__":
    main()
