"""Writes an ERA5-like store: hourly 2 m temperature on a one-degree grid, smooth in space and time with noise.

    python era5_like.py STORE [HOURS]

1,560 hours x 181 x 360 cells = 101,649,600 rows by default. Each hour is packed as GRIB packs ERA5's fields: steps of
2^-9 K from a reference of its own, itself a multiple of 2^-12 K; so real ERA5 temperatures look bit by bit. v3, zstd,
chunks of 24 x 91 x 180, which are 1.6 MB decoded.
"""

import sys

import numpy as np
import xarray as xr
import zarr
from zarr.codecs import ZstdCodec


def main():
    store, hours = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1560
    rng = np.random.default_rng(7)
    latitude = np.linspace(90, -90, 181).astype("f4")
    longitude = np.arange(0, 360, 1.0).astype("f4")
    time = np.datetime64("2019-01-01T00", "ns") + np.arange(hours) * np.timedelta64(1, "h")
    template = xr.Dataset(
        coords={
            "time": ("time", time),
            "latitude": ("latitude", latitude, {"units": "degrees_north"}),
            "longitude": ("longitude", longitude, {"units": "degrees_east"}),
        }
    )
    template.to_zarr(store, zarr_format=3, mode="w", consolidated=False)
    group = zarr.open_group(store)
    array = group.create_array(
        "t2m",
        shape=(hours, 181, 360),
        chunks=(24, 91, 180),
        dtype="f4",
        fill_value=np.nan,
        compressors=[ZstdCodec(level=3)],
        dimension_names=("time", "latitude", "longitude"),
    )
    array.attrs.update(long_name="2 metre temperature", units="K")
    lat, lon = np.deg2rad(latitude)[:, None], np.deg2rad(longitude)[None, :]
    base = 288 - 45 * np.sin(lat) ** 2 + 4 * np.sin(3 * lon) * np.cos(lat)
    for start in range(0, hours, 24):
        hour = np.arange(start, min(start + 24, hours))[:, None, None]
        daily = 5 * np.cos(2 * np.pi * hour / 24 + lon) * np.cos(lat)
        weather = 6 * np.sin(2 * lon + hour / 60) * np.cos(2 * lat) + rng.normal(0, 0.5, (len(hour), 181, 360))
        values = base + daily + weather
        reference = np.floor(values.min(axis=(1, 2), keepdims=True) * 4096) / 4096
        packed = reference + np.round((values - reference) * 512) / 512
        array[start : start + len(hour)] = packed.astype("f4")
    zarr.consolidate_metadata(store)


if __name__ == "__main__":
    main()
