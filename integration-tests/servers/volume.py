"""A mounted volume as notebook platforms have them: a file system in user space (FUSE) before remote storage, which
takes whole objects only. A file is written once, from its first byte to its last, and is stored when it is closed.

    volume.py BACKING MOUNT LOG FAIL

BACKING holds what is stored. LOG gets a line for each call: its name and path, and REFUSED where the volume does not do
that: rename, link, symbolic link, append, reading and writing together, writing into a file that is there without
truncating it, writing anywhere but at the end, truncate, times and modes, fsync, locks, extended attributes. While the file
FAIL exists, closing what was written fails, and nothing is stored.
"""

import errno
import fcntl
import os
import sys
from pathlib import Path

import mfusepy as fuse


class Volume(fuse.Operations):
    use_ns = True

    def __init__(self, backing: Path, log, fail: Path):
        self.backing = backing
        self.log = log
        self.fail = fail
        self.written: dict[int, tuple[str, bytearray]] = {}
        self.handles = 0

    def _say(self, call: str, path: str) -> None:
        self.log.write(f"{call} {path}\n")
        self.log.flush()

    def _refuse(self, call: str, path: str, code: int = errno.ENOTSUP):
        self._say(f"REFUSED {call}", path)
        raise fuse.FuseOSError(code)

    def _at(self, path: str) -> Path:
        return self.backing / path.lstrip("/")

    def _real(self, call: str, path: str, action):
        self._say(call, path)
        try:
            return action(self._at(path))
        except OSError as error:
            raise fuse.FuseOSError(error.errno) from error

    # What a volume does

    def getattr(self, path, fh=None):
        writing = next((data for at, data in self.written.values() if at == path), None)
        if writing is not None and not self._at(path).exists():
            return {"st_mode": 0o100644, "st_size": len(writing), "st_nlink": 1}
        stat = self._real("getattr", path, lambda at: at.lstat())
        return {"st_mode": stat.st_mode, "st_size": stat.st_size, "st_nlink": stat.st_nlink, "st_mtime": stat.st_mtime_ns}

    def readdir(self, path, fh):
        return [".", "..", *self._real("readdir", path, lambda at: os.listdir(at))]

    def mkdir(self, path, mode):
        self._real("mkdir", path, lambda at: at.mkdir())

    def rmdir(self, path):
        self._real("rmdir", path, lambda at: at.rmdir())

    def unlink(self, path):
        self._real("unlink", path, lambda at: at.unlink())

    def open(self, path, fi):
        access = fi.flags & os.O_ACCMODE
        if fi.flags & os.O_APPEND:
            self._refuse("append", path)
        if access == os.O_RDWR:
            self._refuse("open for reading and writing", path)
        if access == os.O_WRONLY:
            if not fi.flags & os.O_TRUNC:
                self._refuse("open for writing inside", path)
            self._writes(path, fi)
        fi.direct_io = 1
        self._say("open", path)
        return 0

    def create(self, path, mode, fi):
        if fi.flags & os.O_APPEND or fi.flags & os.O_ACCMODE == os.O_RDWR:
            self._refuse("create for more than writing", path)
        if not self._at(path).parent.is_dir():
            raise fuse.FuseOSError(errno.ENOENT)
        self._writes(path, fi)
        fi.direct_io = 1
        self._say("create", path)
        return 0

    def _writes(self, path, fi):
        self.handles += 1
        fi.fh = self.handles
        self.written[fi.fh] = (path, bytearray())

    def read(self, path, size, offset, fi):
        def part(at: Path) -> bytes:
            with at.open("rb") as file:
                file.seek(offset)
                return file.read(size)

        return self._real("read", path, part)

    def write(self, path, data, offset, fi):
        if offset != len(self.written[fi.fh][1]):
            self._refuse("write out of order", path, errno.EIO)
        self.written[fi.fh][1].extend(data)
        self._say("write", path)
        return len(data)

    def flush(self, path, fi):
        if fi.fh in self.written:
            if self.fail.exists():
                self._say("failed close", path)
                raise fuse.FuseOSError(errno.EIO)
            self._say("close", path)
            self._at(path).write_bytes(self.written[fi.fh][1])
        return 0

    def release(self, path, fi):
        self.written.pop(fi.fh, None)
        return 0

    def statfs(self, path):
        return {"f_bsize": 4096, "f_blocks": 1 << 30, "f_bavail": 1 << 30, "f_namemax": 255}

    # What it refuses

    def rename(self, old, new, flags=0):
        self._refuse("rename", old)

    def link(self, target, source):
        self._refuse("link", target, errno.ENOSYS)

    def symlink(self, target, source):
        self._refuse("symlink", target, errno.ENOSYS)

    def truncate(self, path, length, fh=None):
        self._refuse("truncate", path)

    def chmod(self, path, mode):
        self._refuse("chmod", path)

    def chown(self, path, uid, gid):
        self._refuse("chown", path)

    def utimens(self, path, times=None):
        self._refuse("utimens", path)

    def fsync(self, path, datasync, fh):
        self._refuse("fsync", path)

    def lock(self, path, fh, cmd, lock):
        if lock and lock.contents.l_type == fcntl.F_UNLCK:
            return 0  # the kernel asks at each close
        return self._refuse("lock", path)

    def setxattr(self, path, name, value, options, position=0):
        self._refuse("setxattr", path)

    def getxattr(self, path, name, position=0):
        # The kernel asks by itself before writes.
        raise fuse.FuseOSError(errno.ENOTSUP)

    def listxattr(self, path):
        self._refuse("listxattr", path)


def main() -> None:
    backing, mount, log, fail = (Path(argument).absolute() for argument in sys.argv[1:5])
    options = {} if fuse.fuse_version_major == 3 else {"atomic_o_trunc": True}
    with log.open("w", encoding="utf-8") as lines:
        fuse.FUSE(
            Volume(backing, lines, fail), str(mount), foreground=True, nothreads=True, raw_fi=True, fsname="volume", **options
        )


if __name__ == "__main__":
    main()
