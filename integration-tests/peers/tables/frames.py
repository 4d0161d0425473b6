"""DataFrames that are written as tables, and what has to be in the stores then."""

import json
import math

import cftime  # noqa: F401, so that its absence is seen at once
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xarray as xr
import zarr

import elsewhere
import kinds
from kinds import pick

NAMES = ["time", "y", "x", "member"]
COMPRESSIONS = {"none": None, "zstd": "zstd", "zstd:3": "zstd", "gzip": "gzip", "gzip:9": "gzip", "blosc": "blosc", "blosc:lz4": "blosc"}


class Frame:
    def __init__(self, directory, seed, number):
        self.number = number
        self.rng = rng = np.random.default_rng([seed, number])
        self.features = set()
        self.refusal = None
        self.parquet = directory / f"{number}.parquet"
        self.store = directory / f"{number}.zarr"
        self.v3 = rng.random() < 0.65
        self.names = list(rng.permutation(NAMES[: int(rng.integers(1, 5))]))
        most = {1: 40, 2: 12, 3: 7, 4: 5}[len(self.names)]
        self.axes = [kinds.axis(rng, int(rng.integers(1, most + 1))) for _ in self.names]
        self.shape = tuple(len(a.values) for a in self.axes)
        self.options = {"dimensions": ",".join(self.names), "zarrFormat": "3" if self.v3 else "2"}
        self.cells = np.arange(math.prod(self.shape)).reshape(self.shape)
        self.draw_rows()
        self.draw_axes()
        self.columns = {}
        self.encoding = {}
        for i in range(int(rng.integers(1, 6))):
            self.draw_column(f"v{i}")
        self.foreign = not self.holes and rng.random() < 0.3
        if self.foreign:  # zarr-python 3.1 knows neither
            self.draw_column("foreign", kinds.record if self.v3 else kinds.ragged)
        self.draw_layout()
        self.features |= {f"dimensions {len(self.names)}", "format 3" if self.v3 else "format 2"}
        self.features |= {"axis " + a.kind for a in self.axes} | {c.kind for c, *_ in self.columns.values()}
        self.steps = [self.step()]

    def draw_rows(self):
        """Which cells have a row, in which order."""
        rng = self.rng
        self.sparse = rng.random() < 0.4
        rows = rng.permutation(self.cells.size)
        if self.sparse:
            rows = rows[: max(1, int(len(rows) * rng.uniform(0.2, 1)))]
        self.rows = rows
        self.given = [rng.random() < 0.25 for _ in self.names]
        if not any(self.given) or True:
            # a value that no row has is on no axis that is found
            for d, given in enumerate(self.given):
                if not given:
                    seen = np.unique(np.unravel_index(rows, self.shape)[d])
                    self.keep(d, seen)
                    rows = self.rows
        self.holes = len(self.rows) < self.cells.size
        if self.holes:
            self.features.add("sparse")

    def keep(self, d, seen):
        """Leaves the axis only these values."""
        axis = self.axes[d]
        index = list(np.unravel_index(self.rows, self.shape))
        index[d] = np.searchsorted(seen, index[d])
        axis.values = axis.values[seen]
        axis.arrow = axis.arrow.take(pa.array(seen))
        self.shape = tuple(len(a.values) for a in self.axes)
        self.rows = np.ravel_multi_index(index, self.shape)
        self.cells = np.arange(math.prod(self.shape)).reshape(self.shape)

    def draw_axes(self):
        """Some are given, in an order of their own; the option is written as a user would."""
        listed = {}
        for d, (name, axis) in enumerate(zip(self.names, self.axes)):
            if not self.given[d]:
                continue
            self.features.add("given axis")
            if self.rng.random() < 0.5:
                order = self.rng.permutation(len(axis.values))
                index = list(np.unravel_index(self.rows, self.shape))
                index[d] = np.argsort(order)[index[d]]
                axis.values = axis.values[order]
                axis.arrow = axis.arrow.take(pa.array(order))
                self.rows = np.ravel_multi_index(index, self.shape)
            values = axis.values
            if axis.kind in ("times", "date"):
                values = [str(v) for v in values]
            elif axis.kind == "float":
                values = [float(str(v)) for v in values]
            else:
                values = values.tolist()
            listed[name] = {"values": values}
        if listed:
            self.options["axes"] = json.dumps(listed)

    def draw_column(self, name, draw=kinds.draw):
        rng = self.rng
        part = rng.random()
        if part < 0.7:
            own = list(self.names)
        elif part < 0.8:
            own = []
        else:
            own = [n for n in self.names if rng.random() < 0.5]
        if rng.random() < 0.15:
            own = list(rng.permutation(own))
        shape = tuple(self.shape[self.names.index(n)] for n in own)
        nulls = rng.random() < 0.4 and draw is kinds.draw
        room = self.holes or nulls
        if room and rng.random() < 0.04:
            room = False
        column = draw(rng, math.prod(shape), room, self.v3)
        room = column.missing is not None
        # cells of the variable that rows speak of
        at = np.unravel_index(self.rows, self.shape)
        mine = tuple(at[self.names.index(n)] for n in own)
        cell = np.ravel_multi_index(mine, shape) if own else np.zeros(len(self.rows), int)
        seen = np.zeros(math.prod(shape), bool)
        seen[cell] = True
        null = rng.random(len(seen)) < (0.3 if nulls and room else 0)
        if not room and not seen.all() and self.refusal is None:
            self.refusal = f"'{name}'" if column.kind != "text" or True else None
            self.features.add("refused holes")
        stored = column.values.copy()
        if room:
            stored[null | ~seen] = column.missing
        if null.any():
            self.features.add("nulls")
        if own != self.names:
            column.encoding = {**column.encoding, "dimensions": own}
            self.features.add("auxiliary" if own else "scalar")
        if rng.random() < 0.3:
            column.attributes = {**column.attributes, "long_name": f"the {name}", "list": [1, 2]}
            column.encoding = {**column.encoding, "attributes": {"long_name": f"the {name}", "list": [1, 2]}}
        if column.encoding:
            self.encoding[name] = column.encoding
        arrow = column.arrow.take(pa.array(np.where(null, None, np.arange(len(null))), pa.int64(), from_pandas=True))
        self.columns[name] = (column, own, shape, stored.reshape(shape), arrow.take(pa.array(cell)))

    def draw_layout(self):
        rng = self.rng
        options = self.options
        self.chunks = self.shards = None
        if rng.random() < 0.7:
            self.chunks = [int(rng.integers(1, n + 2)) for n in self.shape]
            named = dict(zip(self.names, self.chunks))
            options["chunks"] = json.dumps(named) if rng.random() < 0.5 else ",".join(map(str, self.chunks))
            if self.v3 and rng.random() < 0.4:
                self.shards = [c * int(rng.integers(1, 4)) for c in self.chunks]
                options["shards"] = ",".join(map(str, self.shards))
                self.features.add("shards")
        self.compression = pick(rng, ["", *COMPRESSIONS])
        if self.compression:
            options["compression"] = self.compression
        if rng.random() < 0.2:
            options["writeEmptyChunks"] = "true"
        self.attributes = {"title": f"frame {self.number}", "n": 1.5} if rng.random() < 0.4 else {}
        if self.attributes:
            options["attributes"] = json.dumps(self.attributes)
        if self.encoding:
            options["encoding"] = json.dumps(self.encoding)

    def step(self):
        columns = [[name, f"`{name}`", False] for name in self.names]
        for name, (column, *_) in self.columns.items():
            columns.append([name, column.expression.format(f"`{name}`"), False])
        order = self.rng.permutation(len(columns))
        return {
            "format": "parquet", "from": str(self.parquet), "read": {}, "columns": [columns[i] for i in order],
            "partitions": int(self.rng.integers(0, 4)), "to": str(self.store), "mode": "append", "write": self.options,
        }  # fmt: skip

    def make(self):
        at = np.unravel_index(self.rows, self.shape)
        table = {name: axis.arrow.take(pa.array(at[d])) for d, (name, axis) in enumerate(zip(self.names, self.axes))}
        table |= {name: arrow for name, (*_, arrow) in self.columns.items()}
        pq.write_table(pa.table(table), self.parquet)

    def model(self):
        """The arrays as they are stored."""
        arrays = {}
        for name, axis in zip(self.names, self.axes):
            values, attributes = axis.values, dict(axis.attributes)
            if axis.kind in ("times", "date"):
                values, spelled = kinds.counted(values)
                first = spelled["first"]
                text = first.isoformat(" ", "microseconds")
                attributes = {"units": f"{spelled['unit']} since {text}", "calendar": "proleptic_gregorian"}
            arrays[name] = ([name], values, attributes)
        for name, (column, own, shape, stored, _) in self.columns.items():
            arrays[name] = (own, stored, column.attributes)
        return arrays

    def compare_foreign(self):
        """The column that another zarr-python has to read, which then is left out for this one."""
        column, own, _, stored, _ = self.columns.pop("foreign")
        array, zarr_format = self.store / "foreign", 3 if self.v3 else 2
        values, reader = elsewhere.read(array, zarr_format)
        self.features.add(f"{column.kind} in format {zarr_format}, {reader}")
        if values is not None:
            expected = elsewhere.plain([v.tolist() for v in stored.ravel()])
            flat = np.empty(stored.size, object)
            flat[:] = expected
            expected = flat.reshape(stored.shape).tolist()
            assert values == expected, f"foreign: {values} instead of {expected}"
        document = json.loads((array / ("zarr.json" if self.v3 else ".zattrs")).read_text())
        dims = document["dimension_names"] if self.v3 else document["_ARRAY_DIMENSIONS"]
        assert list(dims) == list(own), (dims, own)
        elsewhere.hide(self.store, "foreign", zarr_format)

    def compare(self):
        if self.foreign:
            self.compare_foreign()
        group = zarr.open_group(self.store, mode="r")
        assert group.metadata.zarr_format == (3 if self.v3 else 2)
        assert group.metadata.consolidated_metadata is not None, "not consolidated"
        model = self.model()
        assert set(group.array_keys()) == set(model), (set(group.array_keys()), set(model))
        found_attributes = dict(group.attrs)
        assert found_attributes == self.attributes, found_attributes
        for name, (own, stored, attributes) in model.items():
            self.compare_array(name, group[name], own, stored, attributes)
        opaque = [n for n, (c, *_) in self.columns.items() if c.kind in ("binary", "record")]
        expected = xr.Dataset(
            {n: (own, stored, attributes) for n, (own, stored, attributes) in model.items() if n not in opaque}, attrs=self.attributes
        )
        coder = xr.coders.CFDatetimeCoder(time_unit="us")
        expected = xr.decode_cf(expected, decode_times=coder, decode_timedelta=True)
        found = xr.open_zarr(self.store, chunks=None, drop_variables=opaque, decode_times=coder, decode_timedelta=True).load()
        for each in (expected, found):
            for name in self.names:
                each[name].attrs.pop("units", None)
        xr.testing.assert_identical(expected, found)

    def compare_array(self, name, array, own, stored, attributes):
        dims = array.metadata.dimension_names if self.v3 else array.attrs["_ARRAY_DIMENSIONS"]
        assert list(dims or []) == list(own), (name, dims, own)
        found = array[...] if own else np.asarray(array[()], dtype=array.dtype)
        if stored.dtype == object:
            found = np.asarray(found).astype(object)
        assert found.dtype == stored.dtype, (name, found.dtype, stored.dtype)
        if stored.dtype == object:
            same = found.tolist() == stored.tolist()
        else:
            same = found.shape == stored.shape and np.array_equal(found.view() if found.shape else found, stored, equal_nan=stored.dtype.kind in "fc")
            if same and stored.dtype.kind == "f":
                same = bool((np.signbit(found) == np.signbit(stored))[~np.isnan(stored)].all())
        assert same, f"{name}: {found!r} instead of {stored!r}"
        here = {k: v for k, v in array.attrs.asdict().items() if k not in ("_ARRAY_DIMENSIONS", "_FillValue")}
        wanted = {k: v for k, v in attributes.items() if k != "_FillValue"}
        if name in self.names and "units" in wanted:
            self.compare_units(name, here, wanted)
        assert here == wanted, (name, here, wanted)
        masks = "_FillValue" in array.attrs if self.v3 else array.metadata.fill_value is not None
        column = self.columns.get(name)
        if column is None or column[0].kind not in ("times", "interval", "complex", "text"):
            assert masks == ("_FillValue" in attributes), (name, masks, attributes)
        if self.chunks and name in self.columns and own:
            by_name = dict(zip(self.names, self.chunks))
            assert array.chunks == tuple(by_name[n] for n in own), (name, array.chunks, by_name)
            if self.shards:
                by_name = dict(zip(self.names, self.shards))
                assert array.shards == tuple(by_name[n] for n in own), (name, array.shards, by_name)
        if self.compression:
            codec = COMPRESSIONS[self.compression]
            names = [type(c).__name__.lower() for c in array.compressors]
            assert (names == []) if codec is None else (codec in names[-1]), (name, names)

    def compare_units(self, name, here, wanted):
        """The reference time may be spelled shorter."""
        unit, found = here["units"].split(" since ")
        expected_unit, expected = wanted["units"].split(" since ")
        assert unit == expected_unit, (name, here, wanted)
        assert np.datetime64(found.replace(" ", "T"), "us") == np.datetime64(expected.replace(" ", "T"), "us"), (here, wanted)
        here["units"] = wanted["units"]
