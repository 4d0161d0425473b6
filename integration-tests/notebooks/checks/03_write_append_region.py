import numpy as np
import xarray as xr

with xr.open_zarr(store) as ds:
    ds = ds.load()
    assert ds.attrs["title"] == "Heights of a small ocean" and ds.height.attrs["units"] == "m"
    assert ds.height.encoding["dtype"] == "int16" and ds.height.encoding["scale_factor"] == 0.0001
    assert np.array_equal(ds.time.values, np.arange("2024-01-01", "2024-03-11", dtype="M8[D]").astype(ds.time.dtype))
    expected = 0.4 * np.sin(np.radians(2 * ds.longitude - 5 * ds.time.dt.dayofyear)) * np.cos(np.radians(ds.latitude))
    week = (ds.time >= np.datetime64("2024-02-10")) & (ds.time < np.datetime64("2024-02-17"))
    inside = (ds.latitude >= -10) & (ds.latitude <= 15) & (ds.longitude >= 100) & (ds.longitude <= 200)
    flooded = week & inside
    assert 0 < int(flooded.sum()) < flooded.size
    expected = expected + 0.5 * flooded
    assert float(abs(ds.height - expected).max()) < 1.1e-4
    assert np.array_equal(ds.flooded.values, (ds.height > 0.45005).transpose(*ds.flooded.dims).values)
    with xr.open_zarr(f"{root}/tropics.zarr") as part:
        wanted = ds.sel(latitude=slice(-25, 25), time=slice("2024-02-01", None))
        xr.testing.assert_identical(part.load(), wanted)
        assert part.height.encoding["dtype"] == "int16"
assert abs(after["height"].sum() - before["height"].sum()) > 1
