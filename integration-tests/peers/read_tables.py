"""What xarray reads of a table v(t, y, x): one JSON object on each line of the input, one of the output.

{"path": "...", "s3": {...}} gives {"t": [...], "v": [[...], ...]} (the cells of each t, null for NaN), or {"error": "..."}.
"""

import json
import sys
from urllib.parse import urlparse

import obstore.store
import xarray
import zarr.storage


def place(question):
    settings = question["s3"]
    if not settings:
        return question["path"]
    address = urlparse(question["path"])
    bucket = obstore.store.S3Store(
        address.netloc,
        prefix=address.path.strip("/"),
        endpoint=settings["endpoint"],
        access_key_id=settings["access"],
        secret_access_key=settings["secret"],
        region="us-east-1",
        virtual_hosted_style_request=False,
        client_options={"allow_http": True},
    )
    return zarr.storage.ObjectStore(bucket, read_only=True)


def table(question):
    with xarray.open_zarr(place(question), consolidated=True) as data:
        values = data["v"].transpose("t", "y", "x")
        cells = values.values.reshape(values.sizes["t"], -1)
        return {
            "t": data["t"].values.tolist(),
            "y": data["y"].values.tolist(),
            "x": data["x"].values.tolist(),
            "v": [[None if cell != cell else cell for cell in row] for row in cells.tolist()],
        }


def main():
    for line in sys.stdin:
        try:
            answer = table(json.loads(line))
        except Exception as error:  # whatever goes wrong is an answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
