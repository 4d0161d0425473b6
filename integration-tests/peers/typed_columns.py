"""Cases of generate.py whose elements are more than one number: texts, bytes, times, complex numbers, records."""

import numpy as np
import pyarrow as pa
import xarray as xr
import zarr
from zarr.codecs import BytesCodec

UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
PLANES = [(0x20, 0x7F), (0xA0, 0x800), (0x800, 0xD800), (0xE000, 0x10000), (0x10000, 0x110000)]
SIZES = {"y": 5, "x": 11}


def create(group, name, values, dims, **how):
    """An array in chunks that do not fit, by zarr-python."""
    v2 = group.metadata.zarr_format == 2
    chunks = how.pop("chunks", tuple(max(1, (n + 1) // 2) for n in values.shape))
    keywords = {} if v2 else {"dimension_names": dims}
    array = group.create_array(name, shape=values.shape, chunks=chunks, dtype=how.pop("dtype", values.dtype), **keywords, **how)
    if v2:
        array.attrs["_ARRAY_DIMENSIONS"] = list(dims)
    array[...] = values
    return array


def words(rng, shape, longest=6):
    flat = []
    for _ in range(int(np.prod(shape))):
        start, stop = PLANES[rng.integers(len(PLANES))]
        flat.append("".join(chr(c) for c in rng.integers(start, stop, rng.integers(longest + 1))))
    return np.array(flat, object).reshape(shape)


def plain(value):
    """A value of xarray's as a row has it."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, float) and np.isnan(value):
        return None
    return value


def index(shape, dims):
    """Columns of dimensions without coordinates."""
    return {dim: np.indices(shape)[i].reshape(-1).astype("i8") for i, dim in enumerate(dims)}


def opened(path, **how):
    return xr.open_zarr(path, consolidated=False, chunks=None, **how)


def texts(cases):
    """U, S and strings of any length, masked by the fill value as xarray masks them."""
    shape = tuple(SIZES.values())
    for zarr_format in 2, 3:
        for kind in "U", "S", "O":
            for sharded in [False, True] if zarr_format == 3 else [False]:
                name = f"text-{kind}-v{zarr_format}{'-sharded' if sharded else ''}"
                path = cases.path(name)
                group = zarr.open_group(path, mode="w", zarr_format=zarr_format)
                values = words(cases.rng, shape)
                how = {"shards": (4, 8), "chunks": (2, 4)} if sharded else {}
                if kind == "U":
                    create(group, "v", values.astype("U6"), list(SIZES), fill_value="", **how)
                elif kind == "S":
                    create(group, "v", np.array([w.encode() for w in values.reshape(-1)]).reshape(shape), list(SIZES), fill_value=b"", **how)
                else:
                    create(group, "v", values, list(SIZES), dtype=str, fill_value="", **how)
                if zarr_format == 3 and not sharded:
                    group["v"].attrs["missing_value"] = str(values[0, 0]) if kind != "S" else "-"
                read = [plain(value) for value in opened(path)["v"].values.reshape(-1).tolist()]
                cases.add_table(name, {**index(shape, SIZES), "v": pa.array(read, pa.string())})


def characters(cases):
    """Single characters, joined by xarray along their last dimension."""
    for zarr_format in 2, 3:
        for chunks in [(3, 8), (2, 3)]:
            name = f"characters-v{zarr_format}-{chunks[1]}"
            path = cases.path(name)
            group = zarr.open_group(path, mode="w", zarr_format=zarr_format)
            fixed = np.array([b"oslo", b"bern\xc3\xa9", b"", b"a b", b"trondhei"], "S8")
            create(group, "station", fixed.view("S1").reshape(5, 8), ["station", "n"], chunks=chunks, fill_value=b"")
            create(group, "t", np.arange(5, dtype="i4"), ["station"], fill_value=None if zarr_format == 2 else 0)
            read = opened(path)
            assert read["station"].shape == (5,)
            stations = [plain(value) for value in read["station"].values.tolist()]
            columns = {"station": pa.array(stations, pa.string()), "t": pa.array(range(5), pa.int32())}
            cases.add_table(name, columns)


def names(cases):
    """Coordinates that are texts."""
    for zarr_format in 2, 3:
        path = cases.path(f"names-v{zarr_format}")
        dataset = xr.Dataset(
            {"t": (("time", "name"), cases.values("i4", (3, 4)))},
            coords={"name": np.array(["b", "a", "\U0001f600", "é"]), "time": np.array(["2020-01-01", "NaT", "1900-05-06"], "M8[s]")},
        )
        dataset.to_zarr(path, zarr_format=zarr_format, encoding={"t": {"chunks": (2, 3)}})
        read = opened(path)
        times = np.repeat(read["time"].values.astype("M8[us]"), 4)
        columns = {
            "time": pa.array(times, pa.timestamp("us")),
            "name": pa.array(list(read["name"].values) * 3, pa.string()),
            "t": pa.array(read["t"].values.reshape(-1), pa.int32()),
        }
        cases.add_table(f"names-v{zarr_format}", columns)


def times(cases):
    """datetime64 and timedelta64 in every unit, and NaT."""
    for zarr_format in 2, 3:
        for kind, unit in [(kind, unit) for kind in "Mm" for unit in UNITS]:
            name = f"numpy-{kind}8-{unit}-v{zarr_format}"
            path = cases.path(name)
            group = zarr.open_group(path, mode="w", zarr_format=zarr_format)
            most = {"Y": 200, "M": 2000}.get(unit, 90_000)
            counts = cases.rng.integers(-most, most, 9)
            counts[[0, 4]] = 0, np.iinfo("i8").min
            create(group, "v", counts.view(f"{kind}8[{unit}]"), ["x"], fill_value=np.array([0], f"{kind}8[{unit}]")[0])
            read = opened(path)["v"].values
            if kind == "m" and unit in "YM":
                values = pa.array([None if np.isnat(v) else int(v.astype("i8")) for v in read], pa.int64())
            else:
                micros = read.astype(f"{kind}8[us]")
                values = pa.array(micros, pa.timestamp("us")) if kind == "M" else pa.array(micros, pa.duration("us")).cast(pa.int64())
            cases.add_table(name, {"x": np.arange(9), "v": values})


def complexes(cases):
    shape = tuple(SIZES.values())
    for zarr_format in 2, 3:
        for dtype in "c8", "c16":
            for order in "<", ">":
                name = f"complex-{dtype}-v{zarr_format}-{'big' if order == '>' else 'little'}"
                path = cases.path(name)
                group = zarr.open_group(path, mode="w", zarr_format=zarr_format)
                values = (cases.rng.normal(0, 9, shape) + 1j * cases.rng.normal(0, 9, shape)).astype(dtype)
                values[0, :4] = 0, complex(-0.0, 0.0), complex(np.nan, 1), complex(np.inf, -2)
                how = {"dtype": order + dtype} if zarr_format == 2 else {"serializer": BytesCodec(endian={"<": "little", ">": "big"}[order])}
                create(group, "v", values, list(SIZES), fill_value=0, **how)
                part = pa.float32() if dtype == "c8" else pa.float64()
                read = []
                for value in opened(path)["v"].values.reshape(-1):
                    real, imaginary = (None if np.isnan(each) else float(each) for each in (value.real, value.imag))
                    # both parts of a masked number are NaN, and of no other number here
                    read.append(None if real is None and imaginary is None else {"re": real, "im": imaginary})
                struct = pa.struct([("re", part), ("im", part)])
                cases.add_table(name, {**index(shape, SIZES), "v": pa.array(read, struct)})


RECORD = np.dtype([("k", "u1"), ("f", "<f4"), ("p", [("x", "<i2"), ("s", "S3")]), ("u", "<U2"), ("t", "<M8[s]")])
RECORD_TYPE = pa.struct(
    [
        ("k", pa.int16()),
        ("f", pa.float32()),
        ("p", pa.struct([("x", pa.int16()), ("s", pa.string())])),
        ("u", pa.string()),
        ("t", pa.timestamp("us")),
    ]
)


def records(cases):
    """Of zarr-python's values: xarray refuses records with a fill value."""
    for zarr_format in 2, 3:
        if zarr_format == 2:
            dtype, kind = np.dtype([each for each in RECORD.descr if each[0] != "p"]), pa.struct([f for f in RECORD_TYPE if f.name != "p"])
        else:
            dtype, kind = RECORD, RECORD_TYPE
        path = cases.path(f"records-v{zarr_format}")
        group = zarr.open_group(path, mode="w", zarr_format=zarr_format)
        values = np.zeros(7, dtype)
        values["k"] = cases.rng.integers(0, 256, 7)
        values["f"] = cases.rng.normal(0, 1, 7)
        values["f"][2] = np.nan
        values["u"] = words(cases.rng, 7, 2)
        values["t"] = cases.rng.integers(-(10**9), 10**9, 7).view("M8[s]")
        if zarr_format == 3:
            values["p"]["x"] = cases.rng.integers(-99, 99, 7)
            values["p"]["s"] = [b"", b"a", b"ab", b"abc", b"z", b"\xc3\xa9", b"~"]
        array = create(group, "v", values, ["x"], chunks=(3,), fill_value=values[0], compressors=None)
        read = [record(each) for each in array[...]]
        cases.add_table(f"records-v{zarr_format}", {"x": np.arange(7), "v": pa.array(read, kind)})


def record(value):
    fields = {}
    for name in value.dtype.names:
        field = value[name]
        if field.dtype.names:
            field = record(field)
        elif field.dtype.kind == "M":
            field = field.astype("M8[us]").item()
        else:
            field = plain(field.item())
        fields[name] = field
    return fields


def typed(cases):
    for family in texts, characters, names, times, complexes, records:
        family(cases)
