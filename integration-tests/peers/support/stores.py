"""One small store for each feature of the format, and the cells that its writer reads from it."""

import json
import os
import shutil

import numpy as np
import zarr

V2, V3 = 2, 3


class Stores:
    """Collects features: a name, a store, who wrote it, and what Spark must show.

    Cells are JSON: numbers of float types as C99 hexadecimal text, bytes as hexadecimal text, times as ISO text,
    durations as microseconds, structs and arrays as lists, missing as null; in C order of the array.
    """

    def __init__(self, directory, writer):
        self.directory = directory
        self.writer = writer
        self.features = []

    def path(self, identifier):
        path = os.path.join(self.directory, identifier.replace("/", "-") + ".zarr")
        shutil.rmtree(path, ignore_errors=True)
        return path

    def entry(self, identifier, name, variant, zarr_format, path, options, writer):
        entry = {
            "id": identifier,
            "area": identifier.split("/")[0],
            "name": name,
            "variant": variant,
            "format": zarr_format,
            "writer": writer or self.writer,
            "path": os.path.relpath(path, self.directory),
            "options": options or {},
        }
        self.features.append(entry)
        return entry

    def reads(self, identifier, name, variant, zarr_format, path, values, options=None, writer=None, column="value", kind=None):
        """A store that is read. values: the array that its writer reads."""
        entry = self.entry(identifier, name, variant, zarr_format, path, options, writer)
        values = np.asarray(values) if not isinstance(values, np.ndarray) else values
        entry["column"] = column
        entry["type"] = kind or sql_type(values)
        entry["shape"] = list(values.shape)
        entry["cells"] = [cell(value, values.dtype) for value in values.reshape(-1)]

    def refuses(self, identifier, name, variant, zarr_format, path, words, writer=None):
        """A group with an array `good`, which is read, and an array `bad`, which is refused with these words."""
        self.entry(identifier, name, variant, zarr_format, path, None, writer).update(refused=words, good=[1, 2, 3])

    def refuses_all(self, identifier, name, variant, zarr_format, path, words, writer=None):
        """A store of which nothing is read."""
        self.entry(identifier, name, variant, zarr_format, path, None, writer)["refused"] = words

    def array(self, identifier, name, variant, values, zarr_format=V3, chunks=None, rows=None, options=None, writer=None, **how):
        """Writes an array, its last chunks left out, and keeps what is read back. how: as zarr.create_array."""
        path = self.path(identifier)
        create(path, values, zarr_format, chunks, rows, **how)
        self.reads(identifier, name, variant, zarr_format, path, zarr.open_array(path, mode="r")[...], options, writer)
        return path

    def save(self, file):
        with open(os.path.join(self.directory, file), "w") as out:
            json.dump(self.features, out, indent=1, ensure_ascii=False)


def create(path, values, zarr_format, chunks=None, rows=None, **how):
    """An array with the first rows written; by default all but those of the last chunks."""
    chunks = chunks or tuple(max(1, (n + 1) // 2 - 1) for n in values.shape)
    how.setdefault("dtype", values.dtype)
    array = zarr.create_array(path, shape=values.shape, chunks=chunks, zarr_format=zarr_format, **how)
    if values.shape == ():
        array[...] = values
        return array
    rows = rows if rows is not None else (values.shape[0] - 1) // chunks[0] * chunks[0]
    if rows:
        array[:rows] = values[:rows]
    return array


def edit(path, change, file="zarr.json"):
    """Rewrites one document of a store, as somebody's editor would."""
    file = os.path.join(path, file)
    with open(file) as source:
        document = json.load(source)
    change(document)
    with open(file, "w") as target:
        json.dump(document, target)


def floating(value):
    value = float(value)
    return "nan" if value != value else value.hex()


def cell(value, dtype):
    """A cell as Spark must show it."""
    kind = dtype.kind
    if kind == "b":
        return bool(value)
    if kind in "iu":
        return int(value)
    if kind == "f":
        return floating(value)
    if kind == "c":
        return [floating(value.real), floating(value.imag)]
    if kind == "S":
        return bytes(value).decode()
    if kind == "U" or kind == "T":
        return str(value)
    if kind == "M" or kind == "m":
        return time(value, dtype)
    if kind == "V" and dtype.names:
        return [field(value[name], dtype[name]) for name in dtype.names]
    if kind == "V":
        return value.tobytes().hex()
    if isinstance(value, (bytes, np.bytes_)):
        return bytes(value).hex()
    if isinstance(value, np.ndarray):
        return [cell(item, value.dtype) for item in value]
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def field(value, dtype):
    """A field of a struct: perhaps a small array itself."""
    if dtype.subdtype is None:
        return cell(value, dtype)
    item = dtype.subdtype[0]
    return [field(each, np.dtype((item, value.shape[1:])) if value.ndim > 1 else item) for each in value]


SECONDS = {"W": 604800, "D": 86400, "h": 3600, "m": 60, "s": 1}
PARTS = {"ms": 10**3, "us": 10**6, "ns": 10**9, "ps": 10**12, "fs": 10**15, "as": 10**18}


def time(value, dtype):
    """Microseconds, finer ones floored: a date as ISO text, a duration as their number."""
    unit, step = np.datetime_data(dtype)
    count = int(value.astype("i8"))
    if count == -(2**63):
        return None
    if unit == "generic" or (dtype.kind == "m" and unit in "YM"):
        return count
    count *= step
    if unit in "YM":
        month = count * (12 if unit == "Y" else 1)
        micros = int(np.datetime64(month, "M").astype("M8[us]").astype("i8"))
    elif unit in SECONDS:
        micros = count * SECONDS[unit] * 10**6
    else:
        micros = count * 10**6 // PARTS[unit]
    return str(np.datetime64(micros, "us")) if dtype.kind == "M" else micros


NUMBERS = {
    "b1": "boolean", "i1": "tinyint", "i2": "smallint", "i4": "int", "i8": "bigint", "u1": "smallint", "u2": "int",
    "u4": "bigint", "u8": "decimal(20,0)", "f2": "float", "f4": "float", "f8": "double",
    "c8": "struct<re:float,im:float>", "c16": "struct<re:double,im:double>",
}  # fmt: skip


def sql_type(values):
    """Spark's name of the column's type."""
    first = values.reshape(-1)[0] if values.size else ""
    if values.dtype.kind != "O":
        return sql_type_of(values.dtype)
    if isinstance(first, (bytes, np.bytes_)):
        return "binary"
    return "array<" + sql_type_of(first.dtype) + ">" if isinstance(first, np.ndarray) else "string"


def sql_type_of(dtype):
    if dtype.subdtype is not None:
        item, shape = dtype.subdtype
        return "array<" * len(shape) + sql_type_of(item) + ">" * len(shape)
    if dtype.kind in "SUT":
        return "string"
    if dtype.kind in "Mm":
        unit = np.datetime_data(dtype)[0]
        if unit == "generic" or (dtype.kind == "m" and unit in "YM"):
            return "bigint"
        return "timestamp_ntz" if dtype.kind == "M" else "interval day to second"
    if dtype.kind == "V" and dtype.names:
        return "struct<" + ",".join(name + ":" + sql_type_of(dtype[name]) for name in dtype.names) + ">"
    return "binary" if dtype.kind == "V" else NUMBERS[dtype.str[1:]]
