"""What pages find when their blocks run. Each function makes it in the page's folder, and returns names for Python."""

import numpy as np
import pandas as pd
import xarray as xr
import zarr


def era5(page):
    """era5.zarr: hourly temperature and wind of 14 days from 2019-12-28 on, float32 coordinates as ERA5 has them."""
    weather("2019-12-28", 24 * 14).to_zarr(page.folder / "era5.zarr", zarr_format=2, consolidated=True)
    return {}


def weather(start, hours):
    time = pd.date_range(start, periods=hours, freq="h").astype("datetime64[ns]")
    latitude = np.arange(58, 48.9, -0.5, dtype="f4")
    longitude = np.arange(-2, 2.1, 0.5, dtype="f4")
    hour = np.arange(hours)[:, None, None]
    t2m = 283 - 0.5 * (latitude[:, None] - 53) + 4 * np.sin(2 * np.pi * (hour - 9) / 24) + 0.1 * longitude
    u10 = 3 * np.cos(hour / 30) + 0.2 * latitude[:, None] + 0 * longitude
    v10 = 2 * np.sin(hour / 20) + 0.3 * longitude + 0 * latitude[:, None]
    return xr.Dataset(
        {
            "t2m": (("time", "latitude", "longitude"), t2m.astype("f4"), {"units": "K", "long_name": "2 metre temperature"}),
            "u10": (("time", "latitude", "longitude"), u10.astype("f4"), {"units": "m s**-1"}),
            "v10": (("time", "latitude", "longitude"), v10.astype("f4"), {"units": "m s**-1"}),
        },
        {"time": time, "latitude": latitude, "longitude": longitude},
    ).chunk(time=240, latitude=10, longitude=9)


def frames(page):
    """a.zarr, what follows it in time (`more`, `next_day`), some of its cells (`corrected`), and pictures (photos.zarr)."""
    days = weather("2019-12-31", 24 * 6).isel(latitude=slice(3), longitude=slice(4))[["t2m"]]
    days.isel(time=slice(96)).to_zarr(page.folder / "a.zarr", consolidated=True)
    parts = {"df": slice(96), "more": slice(96, 120), "next_day": slice(120, 144), "corrected": slice(30, 40)}
    names = {name: frame(page, days.isel(time=part)) for name, part in parts.items()}
    for name, rows in names.items():
        rows.createOrReplaceTempView(name)
    names["df"].write.parquet(str(page.folder / "observations.parquet"))
    pictures(page)
    return names | {"opened": lambda name: xr.open_zarr(page.folder / name).load()}


def frame(page, dataset):
    """The cells of a dataset as a plain DataFrame, which knows of no store."""
    rows = dataset.to_dataframe().reset_index()
    rows["latitude"], rows["longitude"] = rows["latitude"].astype("f8"), rows["longitude"].astype("f8")
    return page.spark.createDataFrame(rows).selectExpr("cast(time AS timestamp_ntz) AS time", "latitude", "longitude", "t2m")


def pictures(page):
    images = np.random.default_rng(3).integers(0, 256, (10, 20, 30, 3)).astype("u1")
    names = ("image", "y", "x", "channel")
    photos = zarr.create_group(page.folder / "photos.zarr")
    photos.create_array(
        "images", shape=images.shape, chunks=(2, 10, 30, 3), shards=(4, 20, 30, 3), dtype="u1", dimension_names=names
    )[:] = images
    models = {"gray-model": ((10, 20, 30), (2, 10, 30)), "model": (images.shape, (8, 7, 30, 3))}
    for name, (shape, chunks) in models.items():
        group = zarr.create_group(page.folder / f"{name}.zarr")
        group.create_array("images", shape=shape, chunks=chunks, dtype="u1", dimension_names=names[: len(shape)])
    zarr.consolidate_metadata(page.folder / "photos.zarr")


def photos(page):
    """photos.zarr, and what is in it."""
    pictures(page)
    return {"photos": lambda: zarr.open_array(page.folder / "photos.zarr" / "images")[:]}


def tenths(page):
    """tenths.zarr: two days on a grid of tenths of a degree, of which float32 has most only nearly."""
    time = pd.date_range("2020-01-01", periods=48, freq="h").astype("datetime64[ns]")
    latitude = np.array([51.3, 51.2, 51.1, 51.0], "f4")
    t2m = np.linspace(270, 290, 48 * 4 * 3, dtype="f4").reshape(48, 4, 3)
    axes = {"time": time, "latitude": latitude, "longitude": np.array([0, 0.1, 0.2], "f4")}
    xr.Dataset({"t2m": (("time", "latitude", "longitude"), t2m)}, axes).to_zarr(page.folder / "tenths.zarr", zarr_format=2)
    return {}


def xarray_beside(page):
    """era5.zarr, and what a notebook with xarray imports."""
    era5(page)
    return {"xr": DoublePrecision, "np": np}


class DoublePrecision:
    """xarray, which opens numbers in double precision."""

    @staticmethod
    def open_zarr(path):
        return xr.open_zarr(path).astype("f8").load()
