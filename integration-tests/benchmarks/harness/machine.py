"""What the engines run on."""

import os
import pathlib
import platform
import resource
import time


def about():
    return {
        "processors": os.cpu_count(),
        "processor": processor(),
        "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": platform.system(),
    }


def processor():
    info = pathlib.Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


class Others:
    """How much of the processors other processes take, from here on: a machine that does other work measures something else."""

    def __init__(self):
        self.start, self.busy, self.own = time.monotonic(), busy(), own()

    def share(self):
        """Of all processors; None where the system does not say."""
        if self.busy is None:
            return None
        seconds = (busy() - self.busy) - (own() - self.own)
        return round(max(0.0, seconds) / (time.monotonic() - self.start) / os.cpu_count(), 3)


def busy():
    """Seconds of all processors that were not idle, nor waiting."""
    stat = pathlib.Path("/proc/stat")
    if not stat.exists():
        return None
    ticks = [int(number) for number in stat.read_text().splitlines()[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def own():
    """Seconds of this process and of those that it started and that ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
