"""The stores that engines are asked about, and the Parquet of their tables, made once in a folder for each number of hours."""

import datetime
import pathlib
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).parent.parent
START = datetime.datetime(2019, 1, 1)


@dataclass(frozen=True)
class Data:
    folder: pathlib.Path
    about: dict
    append_from: str = ""

    def path(self, table, parquet):
        return str(self.folder / f"{table}.{'parquet' if parquet else 'zarr'}")


def made(suite, hours, folder, java, engines, threads):
    """The data of a suite, made where they are not there. Spark writes Parquet tables of the stores."""
    if suite.data == "planning":
        folder = folder / "planning"
        once(folder, lambda: python(HERE / "harness" / "planning_store.py", folder / "planning.zarr"))
        return Data(folder, {"chunks": 59_000_000})
    folder = folder / f"{suite.data}-{hours}"
    program, target = {"era5": ("era5_like.py", folder / "era5.zarr"), "surface": ("surface_like.py", folder)}[suite.data]
    once(folder, lambda: python(HERE / program, target, hours))
    store, parquet = folder / f"{suite.table}.zarr", folder / f"{suite.table}.parquet"
    about = {"hours": hours, "rows": hours * 181 * 360, "zarr": size(store)}
    if suite.needs_parquet(engines) and not (parquet / "_SUCCESS").exists():
        subprocess.run(java.command("ParquetTable", store, parquet, threads), check=True)
    if parquet.exists():
        about["parquet"] = size(parquet)
    first = hours * 12 // 13 // 24 * 24
    return Data(folder, about, str(START + datetime.timedelta(hours=first)))


def once(folder, make):
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        make()
        (folder / "done").touch()


def python(*arguments):
    subprocess.run([sys.executable, "-W", "ignore", *map(str, arguments)], check=True)


def size(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
