# Outside Databricks: what its notebooks have from the start. Needs pyspark, numpy, pandas, pyarrow and matplotlib,
# the connector's jar (SPARK_ZARR_JAR), and JDK 17 or newer.
import glob
import os
import types

import pandas as pd
from IPython.display import display as show
from pyspark.sql import DataFrame, SparkSession

jars = os.environ.get("SPARK_ZARR_JAR") or ",".join(glob.glob("../../connector/target/spark-zarr-*-SNAPSHOT.jar"))
settings = {"spark.jars": jars, "spark.sql.shuffle.partitions": 4, "spark.ui.showConsoleProgress": False, "spark.log.level": "ERROR"}
spark = SparkSession.builder.master("local[*]").config(map=settings).getOrCreate()

values = {"root": os.environ.get("ZARR_ROOT", "zarr")}
widgets = types.SimpleNamespace(text=values.setdefault, get=values.get)
dbutils = types.SimpleNamespace(widgets=widgets)

pd.set_option("display.max_colwidth", None)


def display(what):
    if not isinstance(what, DataFrame):
        show(what)
    elif what.columns:
        show(what.limit(20).toPandas())
