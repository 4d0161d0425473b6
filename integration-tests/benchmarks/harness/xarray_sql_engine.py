"""xarray-sql: DataFusion over the batches that xarray reads."""

from harness.duckdb_engine import sum_of_last_column
from harness.timing import nothing

PACKAGES = ("xarray-sql", "datafusion", "xarray", "dask", "zarr", "numpy")


def tasks(request):
    import datafusion
    import xarray as xr
    import xarray_sql

    ds = xr.open_zarr(request["questions"][0]["path"])
    if "land" in ds.coords:  # tables have the coordinates of dimensions only
        land = ds.land.broadcast_like(ds.t2m).chunk(ds.t2m.chunksizes).reset_coords(drop=True)
        ds = ds.drop_vars("land").assign(land=land)
    context = xarray_sql.Context(datafusion.SessionConfig().with_target_partitions(request["threads"]))
    context.from_dataset("t", ds, chunks={name: sizes[0] for name, sizes in ds.t2m.chunksizes.items()})
    return {question["name"]: query(context, question) for question in request["questions"]}


def query(context, question):
    sql = question["sql"].replace("HOUR(time)", "date_part('hour', time)")
    if question.get("rows") == "dropped":

        def drop():
            for _ in context.sql(sql).execute_stream():
                pass

        return nothing, drop, lambda result: None
    return nothing, lambda: context.sql(sql).to_arrow_table(), sum_of_last_column
