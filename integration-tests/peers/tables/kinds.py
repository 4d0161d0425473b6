"""Columns of DataFrames: what Spark has, and what has to be in the store for it."""

import datetime

import numpy as np
import pyarrow as pa

EPOCH = np.datetime64("1970-01-01", "us")
NAT = np.iinfo("int64").min
MICROSECOND = np.timedelta64(1, "us")


class Column:
    """A column.

    values: one for each cell, as stored, without masks; arrow: one for each cell, for Parquet; expression: of what
    Parquet holds; missing: what stands for missing, in stored form, or None when there is no room.
    """

    def __init__(self, kind, values, arrow, attributes=None, encoding=None, missing=None, expression=None, fill=None):
        self.kind = kind
        self.values = values
        self.arrow = arrow
        self.attributes = attributes or {}
        self.encoding = encoding or {}
        self.missing = missing
        self.expression = expression or "{}"


def pick(rng, options):
    return options[int(rng.integers(len(options)))]


def whole(rng, count, bits):
    least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return rng.integers(least, most, count, endpoint=True)


def boolean(rng, count, room, v3):
    values = rng.random(count) < 0.5
    if room:
        stored = values.astype("i1")
        fill = np.int8(-1)
        return Column("boolean", stored, pa.array(values), {"_FillValue": fill, "dtype": "bool"},
                      {"dtype": "int8", "_FillValue": -1}, fill)  # fmt: skip
    return Column("boolean", values, pa.array(values))


def integer(rng, count, room, v3):
    bits = pick(rng, [8, 16, 32, 64])
    kept = pick(rng, [b for b in (8, 16, 32, 64) if b <= bits])
    values = whole(rng, count, kept)
    unsigned = rng.random() < 0.2
    if unsigned:
        values = values & (2 ** (kept - 1) - 1)
    dtype = np.dtype(("u" if unsigned and (kept < bits or rng.random() < 0.5) else "i") + str(kept // 8))
    arrow = pa.array(values.astype(f"i{bits // 8}"))
    encoding = {} if dtype == np.dtype(f"i{bits // 8}") else {"dtype": pick(rng, [dtype.name, dtype.str])}
    if not room:
        return Column("integer", values.astype(dtype), arrow, {}, encoding)
    fill = np.iinfo(dtype).max if dtype.kind == "u" else np.iinfo(dtype).min
    values = np.where(values == fill, 7, values).astype(dtype)
    arrow = pa.array(values.astype(f"i{bits // 8}"))
    encoding["_FillValue"] = int(fill)
    return Column("integer", values, arrow, {"_FillValue": dtype.type(fill)}, encoding, dtype.type(fill))


def floating(rng, count, room, v3):
    width = pick(rng, [4, 8])
    form = pick(rng, ["plain", "plain", "narrow", "packed", "fill"])
    arrow_type = f"f{width}"
    if form == "packed":
        factor, offset = pick(rng, [(0.5, 0.0), (0.01, 273.15), (0.1, -5.0), (2.0, 100.0)])
        dtype = np.dtype(pick(rng, ["i1", "i2", "u2"]))
        least = np.iinfo(dtype).min + 1
        values = rng.integers(least, min(np.iinfo(dtype).max, 30000), count).astype(dtype)
        fill = dtype.type(np.iinfo(dtype).min)
        arrow = pa.array((values.astype("f8") * factor + offset).astype(arrow_type))
        attributes = {"scale_factor": factor, "_FillValue": fill}
        encoding = {"dtype": dtype.name, "scale_factor": factor, "_FillValue": int(fill)}
        if offset:
            attributes["add_offset"] = encoding["add_offset"] = offset
        return Column("packed", values, arrow, attributes, encoding, fill)
    special = np.array([np.inf, -np.inf, -0.0, 1e-40, 3.4e38])
    values = rng.normal(0, 1000, count)
    odd = rng.random(count) < 0.1
    values[odd] = rng.choice(special, odd.sum())
    if form == "narrow":
        dtype = np.dtype(pick(rng, ["f2", "f4"] if width == 8 else ["f2"]))
        values = rng.integers(-2000, 2000, count) * 0.5
        encoding = {"dtype": dtype.name}
    else:
        dtype = np.dtype(arrow_type)
        values = values.astype(dtype)
        encoding = {}
    fill = dtype.type(np.nan)
    if form == "fill":
        fill = dtype.type(-999.5)
        encoding["_FillValue"] = -999.5
    return Column("float", values.astype(dtype), pa.array(values.astype(arrow_type)), {"_FillValue": fill}, encoding, fill)


def decimal(rng, count, room, v3):
    precision = int(rng.integers(1, 19))
    scale = int(rng.integers(0, precision + 1))
    values = rng.integers(-(10**precision) + 1, 10**precision, count)
    import decimal as d

    exact = [d.Decimal(int(v)).scaleb(-scale, d.Context(prec=40)) for v in values]
    arrow = pa.array(exact, pa.decimal128(precision, scale))
    attributes = {"scale_factor": float(f"1e-{scale}")} if scale else {}
    encoding = {}
    missing = None
    if room:
        missing = np.int64(NAT)
        attributes["_FillValue"] = missing
        encoding = {"_FillValue": NAT}
    return Column("decimal", values, arrow, attributes, encoding, missing)


def instants(rng, count, step=MICROSECOND, years=(1800, 2200)):
    first = np.datetime64(str(years[0]), "us")
    steps = (np.datetime64(str(years[1]), "us") - first) // step
    return first + rng.integers(0, int(steps), count) * step


def times(rng, count, room, v3):
    type_ = pick(rng, ["timestamp_ntz", "timestamp", "date"])
    unit, step, words = pick(rng, [("us", "us", "microseconds"), ("s", "s", "seconds"), ("h", "h", "hours"), ("D", "D", "days")])
    if type_ == "date":
        unit = step = "D"
        words = "days"
    moments = instants(rng, count, np.timedelta64(1, step).astype("m8[us]"))
    zone = "UTC" if type_ == "timestamp" else None
    arrow = pa.array(moments.astype("M8[D]")) if type_ == "date" else pa.array(moments, pa.timestamp("us", zone))
    fill = np.int64(NAT)
    if rng.random() < 0.5:
        since = (moments - EPOCH) // MICROSECOND
        attributes = {"units": "microseconds since 1970-01-01", "calendar": "proleptic_gregorian"}
        return Column("times", since.astype("i8"), arrow, attributes, {}, fill)
    reference = pick(rng, ["1970-01-01", "2000-02-29", "1900-01-01"])
    calendar = pick(rng, ["proleptic_gregorian", "standard"])
    since = (moments - np.datetime64(reference, "us")) // np.timedelta64(1, unit).astype("m8[us]")
    attributes = {"units": f"{words} since {reference}", "calendar": calendar}
    encoding = dict(attributes)
    dtype = np.dtype("i8")
    if unit == "D" and rng.random() < 0.5:
        dtype = np.dtype(pick(rng, ["i4", "f8"]))
        encoding["dtype"] = dtype.name
        fill = dtype.type(np.nan) if dtype.kind == "f" else dtype.type(np.iinfo(dtype).min)
        attributes["_FillValue"] = fill
        if dtype.kind == "i":
            encoding["_FillValue"] = int(fill)
    return Column("times", since.astype(dtype), arrow, attributes, encoding, fill)


def interval(rng, count, room, v3):
    micros = rng.integers(-(10**15), 10**15, count)
    unit = pick(rng, [None, "seconds", "hours"])
    dtype_attribute = {"dtype": "timedelta64[us]"}
    if unit is None:
        column = Column("interval", micros, pa.array(micros), {"units": "microseconds", **dtype_attribute}, {}, np.int64(NAT))
    else:
        seconds = {"seconds": 1, "hours": 3600}[unit]
        values = rng.integers(-(10**5), 10**5, count)
        column = Column("interval", values, pa.array(values * seconds * 10**6), {"units": unit, **dtype_attribute},
                        {"units": unit}, np.int64(NAT))  # fmt: skip
    column.expression = "interval '0.000001' second * {}"
    return column


LETTERS = list("abcdeXYZ 09_-") + ["é", "ß", "→", "😀"]


def text(rng, count, room, v3):
    longest = 6
    words = ["".join(rng.choice(LETTERS, int(rng.integers(0, longest)))) for _ in range(count)]
    form = pick(rng, ["any", "any", "U"])
    arrow = pa.array(words, pa.string())
    if form == "U":
        values = np.array(words, "U7") if count else np.zeros(0, "U7")
        return Column("fixed text", values, arrow, {}, {"dtype": "U7"}, None)
    values = np.array(words, object) if count else np.zeros(0, object)
    if not room:
        return Column("text", values, arrow)
    return Column("text", values, arrow, {"missing_value" if v3 else "_FillValue": "n/a"}, {"_FillValue": "n/a"}, "n/a")


def binary(rng, count, room, v3):
    values = np.empty(count, object)
    values[:] = [rng.bytes(int(rng.integers(0, 5))) for _ in range(count)]
    return Column("binary", values, pa.array(list(values), pa.binary()))


def complex_number(rng, count, room, v3):
    width = pick(rng, [4, 8])
    parts = rng.normal(0, 10, (count, 2)).astype(f"f{width}")
    values = parts.view(f"c{width * 2}").reshape(count)
    type_ = pa.float32() if width == 4 else pa.float64()
    arrow = pa.StructArray.from_arrays([pa.array(parts[:, 0], type_), pa.array(parts[:, 1], type_)], ["re", "im"])
    return Column("complex", values, arrow, {}, {}, values.dtype.type(complex(np.nan, np.nan)))


def record(rng, count, room, v3):
    fields = [("n", "i4"), ("x", "f8"), ("b", "i1")][: int(rng.integers(1, 4))]
    values = np.zeros(count, fields)
    for name, dtype in fields:
        values[name] = rng.integers(-100, 100, count).astype(dtype)
    arrow = pa.StructArray.from_arrays([pa.array(values[name]) for name, _ in fields], [name for name, _ in fields])
    return Column("record", values, arrow)


def ragged(rng, count, room, v3):
    width = pick(rng, ["i2", "i4", "f8"])
    values = np.empty(count, object)
    for i in range(count):
        values[i] = rng.integers(-100, 100, int(rng.integers(0, 5))).astype(width)
    return Column("list", values, pa.array([v.tolist() for v in values], pa.list_(pa.from_numpy_dtype(np.dtype(width)))))


WITH_ROOM = [boolean, integer, floating, floating, decimal, times, interval, text, complex_number]


def draw(rng, count, room, v3):
    kinds = WITH_ROOM if room else WITH_ROOM + [binary] if v3 else WITH_ROOM + [binary, record]
    return pick(rng, kinds)(rng, count, room, v3)


class Axis:
    """Values of a dimension column, in the order of the store.

    values: as stored, arrow: as Spark has them; sort keys are the stored values.
    """

    def __init__(self, kind, values, arrow, attributes=None, encoding=None):
        self.kind = kind
        self.values = values
        self.arrow = arrow
        self.attributes = attributes or {}
        self.encoding = encoding or {}


def unique(draw_some, length):
    found = np.unique(draw_some(4 * length + 4))
    return found


def axis(rng, length):
    """Ascending."""
    kind = pick(rng, ["integer", "double", "float", "times", "times", "date", "text"])
    if kind == "integer":
        bits = pick(rng, [8, 16, 32, 64])
        values = some(rng, np.unique(whole(rng, 4 * length, bits)), length).astype(f"i{bits // 8}")
        return Axis(kind, values, pa.array(values))
    if kind in ("double", "float"):
        dtype = "f8" if kind == "double" else "f4"
        values = some(rng, np.unique(np.round(rng.uniform(-90, 90, 4 * length), 2).astype(dtype) + np.float32(0)), length)
        return Axis(kind, values, pa.array(values), {"_FillValue": np.dtype(dtype).type(np.nan)})
    if kind == "text":
        words = sorted({"".join(rng.choice(LETTERS, 3)) + str(i) for i in range(length)}, key=lambda t: t.encode())
        return Axis(kind, np.array(words, object), pa.array(words, pa.string()))
    step, words = pick(rng, [("us", "microseconds"), ("ms", "milliseconds"), ("s", "seconds"), ("m", "minutes"), ("h", "hours"), ("D", "days")])
    if kind == "date":
        step = "D"
    size = np.timedelta64(1, step).astype("m8[us]")
    start = instants(rng, 1, size, (1900, 2100))[0]
    moments = start + np.sort(rng.choice(5 * length, length, replace=False)) * size
    zone = pick(rng, [None, "UTC"])
    arrow = pa.array(moments.astype("M8[D]")) if kind == "date" else pa.array(moments, pa.timestamp("us", zone))
    return Axis(kind, moments, arrow)


def some(rng, values, length):
    return values[np.sort(rng.choice(len(values), min(length, len(values)), replace=False))]


UNITS = ["days", "hours", "minutes", "seconds", "milliseconds", "microseconds"]
SIZES = {"days": 86400 * 10**6, "hours": 3600 * 10**6, "minutes": 60 * 10**6, "seconds": 10**6, "milliseconds": 1000, "microseconds": 1}


def counted(moments):
    """Times of a dimension as whole numbers of the coarsest units that hold all of them, since the first."""
    since = (moments - moments[0]) // MICROSECOND
    unit = next(u for u in UNITS if not (since % SIZES[u]).any())
    first = moments[0].astype(datetime.datetime)
    return (since // SIZES[unit]).astype("i8"), {"unit": unit, "first": first}
