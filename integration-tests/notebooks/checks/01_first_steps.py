import numpy as np
import xarray as xr

with xr.open_zarr(store) as expected:
    assert expected["t2m"].attrs == {"long_name": "2 m temperature", "units": "degC"}
    assert dict(expected.sizes) == {"time": 366, "latitude": 19, "longitude": 36}
    # the formula of the notebook, in numpy, without its noise of 2 degrees at most
    day = expected["time"].dt.dayofyear
    seasons = 28 - 0.006 * expected["latitude"] ** 2 - 0.2 * expected["latitude"] * np.cos(2 * np.pi * (day - 15) / 366)
    waves = 3 * np.sin(np.radians(3 * expected["longitude"] + 6 * day)) * np.cos(np.radians(expected["latitude"]))
    assert float(abs(expected["t2m"] - seasons - waves).max()) < 2.001
    one = expected.sel(latitude=50, longitude=10)
    assert np.array_equal(place["time"].to_numpy(), one["time"].values)
    assert np.array_equal(place["t2m"].to_numpy(), one["t2m"].values)
    assert np.array_equal(place["rain"].to_numpy(), one["rain"].values)
    mean = expected["t2m"].sel(time="2024-07").astype("f8").mean("time").sortby("latitude")
    assert np.allclose(grid.values, mean.values, rtol=1e-12)
    table = spark.sql("SELECT month(time) m, avg(t2m) t FROM weather WHERE latitude = 50 AND longitude = 10 GROUP BY m ORDER BY m")
    assert np.allclose([row.t for row in table.collect()], one["t2m"].astype("f8").groupby("time.month").mean().values, rtol=1e-12)
zonal = spark.read.parquet(dbutils.widgets.get("root") + "/monthly.parquet")
assert zonal.count() == 12 * 19
assert why.where("name = 'metadata' AND value = 'a group of Zarr V3'").count() == 2
