"""Stores that the matrix reads, the answers that xarray gives, and what xarray says of stores that Spark wrote.

    python data.py generate DIRECTORY
    python data.py check DIRECTORY WRITTEN      what program.py wrote from these stores; prints what differs
"""

import json
import pathlib
import sys

import numpy
import xarray


def weather():
    """Hours over the end of a February, float32 coordinates that binary fractions cannot hold, missing cells, a packed variable."""
    random = numpy.random.default_rng(20261122)
    time = numpy.datetime64("2024-02-28T12", "ns") + numpy.arange(60) * numpy.timedelta64(1, "h")
    latitude = numpy.round(numpy.arange(60.0, 59.3, -0.1), 1).astype("f4")
    longitude = numpy.round(numpy.arange(-0.4, 0.4, 0.1), 1).astype("f4")
    shape = (time.size, latitude.size, longitude.size)
    t2m = random.normal(280, 8, shape).astype("f4")
    t2m[random.random(shape) < 0.05] = numpy.nan
    sst = random.integers(-3000, 3000, shape) / 100
    sst[random.random(shape) < 0.1] = numpy.nan
    dimensions = ("time", "latitude", "longitude")
    table = xarray.Dataset(
        {"t2m": (dimensions, t2m, {"units": "K", "long_name": "2 metre temperature"}), "sst": (dimensions, sst)},
        {"time": time, "latitude": latitude, "longitude": longitude},
        {"title": "weather that never was"},
    )
    table["sst"].encoding = {"dtype": "i2", "scale_factor": 0.01, "add_offset": 10.0, "_FillValue": -32768}
    for name in table.data_vars:
        table[name].encoding["chunks"] = (24, 4, 5)
    return table


def scenes():
    """Pictures: one chunk for each."""
    pixels = numpy.random.default_rng(7).integers(0, 256, (6, 8, 10, 3)).astype("u1")
    table = xarray.Dataset({"pixels": (("scene", "y", "x", "band"), pixels)})
    table["pixels"].encoding = {"chunks": (1, 8, 10, 3)}
    return table


def types():
    """A column of each type, with extremes."""
    extremes = {}
    for kind in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
        bounds = numpy.iinfo(kind)
        extremes[kind] = numpy.array([bounds.min, 0, 1, bounds.max], kind)
    columns = {
        "flag": numpy.array([True, False, True, False]),
        **extremes,
        "f2": numpy.array([0.5, -2, 65504, numpy.nan], "f2"),
        "f4": numpy.array([0.1, -1e38, numpy.inf, numpy.nan], "f4"),
        "f8": numpy.array([0.1, -1e308, -numpy.inf, numpy.nan], "f8"),
        "c16": numpy.array([1 + 2j, -1j, 0, 3.5 - 0.25j], "c16"),
        "moment": numpy.array(["1969-12-31T23:59:59.123456", "2024-02-29", "2200-01-01T12", "NaT"], "M8[us]"),
        "span": numpy.array([0, 1500, -86_400_000, 3_600_000], "m8[ms]"),
        "text": numpy.array(["", "naïve", "雪", "end"], "U5"),
    }
    return xarray.Dataset({name: ("row", values) for name, values in columns.items()})


def decimals(coordinate):
    """The shortest decimals that say what a float32 coordinate holds."""
    return [round(float(value), 1) for value in coordinate.values]


def answers(table):
    """Questions in SQL, and the rows that xarray has for them."""
    later = table.where(table.time >= numpy.datetime64("2024-02-29"), drop=True)
    cut = later.t2m.astype("f8").sel(longitude=slice(-0.25, 0.25))
    point = table.t2m.isel(latitude=1, longitude=3)
    hours = table.sst.groupby(table.time.dt.hour)
    return [
        {
            "question": "count(*) and bounds of dimensions",
            "sql": "SELECT count(*), count(t2m), min(time), max(latitude) FROM weather",
            "rows": [[table.t2m.size, int(table.t2m.count()), "2024-02-28T12:00:00", 60.0]],
        },
        {
            "question": "a mean in a box, by a dimension",
            "sql": "SELECT latitude, avg(t2m) FROM weather WHERE time >= '2024-02-29' AND longitude BETWEEN -0.25 AND 0.25"
            " GROUP BY latitude ORDER BY latitude DESC",
            "rows": [[place, float(cut.isel(latitude=i).mean())] for i, place in enumerate(decimals(cut.latitude))],
        },
        {
            "question": "a series at a point whose coordinates binary fractions cannot hold",
            "sql": "SELECT time, t2m FROM weather WHERE latitude = 59.9 AND longitude = -0.1 AND t2m IS NOT NULL ORDER BY time",
            "rows": [
                [str(at)[:19], float(value)]
                for at, value in zip(point.time.values, point.values)
                if not numpy.isnan(value)
            ],
        },
        {
            "question": "packed values by a part of the time",
            "sql": "SELECT hour(time) AS h, count(sst), min(sst), max(sst) FROM weather GROUP BY h ORDER BY h",
            "rows": [
                [int(h), int(group.count()), float(group.min()), float(group.max())]
                for h, group in hours
            ],
        },
        {
            "question": "a filter on values, and top rows",
            "sql": "SELECT time, latitude, longitude, t2m FROM weather WHERE t2m > 290 AND latitude < 59.65 ORDER BY t2m DESC LIMIT 5",
            "rows": [
                [str(row.time)[:19].replace(" ", "T"), round(float(row.latitude), 1), round(float(row.longitude), 1), float(row.t2m)]
                for row in table.t2m.where((table.latitude < 59.65) & (table.t2m > 290))
                .to_dataframe()
                .dropna()
                .reset_index()
                .nlargest(5, "t2m")
                .itertuples()
            ],
        },
    ]


def generate(directory):
    table = weather()
    sharded = table.copy()
    for name in table.data_vars:
        sharded[name].encoding = {**table[name].encoding, "shards": (48, 8, 10)}
    sharded.to_zarr(directory / "weather.zarr", zarr_format=3, consolidated=True)
    table.to_zarr(directory / "weather-v2.zarr", zarr_format=2, consolidated=True)
    scenes().to_zarr(directory / "scenes.zarr", zarr_format=3, consolidated=True)
    types().to_zarr(directory / "types.zarr", zarr_format=3, consolidated=True)
    decoded = xarray.open_zarr(directory / "weather.zarr").load()
    pixels = scenes().pixels
    document = {
        "answers": answers(decoded),
        "scenes": [[float(pixels.isel(scene=i, band=b).mean()) for b in range(3)] for i in range(6)],
        "types": {name: [text(value) for value in column.values] for name, column in types().items()},
    }
    (directory / "answers.json").write_text(json.dumps(document, indent=1))


def text(value):
    """A value as program.py spells it."""
    if isinstance(value, numpy.datetime64):
        return None if numpy.isnat(value) else str(value.astype("M8[us]"))
    if isinstance(value, numpy.timedelta64):
        return int(value.astype("m8[us]").astype("i8"))
    if isinstance(value, complex):
        return [value.real, value.imag]
    if isinstance(value, (numpy.floating, float)):
        return None if numpy.isnan(value) else repr(float(value))
    return value.item() if isinstance(value, numpy.generic) else value


def check(directory, written):
    """What program.py was to write: weather without its first day, appended to, one region replaced."""
    expected = xarray.open_zarr(directory / "weather.zarr").load()
    expected["t2m"][10:20, 2:4] = 0.0
    xarray.testing.assert_identical(expected, xarray.open_zarr(written / "written.zarr").load())


if __name__ == "__main__":
    command, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    if command == "generate":
        generate(directory)
    else:
        check(directory, pathlib.Path(sys.argv[3]))
