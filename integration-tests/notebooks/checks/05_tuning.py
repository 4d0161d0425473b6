import math

import xarray as xr

with xr.open_zarr(f"{root}/maps.zarr") as ds, xr.open_zarr(f"{root}/series.zarr") as other:
    assert ds.t2m.encoding["chunks"] == (10, 18, 36) and other.t2m.encoding["chunks"] == (730, 3, 6)
    xr.testing.assert_equal(ds.load(), other.load())
    assert not math.isnan(float(ds.t2m.mean()))
found = {(row.question, row.chunks): row.objects for row in costs.itertuples()}
assert found == {("a map", "maps"): 1, ("a map", "series"): 36, ("a series", "maps"): 73, ("a series", "series"): 1}, found
expected = {float(band.latitude): round(float(band), 6) for band in ds.t2m.astype("f8").mean(("time", "longitude"))}
for pushdown in ("true", "false"):
    rows = zonal(pushdown).collect()
    assert {row["latitude"]: round(row["avg(t2m)"], 6) for row in rows} == expected
