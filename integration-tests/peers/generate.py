"""Writes Zarr stores with zarr-python and xarray, and beside each the rows that xarray reads from it.

    python generate.py DIRECTORY [SEED]

For each case: DIRECTORY/<case>.zarr, the rows as DIRECTORY/<case>.parquet, and an entry in
DIRECTORY/cases.json: name, read options, columns that are float32 coordinates (compared as float32).
Missing values are NULL in the Parquet file. The seed is printed; the same seed writes the same stores.
"""

import json
import os
import shutil
import sys
import warnings

import cftime
import numcodecs
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xarray as xr
import zarr
from typed_columns import typed
from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, TransposeCodec, ZstdCodec

warnings.filterwarnings("ignore")

NUMERIC = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "b1"]


class Cases:
    def __init__(self, directory, seed):
        self.directory = directory
        self.rng = np.random.default_rng(seed)
        self.cases = []

    def path(self, name):
        path = os.path.join(self.directory, name + ".zarr")
        shutil.rmtree(path, ignore_errors=True)
        return path

    def add(self, name, frame, options=None, path=None):
        """Keeps the rows that are expected of a store."""
        frame = frame.copy()
        float32 = []
        for column in frame.columns:
            values = frame[column]
            if values.dtype == np.float16:
                frame[column] = values.astype(np.float32)
            if values.dtype == object and len(values) and isinstance(values.iloc[0], cftime.datetime):
                frame[column] = [None if v is None else iso(v) for v in values]
        table = pa.Table.from_pandas(frame, preserve_index=False)
        fields = []
        for field in table.schema:
            kind = field.type
            if pa.types.is_uint64(kind):
                kind = pa.decimal128(20, 0)
            elif pa.types.is_uint32(kind):
                kind = pa.int64()
            elif pa.types.is_uint16(kind):
                kind = pa.int32()
            elif pa.types.is_uint8(kind):
                kind = pa.int16()
            elif pa.types.is_timestamp(kind):
                kind = pa.timestamp("us")
            elif pa.types.is_duration(kind):
                kind = pa.int64()
            fields.append(pa.field(field.name, kind))
        arrays = []
        for field, column in zip(fields, table.columns):
            if pa.types.is_duration(column.type):
                column = column.cast(pa.duration("us")).cast(pa.int64())
            arrays.append(column.cast(field.type, safe=False))
        table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
        pq.write_table(table, os.path.join(self.directory, name + ".parquet"))
        self.cases.append(
            {
                "name": name,
                "path": (path or name + ".zarr"),
                "options": options or {},
                "rows": len(frame),
            }
        )

    def add_table(self, name, columns):
        """Keeps rows whose columns have the types that Spark is expected to give."""
        table = pa.table(columns)
        pq.write_table(table, os.path.join(self.directory, name + ".parquet"))
        self.cases.append({"name": name, "path": name + ".zarr", "options": {}, "rows": table.num_rows})

    def values(self, dtype, shape):
        dtype = np.dtype(dtype)
        if dtype.kind == "b":
            return self.rng.integers(0, 2, shape).astype(bool)
        if dtype.kind == "f":
            values = self.rng.normal(0, 100, shape).astype(dtype)
            flat = values.reshape(-1)
            if flat.size > 10:
                flat[3] = np.nan
                flat[5] = np.inf
                flat[7] = -0.0
            return values
        info = np.iinfo(dtype)
        return self.rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)


def iso(value):
    text = f"{value.year:04d}-{value.month:02d}-{value.day:02d}T{value.hour:02d}:{value.minute:02d}:{value.second:02d}"
    return text + (f".{value.microsecond:06d}" if value.microsecond else "")


def rows(dataset, order=None):
    """The rows xarray gives, dimension columns first; a dataset without dimensions is one row."""
    if not dataset.dims:
        return pd.DataFrame({str(n): [v.values[()]] for n, v in dataset.variables.items()})
    order = order or list(next(iter(dataset.data_vars.values())).dims)
    frame = dataset.to_dataframe(dim_order=order).reset_index()
    for name, variable in dataset.variables.items():
        # to_dataframe widens what it broadcasts; the columns keep the types of their variables
        if name in frame and variable.dtype.kind in "iufb" and frame[name].dtype != variable.dtype:
            frame[name] = frame[name].astype(variable.dtype)
    return frame


def coordinates(rng, sizes):
    """Coordinates of the kinds that real stores have, by dimension."""
    all_coordinates = {
        "time": ("time", np.datetime64("2019-03-01T00", "ns") + np.arange(sizes.get("time", 0)) * np.timedelta64(6, "h")),
        "latitude": ("latitude", np.linspace(60, 59, max(sizes.get("latitude", 0), 1)).astype("f4")[: sizes.get("latitude", 0)]),
        "longitude": ("longitude", -3 + 0.1 * np.arange(sizes.get("longitude", 0))),
    }
    return {name: all_coordinates[name] for name in sizes if name in all_coordinates}


def grids(cases):
    """Every type, both formats, sharded or not, with edge chunks."""
    sizes = {"time": 13, "latitude": 7, "longitude": 11}
    dims = tuple(sizes)
    dataset = xr.Dataset(
        {f"v_{t}": (dims, cases.values(t, tuple(sizes.values()))) for t in NUMERIC},
        coords=coordinates(cases.rng, sizes),
    )
    for name, zarr_format, encoding in [
        ("grid-v2", 2, {"chunks": (5, 3, 4)}),
        ("grid-v3", 3, {"chunks": (5, 3, 4)}),
        ("grid-v3-sharded", 3, {"chunks": (2, 3, 2), "shards": (6, 3, 8)}),
        ("grid-v3-one-chunk", 3, {"chunks": sizes and tuple(sizes.values())}),
    ]:
        path = cases.path(name)
        per_variable = {v: dict(encoding) for v in dataset.data_vars}
        for v in per_variable:
            if v.startswith("v_f"):
                per_variable[v]["_FillValue"] = None
        dataset.to_zarr(path, zarr_format=zarr_format, encoding=per_variable, consolidated=True)
        opened = xr.open_zarr(path, chunks=None)
        cases.add(name, rows(opened, dims))
    # the same without consolidated metadata, and one subgroup
    path = cases.path("grid-v3-group")
    dataset.to_zarr(path, group="model/run 1", zarr_format=3, consolidated=False)
    cases.add(
        "grid-v3-group", rows(xr.open_zarr(path, group="model/run 1", chunks=None, consolidated=False), dims), {"group": "model/run 1"}
    )


def write_array(group, name, values, dims, **how):
    array = group.create_array(name, shape=values.shape, dtype=values.dtype, **how)
    if group.metadata.zarr_format == 2:
        array.attrs["_ARRAY_DIMENSIONS"] = list(dims)
    if values.size:
        array[...] = values
    return array


def layouts(cases):
    """Orders, byte orders, compressors and key encodings that xarray itself does not write."""
    shape, dims = (9, 10, 8), ("z", "y", "x")
    v2 = {
        "f-order": dict(order="F"),
        "big-endian": dict(dtype=">"),
        "big-endian-f-order": dict(order="F", dtype=">"),
        "slash-keys": dict(chunk_key_encoding={"name": "v2", "configuration": {"separator": "/"}}),
        "zstd": dict(compressors=numcodecs.Zstd(level=3)),
        "gzip": dict(compressors=numcodecs.GZip(level=2)),
        "zlib": dict(compressors=numcodecs.Zlib(level=1)),
        "lz4": dict(compressors=numcodecs.LZ4()),
        "raw": dict(compressors=None),
    }
    for cname in ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]:
        for shuffle in [0, 1, 2]:
            v2[f"blosc-{cname}-{shuffle}"] = dict(compressors=numcodecs.Blosc(cname=cname, clevel=5, shuffle=shuffle))
    v3 = {
        "transpose": dict(filters=[TransposeCodec(order=(2, 0, 1))]),
        "big-endian": dict(serializer=BytesCodec(endian="big")),
        "crc32c": dict(compressors=[ZstdCodec(level=1), Crc32cCodec()]),
        "gzip": dict(compressors=[GzipCodec(level=5)]),
        "blosc": dict(compressors=[BloscCodec(cname="lz4", shuffle="shuffle", typesize=4)]),
        "blosc-bit": dict(compressors=[BloscCodec(cname="zstd", shuffle="bitshuffle", typesize=8)]),
        "raw": dict(compressors=None),
        "v2-keys": dict(chunk_key_encoding={"name": "v2", "configuration": {"separator": "."}}),
        "sharded-transpose": dict(shards=(8, 6, 4), filters=[TransposeCodec(order=(1, 2, 0))]),
        "sharded-crc": dict(shards=(4, 12, 8), compressors=[GzipCodec(level=1), Crc32cCodec()]),
    }
    for zarr_format, kinds in [(2, v2), (3, v3)]:
        for kind, how in kinds.items():
            name = f"layout-v{zarr_format}-{kind}"
            path = cases.path(name)
            group = zarr.create_group(path, zarr_format=zarr_format)
            how = dict(how)
            order = how.pop("dtype", "<")
            content = {}
            for t in ["f4", "f8", "i2", "u4"]:
                values = np.round(cases.values(t, shape), 1) if t[0] == "f" else cases.values(t, shape)
                extra = dict(how)
                if zarr_format == 2:
                    extra["fill_value"] = None  # a fill of 0 would mask every 0
                if zarr_format == 3:
                    extra["dimension_names"] = dims
                write_array(group, "v_" + t, values.astype(order + t), dims, chunks=(4, 3, 4) if "shards" not in how else (4, 3, 2), **extra)
                content["v_" + t] = (dims, values)
            index = xr.Dataset(content)
            frame = rows(index, dims)
            # a dimension without coordinate is its index, 0..n-1
            for i, dim in enumerate(dims):
                frame[dim] = np.indices(shape)[i].reshape(-1).astype("i8")
            cases.add(name, frame)


def missing(cases):
    """Chunks that are not stored, with fills of all kinds; masks only where xarray masks."""
    shape, dims = (8, 9), ("y", "x")
    for zarr_format in [2, 3]:
        for kind, dtype, fill in [("nan", "f4", np.nan), ("number", "f8", -5.5), ("zero", "i4", 0), ("int", "i2", -7), ("bool", "b1", True)]:
            for shards in [None, (8, 6)] if zarr_format == 3 else [None]:
                name = f"missing-v{zarr_format}-{kind}" + ("-sharded" if shards else "")
                path = cases.path(name)
                group = zarr.create_group(path, zarr_format=zarr_format)
                extra = {"dimension_names": dims} if zarr_format == 3 else {}
                if shards:
                    extra["shards"] = shards
                array = group.create_array("v", shape=shape, dtype=dtype, chunks=(4, 3), fill_value=fill, **extra)
                if zarr_format == 2:
                    array.attrs["_ARRAY_DIMENSIONS"] = list(dims)
                values = cases.values(dtype, (4, 6))
                array[0:4, 3:9] = values
                opened = xr.open_zarr(path, chunks=None, consolidated=False)
                data = opened["v"]
                frame = rows(xr.Dataset({"v": (dims, data.values)}), dims)
                if data.dtype != np.dtype(dtype) and np.dtype(dtype).kind in "iu":
                    # xarray turns masked integers into floats; ours stay integers with NULL
                    whole = frame["v"].round()
                    frame["v"] = whole.astype("Int64").astype({"i2": "Int16", "i4": "Int32"}[dtype])
                for i, dim in enumerate(dims):
                    frame[dim] = np.indices(shape)[i].reshape(-1).astype("i8")
                cases.add(name, frame)


def packed(cases):
    """Scale, offset, fill, missing_value lists, _Unsigned, as netCDF files have them."""
    shape, dims = (6, 10), ("y", "x")
    for zarr_format in [2, 3]:
        name = f"packed-v{zarr_format}"
        path = cases.path(name)
        group = zarr.create_group(path, zarr_format=zarr_format)
        extra = {"dimension_names": dims} if zarr_format == 3 else {}
        specs = {
            "scaled": ("i2", dict(scale_factor=0.01, add_offset=273.15)),
            "negative": ("i2", dict(scale_factor=-0.5)),
            "offset": ("i4", dict(add_offset=10.0)),
            "unsigned": ("i1", dict(_Unsigned="true")),
            "masked": ("i2", dict(missing_value=-1)),
            "floats": ("f4", dict(missing_value=-999.0)),
            "scaled_floats": ("f4", dict(scale_factor=2.0, add_offset=1.0)),
        }
        for variable, (dtype, attributes) in specs.items():
            values = cases.rng.integers(-100, 100, shape).astype(dtype)
            values[0, :3] = -1
            if dtype == "f4":
                values[1, 1] = -999.0
                values[2, 2] = np.nan
            fill = None if zarr_format == 2 else 0
            array = group.create_array(variable, shape=shape, dtype=dtype, chunks=(4, 4), fill_value=fill, **extra)
            array.attrs.update(attributes)
            if zarr_format == 2:
                array.attrs["_ARRAY_DIMENSIONS"] = list(dims)
            array[...] = values
        opened = xr.open_zarr(path, chunks=None, consolidated=False)
        frame = rows(opened, dims)
        for variable, dtype in [("masked", "Int16")]:
            frame[variable] = frame[variable].round().astype("Int64").astype(dtype)
        for i, dim in enumerate(dims):
            frame[dim] = np.indices(shape)[i].reshape(-1).astype("i8")
        cases.add(name, frame)


def calendars(cases):
    """Every calendar, as an axis and as a variable."""
    n = 40
    for calendar in ["standard", "gregorian", "proleptic_gregorian", "julian", "noleap", "365_day", "all_leap", "366_day", "360_day"]:
        for units, step in [("days since 1999-02-26", 1.0), ("hours since 2000-02-28 12:00:00", 7), ("seconds since 1970-01-01", 86400 * 11)]:
            for zarr_format in [2, 3]:
                slug = units.split()[0]
                name = f"calendar-{calendar}-{slug}-v{zarr_format}"
                path = cases.path(name)
                group = zarr.create_group(path, zarr_format=zarr_format)
                extra = {"dimension_names": ("time",)} if zarr_format == 3 else {}
                stored = (np.arange(n) * step).astype("f8" if slug == "days" else "i8")
                for variable, values in [("time", stored), ("v", np.arange(n, dtype="f4")), ("other_time", stored[::-1].copy())]:
                    array = group.create_array(variable, shape=values.shape, dtype=values.dtype, chunks=(16,), fill_value=None if zarr_format == 2 else 0, **extra)
                    if variable != "v":
                        array.attrs.update(units=units, calendar=calendar)
                    else:
                        array.attrs.update(coordinates="other_time")
                    if zarr_format == 2:
                        array.attrs["_ARRAY_DIMENSIONS"] = ["time"]
                    array[...] = values
                opened = xr.open_zarr(path, chunks=None, consolidated=False)
                frame = pd.DataFrame(
                    {v: opened[v].values for v in ["time", "other_time", "v"]}
                )
                cases.add(name, frame)
    # mixed Julian/Gregorian calendar before the reform
    path = cases.path("calendar-before-reform")
    group = zarr.create_group(path, zarr_format=3)
    for variable, values in [("time", np.array([0, 577735, 577736, 577737, 577738, 730120], "i8")), ("v", np.arange(6, dtype="f4"))]:
        array = group.create_array(variable, shape=(6,), dtype=values.dtype, dimension_names=("time",))
        if variable == "time":
            array.attrs.update(units="days since 0001-01-01", calendar="standard")
        array[...] = values
    opened = xr.open_zarr(path, chunks=None, consolidated=False)
    cases.add("calendar-before-reform", pd.DataFrame({"time": opened["time"].values, "v": opened["v"].values}))


def shapes(cases):
    """Zero-length, scalar, one-dimensional, 2-D coordinates, broadcast, one array by its path."""
    for zarr_format in [2, 3]:
        path = cases.path(f"empty-v{zarr_format}")
        xr.Dataset(
            {"v": (("time", "x"), np.zeros((0, 5), "f4"))}, coords={"x": np.arange(5)}
        ).to_zarr(path, zarr_format=zarr_format)
        cases.add(f"empty-v{zarr_format}", pd.DataFrame({"time": np.zeros(0, "i8"), "x": np.zeros(0, "i8"), "v": np.zeros(0, "f4")}))

        path = cases.path(f"scalar-v{zarr_format}")
        group = zarr.create_group(path, zarr_format=zarr_format)
        array = group.create_array("answer", shape=(), dtype="i4")
        if zarr_format == 2:
            array.attrs["_ARRAY_DIMENSIONS"] = []
        array[...] = 42
        cases.add(f"scalar-v{zarr_format}", pd.DataFrame({"answer": np.array([42], "i4")}), path=f"scalar-v{zarr_format}.zarr/answer")

        ny, nx = 6, 7
        curvilinear = xr.Dataset(
            {"t": (("time", "y", "x"), cases.values("f4", (4, ny, nx)))},
            coords={
                "time": ("time", np.datetime64("2000-01-01", "ns") + np.arange(4) * np.timedelta64(1, "D")),
                "lat": (("y", "x"), cases.rng.normal(50, 1, (ny, nx))),
                "lon": (("y", "x"), cases.rng.normal(5, 1, (ny, nx))),
                "height": ((), np.float64(2.0)),
                "valid_time": ("time", np.datetime64("2000-01-02", "ns") + np.arange(4) * np.timedelta64(1, "D")),
            },
        )
        path = cases.path(f"curvilinear-v{zarr_format}")
        curvilinear.to_zarr(path, zarr_format=zarr_format, encoding={"t": {"chunks": (2, 4, 3)}, "lat": {"chunks": (3, 7)}})
        frame = rows(xr.open_zarr(path, chunks=None), ["time", "y", "x"])
        indices = np.indices((4, ny, nx))
        frame["y"] = indices[1].reshape(-1).astype("i8")
        frame["x"] = indices[2].reshape(-1).astype("i8")
        cases.add(f"curvilinear-v{zarr_format}", frame)

        sizes = {"time": 5, "latitude": 4, "longitude": 6}
        mixed = xr.Dataset(
            {
                "t2m": (("time", "latitude", "longitude"), cases.values("f4", (5, 4, 6))),
                "mask": (("latitude", "longitude"), cases.values("i1", (4, 6))),
                "flipped": (("longitude", "time"), cases.values("f8", (6, 5))),
            },
            coords=coordinates(cases.rng, sizes),
        )
        path = cases.path(f"broadcast-v{zarr_format}")
        mixed.to_zarr(path, zarr_format=zarr_format, encoding={"t2m": {"chunks": (2, 4, 3)}, "mask": {"chunks": (3, 2)}, "flipped": {"chunks": (4, 2)}})
        opened = xr.open_zarr(path, chunks=None)
        cases.add(
            f"broadcast-v{zarr_format}", rows(opened, list(sizes)), {"variables": "t2m,mask,flipped"}
        )
        cases.add(f"group-of-one-v{zarr_format}", rows(opened[["mask"]], ["latitude", "longitude"]), {"dimensions": "latitude,longitude"}, path=f"broadcast-v{zarr_format}.zarr")
        cases.add(f"array-path-v{zarr_format}", rows(opened[["t2m"]], list(sizes)), path=f"broadcast-v{zarr_format}.zarr/t2m")


def durations(cases):
    for zarr_format in [2, 3]:
        path = cases.path(f"timedelta-v{zarr_format}")
        dataset = xr.Dataset(
            {"lead": ("x", np.array([0, 1, -90, 86400 * 40], "m8[s]").astype("m8[ns]")), "flag": ("x", np.array([True, False, True, True]))},
            coords={"x": np.arange(4, dtype="i2")},
        )
        dataset.to_zarr(path, zarr_format=zarr_format)
        opened = xr.open_zarr(path, chunks=None, decode_timedelta=True)
        cases.add(f"timedelta-v{zarr_format}", rows(opened, ["x"]))


def main():
    directory = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20260101
    print(f"seed {seed}")
    os.makedirs(directory, exist_ok=True)
    cases = Cases(directory, seed)
    for family in [grids, layouts, missing, packed, calendars, shapes, durations, typed]:
        family(cases)
    with open(os.path.join(directory, "cases.json"), "w") as out:
        json.dump(cases.cases, out, indent=1)
    print(f"{len(cases.cases)} cases")


if __name__ == "__main__":
    main()
