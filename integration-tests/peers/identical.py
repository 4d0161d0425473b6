"""Compares copies of stores with what they are copies of, as xarray sees them.

    python identical.py ORIGINALS COPIES

A copy is named FORM-ORIGINAL. Exits with 1 when one differs: in a value, an attribute, a dimension, a coordinate, or in
how a variable's values are encoded. xarray's warnings are errors.
"""

import os
import sys
import warnings

import numpy as np
import xarray as xr

warnings.simplefilter("error")
ENCODING = ("dtype", "scale_factor", "add_offset", "units", "calendar")


def spelled(value):
    return repr(value.item() if isinstance(value, np.generic) else value)


def compare(original, copy):
    left = xr.open_zarr(original, chunks=None).load()
    right = xr.open_zarr(copy, chunks=None).load()
    xr.testing.assert_identical(left, right)
    for name in left.variables:
        for key in ENCODING:
            one, other = left[name].encoding.get(key), right[name].encoding.get(key)
            assert spelled(one) == spelled(other), (name, key, one, other)


originals, copies = sys.argv[1:]
wrong = 0
names = sorted(os.listdir(copies))
for name in names:
    try:
        compare(os.path.join(originals, name.split("-", 1)[1]), os.path.join(copies, name))
    except Exception as e:
        wrong += 1
        print(name, type(e).__name__, e)
print(len(names) - wrong, "copies are identical")
sys.exit(1 if wrong else 0)
