"""Writes times.json, values.json, decimals.json, numpy-times.json and texts.json: what xarray, cftime and numpy make of numbers and attributes; and
encoded.json: what xarray writes for values and encodings.

    pip install "zarr==3.1.6" "xarray==2026.9.0" "cftime==1.6.6.1" "pandas==3.1.1" "numpy==2.4.6"
    python generate.py

One case per line. A missing value is null; floats are hexadecimal, so that they are exact; stored elements are
hexadecimal bytes, little-endian.
"""

import base64
import itertools
import json
import struct
import warnings
from pathlib import Path

import numpy as np
import xarray as xr
import zarr

warnings.simplefilter("ignore")
HERE = Path(__file__).parent

CALENDARS = ["standard", "gregorian", "proleptic_gregorian", "julian", "noleap", "365_day", "all_leap", "366_day", "360_day"]
UNITS = ["days", "day", "d", "hours", "hr", "h", "minutes", "min", "seconds", "sec", "s", "milliseconds", "msec", "microseconds"]
REFERENCES = [
    "2000-01-01", "1970-01-01 00:00:00", "1-1-1 00:00:0.0", "1900-1-1 6:30:15.25", "0850-03-01T12:00:00",
    "1582-10-15", "1582-10-04 23:00", "2001-02-28T00:00:00Z", "1999-12-31 18:00:00 +02:00", "2000-02-29",
    "2023-07-15 12:00:00.123456", "1600-12-30",
]
NUMBERS = {
    "int64": [0, 1, -1, 58, 59, 60, 365, 366, -366, 1000, -1000, 40000, 146097, -200000, 730120, 1000000],
    "float64": [0.0, 0.5, -0.25, 0.1, 1 / 3, -0.7, 59.999999, 365.2425, -1e-5, 12345.678, 730120.5],
}


def label(value):
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            return None
        micros = int(value.astype("datetime64[ns]").astype("int64")) // 1000
        text = str(np.datetime64(micros, "us"))
        return text[:19] if text.endswith(".000000") else text
    return None if value is None or value != value else value.isoformat()


def decode(data, attributes):
    return xr.decode_cf(xr.Dataset({"t": ("x", data, attributes)}))["t"].values


def times():
    for calendar, unit, reference in itertools.product(CALENDARS, UNITS, REFERENCES):
        # Every unit, and every other name of a calendar, once; every reference with two units.
        if reference != "2001-02-28T00:00:00Z" and (unit not in ("days", "hours") or calendar in ("gregorian", "365_day", "366_day")):
            continue
        attributes = {"units": f"{unit} since {reference}", "calendar": calendar}
        for dtype, numbers in NUMBERS.items():
            labels = []
            kept = []
            # One by one: xarray rounds all values of an array as the one that is farthest away.
            for number in numbers:
                try:
                    value = decode(np.array([number], dtype), attributes)[0]
                except ValueError:
                    continue
                kept.append(number)
                labels.append(label(value))
            # No label at all: xarray refuses the reference date.
            yield {**attributes, "dtype": dtype, "numbers": [hexadecimal(n) if dtype == "float64" else n for n in kept], "labels": labels}


def hexadecimal(number):
    number = float(number)
    return None if number != number else number.hex() if abs(number) != float("inf") else str(number)


def attribute_sets(dtype, form):
    kind = np.dtype(dtype).kind

    def fill(value):
        if form == 3 and kind == "f":
            return base64.b64encode(struct.pack("<d", value)).decode()
        return value

    yield {}
    yield {"missing_value": 7}
    yield {"missing_value": [7, 9]}
    yield {"scale_factor": 0.01}
    yield {"scale_factor": 0.1, "add_offset": 273.15}
    yield {"add_offset": 10}
    yield {"scale_factor": 0.5, "add_offset": 3, "missing_value": 7}
    yield {"units": "days"}
    if form == 3:
        yield {"_FillValue": fill(7)}
        yield {"_FillValue": fill(7), "missing_value": 9}
        yield {"_FillValue": fill(7), "scale_factor": 0.1, "add_offset": -5.5}
    if kind in "iu":
        yield {"scale_factor": 3}
        yield {"dtype": "bool"}
        yield {"_Unsigned": "true"}
        yield {"_Unsigned": "false"}
        if kind == "i":
            yield {"_Unsigned": "true", "scale_factor": 0.5}
            # Of 64 bits xarray compares float64, and masks the neighbours too.
            if form == 3 and np.dtype(dtype).itemsize < 8:
                yield {"_Unsigned": "true", "_FillValue": -1}
        yield {"units": "hours", "dtype": "timedelta64[ns]"}
        yield {"units": "hours", "dtype": "timedelta64[ns]", "missing_value": 7}
        yield {"units": "days since 2001-01-01", "missing_value": 7}
    if kind == "f":
        yield {"units": "days", "dtype": "timedelta64[ns]"}
        yield {"units": "seconds", "dtype": "timedelta64[s]"}
        yield {"units": "milliseconds", "dtype": "timedelta64[ns]", "missing_value": 7}
        yield {"units": "hours since 2001-01-01", "missing_value": 7}


def elements(dtype):
    kind = np.dtype(dtype)
    if kind.kind == "f":
        numbers = [0, -0.0, 1, 7, 9, -2.5, 0.1, 1000.123, np.nan]
    elif kind.kind == "u":
        numbers = [0, 1, 7, 9, 100, np.iinfo(kind).max if kind.itemsize < 8 else 2**53]
    else:
        numbers = [0, 1, -1, 7, 9, 100, -100]
        if kind.itemsize < 4:
            numbers += [np.iinfo(kind).max, np.iinfo(kind).min]
    return np.array(numbers, kind)


def plain(value):
    if isinstance(value, (np.datetime64, np.timedelta64)):
        return None if np.isnat(value) else str(int(value.astype(value.dtype.str[:3] + "[ns]").astype("int64")) // 1000)
    if isinstance(value, (bool, np.bool_)):
        return str(int(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    return hexadecimal(value)


def values():
    kinds = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
    for form, dtype in itertools.product([2, 3], kinds):
        data = elements(dtype)
        fills = [None, 7] if form == 2 else [0]
        for fill, attributes in itertools.product(fills, attribute_sets(dtype, form)):
            memory = zarr.storage.MemoryStore()
            group = zarr.create_group(memory, zarr_format=form)
            keywords = {"dimension_names": ["x"]} if form == 3 else {}
            array = group.create_array("v", shape=data.shape, dtype=data.dtype, fill_value=fill, **keywords)
            array[:] = data
            array.attrs.update(attributes if form == 3 else {**attributes, "_ARRAY_DIMENSIONS": ["x"]})
            try:
                decoded = xr.open_zarr(memory, consolidated=False, chunks=None)["v"].values
            except Exception as error:  # noqa: BLE001
                print("xarray refuses", form, dtype, fill, attributes, error)
                continue
            yield {
                "format": form,
                "dtype": dtype,
                "fill": None if fill is None else np.array([fill], dtype).tobytes().hex(),
                "attributes": attributes,
                "elements": data.tobytes().hex(),
                "decoded": str(decoded.dtype),
                "values": [plain(value) for value in decoded],
            }


def decimals():
    random = np.random.default_rng(20240229)
    bits = random.integers(0, 2**32, 1500, dtype=np.uint32)
    near = (random.integers(-18000, 18000, 500) / random.choice([10, 100, 1000, 4, 3], 500)).astype("f4").view("u4")
    special = np.array([0.1, 10.1, 2e-45, 1.17549435e-38, 3.4028235e38, 2.0**24, 2.0**25, 1e10, 1.1e-10, 8.5e15, 1.0e15, 2.2250738e-38, 9.5e-10], "f4").view("u4")
    for each in itertools.chain(bits, near, special):
        number = np.uint32(each).view("f4")
        if np.isfinite(number):
            yield {"bits": int(each), "decimal": np.format_float_scientific(number, unique=True)}


SECONDS = {"Y": 32e6, "M": 3e6, "W": 604800, "D": 86400, "h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "ps": 1e-12, "fs": 1e-15, "as": 1e-18}


def numpy_times():
    """Counts of numpy's times in microseconds since 1970, or alone; null for NaT."""
    random = np.random.default_rng(20241103)
    for clock, unit, multiplier in itertools.product("Mm", SECONDS, [1, 7, 1000]):
        if clock == "m" and unit in "YM":
            continue
        counts = np.concatenate([[0, 1, -1, 11, -11, 12, -12, 13, -13, 999, -999, 1001, -1001, np.iinfo("i8").min], random.integers(-200, 200, 5), random.integers(-10**5, 10**5, 5), random.integers(-10**9, 10**9, 10)])
        step = multiplier * SECONDS[unit]  # beyond 64 bits of microseconds numpy wraps around
        counts = counts[(abs(counts.astype("f8")) * step < 2**63 / 1e6) | (counts == np.iinfo("i8").min)]
        dtype = f"{clock}8[{'' if multiplier == 1 else multiplier}{unit}]"
        micros = counts.astype("i8").view(dtype).astype(f"{clock}8[us]")
        yield {
            "clock": "datetime64" if clock == "M" else "timedelta64",
            "unit": unit,
            "multiplier": multiplier,
            "counts": [int(count) for count in counts],
            "micros": [None if np.isnat(each) else int(each.astype("i8")) for each in micros],
        }


def texts():
    """Fixed-length texts and bytes as numpy stores them, and as it gives them back."""
    random = np.random.default_rng(20241104)
    planes = [(0x20, 0x7F), (0x80, 0x800), (0x800, 0xD800), (0xE000, 0x10000), (0x10000, 0x110000)]
    for length in [1, 2, 3, 5, 16]:
        words = ["", "\0a"[:length], "a\0b"[:length]]
        for _ in range(40):
            start, stop = planes[random.integers(len(planes))]
            words.append("".join(chr(c) for c in random.integers(start, stop, random.integers(length + 1))))
        array = np.array(words, f"<U{length}")
        yield {"type": "U", "length": length, "elements": array.tobytes().hex(), "values": [each.encode().hex() for each in array.tolist()]}
        cut = [word.encode()[:length] for word in words]
        array = np.array([word for word in cut if is_text(word)], f"S{length}")
        yield {"type": "S", "length": length, "elements": array.tobytes().hex(), "values": [each.hex() for each in array.tolist()]}


def encoded():
    """Columns with an encoding, and the array that xarray writes for them: data type, attributes, elements."""
    random = np.random.default_rng(20261121)
    nan, nat = float("nan"), np.datetime64("NaT")
    floats = np.concatenate([[0.0, -0.0, 1.5, nan, 2.25, -3.75, 100.125], random.normal(0, 50, 60)])
    whole = np.array([0, 1, -1, 7, 100, -100, 42])
    days = np.array(["2000-01-01", "1999-12-31", "2024-02-29", "1970-01-01", "1600-03-01"], "M8[us]")
    axes = [
        days,
        np.array(["2000-01-01T05"], "M8[us]"),
        np.array(["2000-01-01T05", "2000-01-01T17", "2000-01-02T05:00"], "M8[us]"),
        np.array(["2000-01-01T05", "2000-01-01T05:30", "2000-01-02"], "M8[us]"),
        np.array(["1850-01-01T00:00:01", "1850-01-02", "1850-01-03"], "M8[us]"),
        np.array(["2000-01-01T00:00:00.001", "2000-01-01T00:00:00.003"], "M8[us]"),
        np.array(["2000-01-01T00:00:00.000001", "2000-01-02"], "M8[us]"),
        np.array(["0900-01-01", "0900-01-03"], "M8[us]"),
        np.array([], "M8[us]"),
    ]
    for axis in axes:
        yield from as_xarray_writes("x", axis, {})
    for spans in ([1, 3], [1000, -3000], [10**6, 0], [3600 * 10**6], [86400 * 10**6, 2 * 86400 * 10**6], [0, 0]):
        yield from as_xarray_writes("x", np.array(spans, "m8[us]"), {})
    for encoding in (
        {"units": "hours since 1900-01-01", "dtype": "int32", "calendar": "proleptic_gregorian"},
        {"units": "days since 2000-01-01", "dtype": "float64", "calendar": "proleptic_gregorian"},
        {"units": "seconds since 1990-01-01T12:30:00", "dtype": "int64", "calendar": "standard"},
        {"units": "minutes since 1950-01-01", "dtype": "int32", "calendar": "proleptic_gregorian", "_FillValue": -1},
        {"units": "days since 2000-01-01", "dtype": "float32", "calendar": "proleptic_gregorian", "_FillValue": 1e20},
    ):
        holds_nat = encoding["dtype"] != "int32" or "_FillValue" in encoding
        yield from as_xarray_writes("v", np.append(days[:4], nat) if holds_nat else days[:4], encoding)
    for encoding in ({"units": "hours", "dtype": "int32"}, {"units": "days", "dtype": "float64"}, {"units": "minutes", "_FillValue": -1, "dtype": "int64"}):
        yield from as_xarray_writes("v", np.array([0, 1, -5, 1000], "m8[D]").astype("m8[us]"), encoding)
    for dtype in ("f4", "f8"):
        for encoding in (
            {},
            {"_FillValue": -9999.0},
            {"_FillValue": 1e20},
            {"missing_value": -999.0},
            {"missing_value": -999.0, "_FillValue": -999.0},
            {"dtype": "float32"},
            {"dtype": "float16"},
            {"dtype": "int16", "scale_factor": 0.01, "_FillValue": -32768},
            {"dtype": "int16", "scale_factor": 0.01, "add_offset": 7.3, "_FillValue": -32768},
            {"dtype": "int8", "scale_factor": 2.5, "add_offset": -100.0, "_FillValue": 127},
            {"dtype": "uint16", "scale_factor": 0.01, "add_offset": -300.0, "_FillValue": 65535},
            {"dtype": "int8", "scale_factor": 2.0, "add_offset": 0.5, "_FillValue": -1, "_Unsigned": "true"},
        ):
            values = floats.astype(dtype)
            if "_Unsigned" in encoding:
                values = abs(values)
            yield from as_xarray_writes("v", values, encoding)
        yield from as_xarray_writes("v", floats.astype("f8"), {"dtype": "int32", "scale_factor": 1e-6, "_FillValue": -(2**31)})
        yield from as_xarray_writes("v", np.array([1.0, nan, -7.0, 100.0], dtype), {"dtype": "int32", "_FillValue": -1000})
    for dtype in ("i1", "i2", "i4", "i8"):
        for encoding in ({}, {"_FillValue": -77}, {"missing_value": -77}, {"dtype": "int8"}, {"dtype": "int64", "_FillValue": 99}, {"dtype": "float64"}):
            yield from as_xarray_writes("v", whole.astype(dtype), encoding)
    yield from as_xarray_writes("v", np.array([0, 1, 2**63, 2**64 - 1], "u8"), {})
    yield from as_xarray_writes("v", np.array([True, False, True]), {})
    yield from as_xarray_writes("v", np.array([1 + 2j, 3 - 0j]), {})
    yield from as_xarray_writes("v", np.array([1 + 2j, 3 - 0j], "c8"), {})
    words = np.array(["", "a", "caf\u00e9", "\u20ac\U0001f600"], object)
    for encoding in ({}, {"dtype": "<U9"}, {"dtype": "<U9", "_FillValue": "zz"}):
        yield from as_xarray_writes("v", words, encoding)


def as_xarray_writes(name, values, encoding):
    for form in (2, 3):
        memory = zarr.storage.MemoryStore()
        xr.Dataset({name: xr.Variable("x", values, encoding=encoding)}).to_zarr(memory, zarr_format=form, consolidated=False)
        array = zarr.open_array(memory, path=name, mode="r")
        stored = array[:]
        attributes = {key: value for key, value in array.attrs.asdict().items() if key != "_ARRAY_DIMENSIONS"}
        text = stored.dtype.kind in "OT"
        yield {
            "format": form,
            "column": "str" if values.dtype.kind == "O" else values.dtype.str[1:],
            "axis": name == "x",
            "encoding": encoding,
            "values": [word.encode().hex() for word in values] if values.dtype.kind == "O" else values.tobytes().hex(),
            "dtype": "string" if text else stored.dtype.str,
            "attributes": attributes,
            "fill": None if array.metadata.fill_value is None or text else np.array(array.metadata.fill_value, stored.dtype).tobytes().hex(),
            "elements": [word.encode().hex() for word in stored.tolist()] if text else stored.tobytes().hex(),
        }


def is_text(word):
    try:
        word.decode()
        return True
    except UnicodeDecodeError:
        return False


def write(name, cases):
    lines = [json.dumps(case, ensure_ascii=True) for case in cases]
    (HERE / name).write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(name, len(lines))


if __name__ == "__main__":
    write("times.json", times())
    write("values.json", values())
    write("decimals.json", decimals())
    write("numpy-times.json", numpy_times())
    write("texts.json", texts())
    write("encoded.json", encoded())
