"""Programs that rows start: what they need from the environment, and their end."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

PATIENCE = 240  # seconds for a server to answer, on a busy machine

# A server of Spark Connect 3.5 listens on every interface, so it gets a network of its own, with nothing but a loopback interface.
ALONE = ("unshare", "--user", "--map-root-user", "--net")
LOOPBACK_UP = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    fcntl.ioctl(s, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x8 | 0x40))
os.execvp(sys.argv[1], sys.argv[1:])
"""


class Absent(Exception):
    """A program or a Java that this machine does not have."""


def alone(command):
    """The command, in a network of its own."""
    if not shutil.which("unshare") or subprocess.run([*ALONE, "true"], capture_output=True).returncode:
        raise Absent("no network namespaces here, and this server would listen on every interface")
    return [*ALONE, sys.executable, "-c", LOOPBACK_UP, *map(str, command)]


def environment(java, **more):
    """Nothing of the caller's but where programs are."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
    return {**kept, "JAVA_HOME": str(java), "SPARK_LOCAL_IP": "127.0.0.1", **{name: str(value) for name, value in more.items()}}


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextlib.contextmanager
def server(command, log, env):
    """A program that runs until the block ends."""
    with open(log, "wb") as out:
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(answers, process, log):
    """Until a server answers, or is no more."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            if answers():
                return
        time.sleep(0.2)
    raise RuntimeError(f"no answer of a server; the end of {log}:\n{pathlib.Path(log).read_text(errors='replace')[-2000:]}")


def listens(port):
    with socket.create_connection(("127.0.0.1", port), 1):
        return True


@contextlib.contextmanager
def cluster(home, directory, env):
    """A master and two workers, each a process; yields the master's address."""
    port, page = free_port(), free_port()
    # Scripts of the Python package ask for a build tree unless they are told the version of Scala.
    env = {**env, "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "384m", "SPARK_WORKER_DIR": str(directory / "work"), "SPARK_LOCAL_DIRS": str(directory / "local")}
    address = f"spark://127.0.0.1:{port}"

    def alive():
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/json/", timeout=5) as answer:
            return json.load(answer)["aliveworkers"]

    with contextlib.ExitStack() as processes:
        def start(name, *arguments):
            log = directory / f"{name}.log"
            command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{name.rstrip('12')}.{name.rstrip('12').capitalize()}", "--host", "127.0.0.1", *arguments]
            return processes.enter_context(server(command, log, env)), log

        master = start("master", "--port", port, "--webui-port", page)
        wait_for(lambda: alive() == 0, *master)
        for worker in ("worker1", "worker2"):
            start(worker, "--webui-port", "0", "--cores", "1", "--memory", "1g", address)
        wait_for(lambda: alive() == 2, *master)
        yield address
