package dev.sparkzarr.store.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * All files below a directory, depth first. For the local file system, whose own recursive listing
 * runs a program for each file.
 */
final class FileWalk implements RemoteIterator<FileStatus> {
  private final FileSystem fs;
  private final Deque<RemoteIterator<FileStatus>> open = new ArrayDeque<>();
  private FileStatus next;

  /**
   * @throws FileNotFoundException when nothing is there
   */
  FileWalk(FileSystem fs, Path start) throws IOException {
    this.fs = fs;
    open.push(fs.listStatusIterator(start));
  }

  @Override
  public boolean hasNext() throws IOException {
    while (next == null && !open.isEmpty()) {
      if (!open.peek().hasNext()) {
        open.pop();
        continue;
      }
      FileStatus status = open.peek().next();
      if (status.isFile()) {
        next = status;
      } else if (status.isDirectory()) {
        enter(status.getPath());
      }
    }
    return next != null;
  }

  private void enter(Path directory) throws IOException {
    try {
      open.push(fs.listStatusIterator(directory));
    } catch (FileNotFoundException e) {
      return; // deleted meanwhile
    }
  }

  @Override
  public FileStatus next() throws IOException {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    FileStatus status = next;
    next = null;
    return status;
  }
}
