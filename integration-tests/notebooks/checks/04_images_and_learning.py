import numpy as np
import xarray as xr

with xr.open_zarr(store) as ds, xr.open_zarr(f"{root}/smooth.zarr") as smooth:
    stored = ds.grey.load()
    assert stored.dtype == "u1" and stored.shape == (COUNT, SIZE, SIZE)
    images = np.array([drawn(number) for number in range(COUNT)])
    assert np.array_equal(stored.values, images)
    assert np.allclose(inputs[:, 1:], features_of(images.astype("int16")))
    assert right[200:].mean() > 0.9
    padded = stored.pad(y=1, x=1, mode="edge")
    windows = padded.rolling(y=3, x=3, center=True).construct(y="dy", x="dx").isel(y=slice(1, -1), x=slice(1, -1))
    assert np.array_equal(smooth.grey.load().values, windows.median(("dy", "dx")).values.astype("u1"))
    of_parts = [images[80 * part : 80 * part + 80] for part in range(4)]
    expected = [of[kind::2].mean(axis=0).ravel() for of in of_parts for kind in (1, 0)]
    assert np.allclose(np.array(parts["mean"].tolist()), expected)
