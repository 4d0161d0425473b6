import numpy as np
import xarray as xr


def equal(found, expected):
    assert found.shape == expected.shape, (found.shape, expected.shape)
    assert np.allclose(found, expected, rtol=1e-9, atol=1e-9, equal_nan=True), abs(found - expected).max()


with xr.open_zarr(f"{root}/climate.zarr") as ds:
    ds = ds.load().sortby(["latitude", "longitude"]).astype("f8")
    assert 0.2 < float(ds.sst.isnull().mean()) < 0.8
    normal = ds.t2m.groupby("time.month").mean()
    anomaly = ds.t2m.groupby("time.month") - normal
    weights = np.cos(np.deg2rad(ds.latitude))
    weighted = ds.weighted(weights).mean(("latitude", "longitude"))

    equal(zonal.values, normal.mean("longitude").transpose("latitude", "month").values)
    equal(means["t2m"].to_numpy(), weighted.t2m.values)
    equal(means["sst"].to_numpy(), weighted.sst.values)
    assert np.array_equal(means.index.to_numpy(), ds.time.values)
    equal(series["globe"].to_numpy(), anomaly.weighted(weights).mean(("latitude", "longitude")).values)
    box = anomaly.sel(latitude=slice(-10, 10), longitude=slice(190, 240))
    equal(series["pacific"].to_numpy(), box.mean(("latitude", "longitude")).values)
    months = anomaly.assign_coords(time=12 * (ds.time.dt.year - 1991) + ds.time.dt.month)
    slope = months.polyfit("time", 1).polyfit_coefficients.sel(degree=1)
    equal(trend.values, 120 * slope.transpose("latitude", "longitude").values)

    rows = anomalies.where("year(time) = 2015").orderBy("time", "latitude", "longitude").toPandas()
    equal(rows["anomaly"].to_numpy(), anomaly.sel(time="2015").transpose("time", "latitude", "longitude").values.ravel())
    with xr.open_zarr(f"{root}/climatology.zarr") as kept:
        kept = kept.load().sortby(["latitude", "longitude"]).normal
        equal(kept.values, normal.transpose("month", "latitude", "longitude").values)
