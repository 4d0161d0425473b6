"""Datasets that xarray writes, that Spark copies and changes, and that xarray reads again.

What they have to be then is written by xarray too, beside them: store against store, values, attributes and encodings.
"""

import json
import math

import cftime
import numpy as np
import xarray as xr
import zarr

from kinds import pick

NAMES = ["time", "y", "x"]
CALENDARS = ["standard", "proleptic_gregorian", "noleap", "360_day", "julian"]
CODER = xr.coders.CFDatetimeCoder(time_unit="us")
ENCODING = ("dtype", "scale_factor", "add_offset", "_FillValue", "missing_value", "units", "calendar", "_Unsigned")


class Variable:
    """values: decoded; encoding: for xarray; change: an expression of Spark and what numpy has for it."""

    def __init__(self, kind, values, encoding=None, change=None, attributes=None):
        self.kind = kind
        self.values = values
        self.encoding = encoding or {}
        self.change = change
        self.attributes = attributes or {}


def holes(rng, values):
    if rng.random() < 0.5:
        values = values.copy()
        values[rng.random(values.shape) < 0.2] = np.nan
    return values


def floating(rng, shape, v3):
    dtype = pick(rng, ["f2", "f4", "f8"])
    values = holes(rng, (rng.integers(-500, 500, shape) * 0.5).astype(dtype))
    encoding = pick(rng, [{}, {}, {"_FillValue": np.dtype(dtype).type(-999)}, {"_FillValue": None}])
    if encoding.get("_FillValue", 0) is None:
        values = np.nan_to_num(values)
    if rng.random() < 0.1 and "_FillValue" in encoding and encoding["_FillValue"] is not None:
        encoding["missing_value"] = encoding["_FillValue"]
    return Variable("float", values, encoding, ("{} * cast(2 as float)", lambda v: v * np.dtype(dtype).type(2)))


def packed(rng, shape, v3):
    dtype = pick(rng, ["i1", "u1", "i2", "u2", "i4"])
    factor, offset = pick(rng, [(0.5, 0.0), (0.01, 273.15), (2.0, 100.0)])
    info = np.iinfo(dtype)
    raw = rng.integers(max(info.min, -30000) + 1, min(info.max, 30000), shape).astype(dtype)
    values = holes(rng, raw.astype("f8") * factor + offset)
    fill = np.dtype(dtype).type(info.min)
    encoding = {"dtype": dtype, "scale_factor": factor, "add_offset": offset, "_FillValue": fill}
    middle = float(np.nanmedian(values)) + factor / 3 if np.isfinite(values).any() else 0.0
    change = (f"if({{0}} > double('{middle!r}'), null, {{0}})", lambda v: np.where(v > middle, np.nan, v))
    return Variable("packed", values, encoding, change)


def integer(rng, shape, v3):
    dtype = np.dtype(pick(rng, ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]))
    info = np.iinfo(dtype)
    values = rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    bound = dtype.type(77)
    if dtype == np.dtype("u8"):
        values = np.where(rng.random(shape) < 0.5, values, values >> np.uint64(2))
        return Variable("uint64", values, {}, ("least({}, cast(77 as decimal(20,0)))", lambda v: np.minimum(v, bound)))
    cast = {"i1": "tinyint", "u1": "smallint", "i2": "smallint", "u2": "int", "i4": "int", "u4": "bigint", "i8": "bigint"}[dtype.str[1:]]
    return Variable("integer", values, {}, (f"least({{}}, cast(77 as {cast}))", lambda v: np.minimum(v, bound)))


def masked_integer(rng, shape, v3):
    """xarray has floats for them."""
    dtype = np.dtype(pick(rng, ["i1", "i2", "i4", "u1", "u2"]))
    fill = dtype.type(np.iinfo(dtype).max)
    values = rng.integers(0, 100, shape).astype("f8")
    key = pick(rng, ["_FillValue", "_FillValue", "missing_value"]) if v3 else "_FillValue"
    return Variable("masked integer", holes(rng, values), {"dtype": dtype, key: fill}, ("if({0} > 50, null, {0})", lambda v: np.where(v > 50, np.nan, v)))


def boolean(rng, shape, v3):
    return Variable("boolean", rng.random(shape) < 0.5, {}, ("not {}", np.logical_not))


def text(rng, shape, v3):
    words = np.array(["", "a", "bc", "Zarr", "xyz"])[rng.integers(0, 5, shape)]
    form = pick(rng, ["object", "object", "U", "S"])
    if form == "object":
        return Variable("text", words.astype(object), {}, ("upper({})", lambda v: np.vectorize(str.upper, otypes=[object])(v)))
    if form == "U":
        return Variable("fixed text", words.astype("U6"), {}, ("upper({})", lambda v: np.char.upper(v)))
    return Variable("fixed bytes", words.astype("S6"), {}, ("upper({})", lambda v: np.char.upper(v)))


def instants(rng, shape, v3):
    moments = np.datetime64("1950-01-01", "us") + rng.integers(0, 10**6, shape) * np.timedelta64(3600 * 10**6, "us")
    if rng.random() < 0.4:
        moments = moments.copy()
        moments[rng.random(shape) < 0.2] = np.datetime64("NaT")
    encoding = pick(rng, [
        {"units": "hours since 1900-01-01", "calendar": "standard", "dtype": "i8"},
        {"units": "seconds since 1970-01-01", "calendar": "proleptic_gregorian", "dtype": "i8"},
        {"units": "days since 2000-01-01", "calendar": "standard", "dtype": "f8"},
        {"units": "hours since 1950-01-01", "dtype": "i4", "_FillValue": np.int32(-1)},
    ])  # fmt: skip
    hour = np.timedelta64(24, "h")
    return Variable("times", moments, dict(encoding), ("{} + interval 24 hours", lambda v: v + hour))


def span(rng, shape, v3):
    values = rng.integers(-1000, 1000, shape) * np.timedelta64(3600 * 10**6, "us")
    unit = pick(rng, ["hours", "seconds"])
    return Variable("interval", values, {"units": unit, "dtype": "i8"}, ("{} * 2", lambda v: v * 2))


def complex_number(rng, shape, v3):
    values = (rng.integers(-9, 9, shape) + 1j * rng.integers(-9, 9, shape)).astype(pick(rng, ["c8", "c16"]))
    return Variable("complex", values, {}, None)


KINDS = [floating, floating, packed, packed, integer, integer, masked_integer, boolean, text, instants, span, complex_number]


def coordinate(rng, length, growing):
    kind = pick(rng, ["none", "integer", "float", "double", "times", "times", "calendar", "text"])
    if kind == "none":
        return None
    if kind == "integer":
        dtype = pick(rng, ["i1", "i2", "i4", "i8", "u1", "u4"])
        return Variable(kind, np.sort(rng.choice(120, length, replace=False)).astype(dtype), {}, None, {"units": "m"})
    if kind in ("float", "double"):
        values = np.round(np.sort(rng.choice(9000, length, replace=False)) / 100 - 45, 2).astype("f4" if kind == "float" else "f8")
        if not growing and rng.random() < 0.3:
            values = values[::-1].copy()
        return Variable(kind, values, {}, None, {"units": "degrees_north"})
    if kind == "text":
        return Variable(kind, np.array([f"s{i:02}" for i in rng.permutation(60)[:length]], object))
    steps = np.sort(rng.choice(500, length, replace=False))
    if kind == "times":
        units, calendar, size = pick(rng, [
            ("hours since 2000-01-01", "proleptic_gregorian", 3600), ("days since 1850-01-01", "standard", 86400),
            ("seconds since 1970-01-01", "standard", 60), ("minutes since 2000-01-01 12:00:00", "gregorian", 600),
        ])  # fmt: skip
        values = np.datetime64("2001-02-03", "us") + steps * np.timedelta64(size * 10**6, "us")
        return Variable(kind, values, {"units": units, "calendar": calendar, "dtype": pick(rng, ["i8", "f8"])})
    calendar = pick(rng, ["noleap", "360_day", "julian"])
    units = "days since 2000-01-01"
    return Variable(kind, cftime.num2date(steps, units, calendar), {"units": units, "calendar": calendar, "dtype": "i8"})


class Change:
    def __init__(self, directory, seed, number):
        self.number = number
        self.rng = rng = np.random.default_rng([seed, number])
        self.features = set()
        self.refusal = None
        self.base = directory / f"{number}.zarr"
        self.other = directory / f"{number}-other.zarr"
        self.expected = directory / f"{number}-expected.zarr"
        self.result = directory / f"{number}-result.zarr"
        self.v3 = rng.random() < 0.6
        self.what = pick(rng, ["copy", "recompute", "grow", "grow", "halves", "region", "region", "add", "annex"])
        self.draw()
        self.features |= {self.what, "store of format " + "23"[self.v3]}
        self.steps = []
        # their order is that in which the rows come
        self.unsorted = any(v.kind == "text" for n, (_, v) in self.coords.items() if n in self.dims)
        getattr(self, self.what)()

    def draw(self):
        rng = self.rng
        self.dims = NAMES[: int(rng.integers(1, 4))]
        most = {1: 30, 2: 10, 3: 6}[len(self.dims)]
        self.sizes = {d: int(rng.integers(2, most + 1)) for d in self.dims}
        self.along = pick(rng, self.dims)
        self.chunks = {d: int(rng.integers(1, self.sizes[d] + 1)) for d in self.dims}
        self.sharded = self.v3 and rng.random() < 0.3
        coords, variables = {}, {}
        for d in self.dims:
            found = coordinate(rng, self.sizes[d], self.what in ("grow", "halves"))
            if found is not None:
                coords[d] = ([d], found)
            self.features.add("dimension " + (found.kind if found else "index"))
        annexed = pick(rng, ["height", "aux", "both"]) if self.what == "annex" else ""
        if rng.random() < 0.4 or annexed in ("height", "both"):
            coords["height"] = ([], Variable("scalar", np.float64(2.5), {}, None, {"units": "m"}))
            self.features.add("scalar coordinate")
        if rng.random() < 0.4 or annexed in ("aux", "both"):
            own = [d for d in self.dims if rng.random() < 0.7] or self.dims[:1]
            coords["aux"] = (own, floating(rng, tuple(self.sizes[d] for d in own), self.v3))
            self.features.add("auxiliary coordinate")
        for i in range(int(rng.integers(1, 5))):
            variables[f"v{i}"] = (self.dims, pick(rng, KINDS)(rng, tuple(self.sizes.values()), self.v3))
        self.small = rng.random() < 0.3 and len(self.dims) > 1
        if self.small:
            variables["small"] = (self.dims[:1], pick(rng, KINDS)(rng, (self.sizes[self.dims[0]],), self.v3))
            self.features.add("smaller variable")
        self.features |= {v.kind for _, v in variables.values()}
        self.coords, self.variables = coords, variables
        for name, (own, variable) in (coords | variables).items():
            if rng.random() < 0.5 and name not in self.dims:
                variable.attributes |= {"long_name": f"the {name}", "valid": [0, 1.5]}
        attributes = {"title": "a dataset", "n": 3} if rng.random() < 0.5 else {}
        self.dataset = self.of(coords, variables, attributes)

    def of(self, coords, variables, attributes):
        def given(all_):
            return {n: (own, v.values, v.attributes) for n, (own, v) in all_.items()}

        return xr.Dataset(given(variables), given(coords), attributes)

    def encoding(self):
        encoding = {}
        for name, (own, variable) in (self.coords | self.variables).items():
            mine = dict(variable.encoding)
            if own and name not in self.dims:
                chunks = tuple(self.chunks[d] for d in own)
                mine["chunks"] = chunks
                if self.sharded and variable.kind not in ("text",):
                    mine["shards"] = tuple(2 * c for c in chunks)
            encoding[name] = mine
        return encoding

    def save(self, dataset, path):
        encoding = {n: e for n, e in self.encoding().items() if n in dataset.variables}
        dataset.to_zarr(path, mode="w-", zarr_format=3 if self.v3 else 2, encoding=encoding, consolidated=True)

    def step(self, source, target, columns=(), write=None, read=None, where=None):
        step = {
            "format": "zarr", "from": str(source), "read": read or self.reading(), "columns": list(columns),
            "partitions": 0 if self.unsorted else int(self.rng.integers(0, 3)), "to": str(target), "mode": "append", "write": write or {},
        }  # fmt: skip
        if where:
            step["where"] = where
        self.steps.append(step)

    def reading(self):
        return {"variables": ",".join(self.variables)} if self.small else {}

    def names(self, dataset):
        return [*self.dims, *(n for n in dataset.variables if n not in self.dims)]

    def columns(self, changed):
        """All columns; of some another expression."""
        return [[n, changed.get(n, f"`{n}`"), True] for n in self.names(self.dataset)]

    # what is done

    def copy(self):
        write = {}
        self.forms = set()
        if self.rng.random() < 0.3:
            write["zarrFormat"] = pick(self.rng, "23")
        if self.rng.random() < 0.3:
            write["chunks"] = json.dumps({self.along: 2})
            self.forms.add("chunks")
        if self.rng.random() < 0.3:
            write["like"] = str(self.base)
        self.step(self.base, self.result, write=write)

    def recompute(self):
        name = pick(self.rng, [n for n, (_, v) in self.variables.items() if v.change] or [None])
        changed = {}
        if name:
            expression, self.function = self.variables[name][1].change
            changed[name] = expression.format(f"`{name}`")
        self.changed = name
        self.step(self.base, self.result, self.columns(changed))

    def split(self):
        at = int(self.rng.integers(1, self.sizes[self.along]))
        return self.dataset.isel({self.along: slice(0, at)}), self.dataset.isel({self.along: slice(at, None)}), at

    def shifted(self, offsets):
        """Indexes of dimensions without a coordinate begin at 0 in every store."""
        return self.columns({d: f"`{d}` + {n}" for d, n in offsets.items() if d not in self.coords})

    def grow(self):
        self.first, self.rest, at = self.split()
        self.step(self.other, self.base, self.shifted({self.along: at}), {"appendDim": self.along})

    def halves(self):
        self.first, self.rest, at = self.split()
        self.step(self.first_path(), self.result)
        self.step(self.other, self.result, self.shifted({self.along: at}), {"appendDim": self.along})

    def first_path(self):
        return self.base

    def region(self):
        rng = self.rng
        named = [d for d in self.dims if rng.random() < 0.7] or [self.along]
        self.box = {}
        for d in named:
            start = int(rng.integers(0, self.sizes[d]))
            self.box[d] = slice(start, int(rng.integers(start + 1, self.sizes[d] + 1)))
        variables = {}
        for name, (own, old) in self.variables.items():
            shape = tuple(self.sizes[d] for d in own)
            again = None
            while again is None or again.kind != old.kind or str(again.encoding) != str(old.encoding) or again.values.dtype != old.values.dtype:
                again = pick(rng, KINDS)(rng, shape, self.v3)
            again.attributes = old.attributes
            variables[name] = (own, again)
        self.values = self.of(self.coords, variables, {})
        if rng.random() < 0.3:
            self.box = {d: self.box.get(d, slice(0, self.sizes[d])) for d in self.dims}
            option = "auto"
        else:
            option = json.dumps({d: "auto" if rng.random() < 0.5 else [s.start, s.stop] for d, s in self.box.items()})
        self.step(self.other, self.base, self.shifted({d: s.start for d, s in self.box.items()}), {"region": option})

    def add(self):
        names = list(self.variables)
        kept = names[: int(self.rng.integers(0, len(names)))]
        self.kept = [n for n in names if n in kept]
        added = [n for n in names if n not in kept]
        read = {"variables": ",".join(added)} if self.small else {}
        columns = [[n, f"`{n}`", True] for n in self.names(self.dataset) if n not in kept]
        coords = [n for n in self.coords if n not in self.dims]
        own = {d for n in added for d in self.variables[n][0]}
        columns = [c for c in columns if (c[0] not in self.dims or c[0] in own) and (c[0] not in coords or set(self.coords[c[0]][0]) <= own)]
        options = {"dimensions": ",".join(d for d in self.dims if d in own)}
        self.step(self.expected, self.base, columns, options, read)

    def annex(self):
        """Coordinates are added alone."""
        self.annexed = [n for n in ("height", "aux") if n in self.coords]
        columns = [[n, f"`{n}`", True] for n in [*self.dims, *self.annexed]]
        self.step(self.other, self.base, columns, {"dimensions": ",".join(self.dims)})

    # before, and after

    def make(self):
        if self.what in ("grow", "halves"):
            self.save(self.first, self.base)
            self.save(self.rest, self.other)
            self.save(self.dataset, self.expected)
        elif self.what == "region":
            self.save(self.dataset, self.base)
            self.save(self.values.isel(self.box), self.other)
            after = self.dataset.copy(deep=True)
            for name, (own, _) in self.variables.items():
                if set(own) & set(self.box):
                    box = {d: s for d, s in self.box.items() if d in own}
                    after[name][box] = self.values[name][box]
            self.save(after, self.expected)
        elif self.what == "annex":
            self.save(self.dataset, self.other)
            for path in (self.base, self.expected):
                self.save(self.dataset.drop_vars(self.annexed), path)
            added = xr.Dataset(coords={n: self.dataset[n].variable for n in self.annexed}, attrs=self.dataset.attrs)
            encoding = {n: e for n, e in self.encoding().items() if n in self.annexed}
            added.to_zarr(self.expected, mode="a", encoding=encoding, consolidated=True)
        elif self.what == "add":
            self.save(self.dataset[self.kept] if self.kept else self.dataset.drop_vars(list(self.variables)), self.base)
            self.save(self.dataset, self.expected)
        else:
            self.save(self.dataset, self.base)
            after = self.dataset
            if self.what == "recompute" and self.changed:
                old = after[self.changed]
                after = after.assign({self.changed: (old.dims, self.function(old.values), old.attrs)})
            self.save(after, self.expected)

    def compare(self):
        path = self.result if self.what in ("copy", "recompute", "halves") else self.base
        with_coder = {"chunks": None, "decode_times": CODER, "decode_timedelta": True}
        found = xr.open_zarr(path, **with_coder).load()
        expected = xr.open_zarr(self.expected, **with_coder).load()
        xr.testing.assert_identical(expected, found)
        for name in expected.variables:
            for key in ENCODING:
                one, other = expected[name].encoding.get(key), found[name].encoding.get(key)
                assert spelled(one) == spelled(other), (name, key, one, other)
        before, after = zarr.open_group(self.expected, mode="r"), zarr.open_group(path, mode="r")
        one, other = dict(before.attrs), dict(after.attrs)
        if self.what == "add":
            one.pop("coordinates", None), other.pop("coordinates", None)  # that no variable names, as long as there is none
        assert one == other, (one, other)
        for name, array in before.arrays():
            self.compare_array(name, array, after[name])

    def compare_array(self, name, before, after):
        assert spelled(before.dtype) == spelled(after.dtype), (name, before.dtype, after.dtype)
        same_format = before.metadata.zarr_format == after.metadata.zarr_format
        if same_format:
            one, other = attributes(before), attributes(after)
            assert one == other, (name, one, other)
            if not self.v3:  # where it is a mask
                assert spelled(before.fill_value) == spelled(after.fill_value), (name, before.fill_value, after.fill_value)
            assert before.compressors == after.compressors, (name, before.compressors, after.compressors)
            assert before.filters == after.filters, (name, before.filters, after.filters)
        if name not in self.dims and before.shape and not (self.what == "copy" and self.forms):
            assert before.chunks == after.chunks, (name, before.chunks, after.chunks)
            if same_format:
                assert before.shards == after.shards, (name, before.shards, after.shards)


def attributes(array):
    found = array.attrs.asdict()
    if "coordinates" in found:
        found["coordinates"] = " ".join(sorted(found["coordinates"].split()))
    return found


def spelled(value):
    return repr(value.item() if isinstance(value, np.generic) else value)
