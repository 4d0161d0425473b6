package dev.sparkzarr.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.UnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class HadoopErrorsTest {
  private final HadoopErrors errors = new HadoopErrors(Secrets.NONE);

  /** As clients of AWS, Azure and Google have it. */
  public static final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    ServiceException(int status) {
      super("Service answered");
      this.status = status;
    }

    public int getStatusCode() {
      return status;
    }
  }

  private ZarrException map(Throwable e) {
    ZarrException mapped = errors.map("read", "s3a://b/k", e);
    assertThat(mapped).hasMessageStartingWith("Cannot read s3a://b/k: ");
    return mapped;
  }

  @Test
  void aKeyBelowAFileIsNotFound() {
    assertThat(HadoopErrors.isNotFound(new AccessControlException("/a/b (is not a directory)")))
        .isTrue();
    assertThat(HadoopErrors.isNotFound(new AccessControlException("Permission denied: user=x")))
        .isFalse();
  }

  @Test
  void aFailedPreconditionIsAConflict() {
    IOException e = new IOException("Upload failed", new ServiceException(412));
    assertThat(map(e)).isInstanceOf(ConflictException.class).hasCause(e);
  }

  @Test
  void refusalsAreDenied() {
    for (Throwable e :
        List.of(
            new AccessControlException("Permission denied: user=x"),
            new java.nio.file.AccessDeniedException("k"),
            new RemoteException(AccessControlException.class.getName(), "no"),
            new RemoteException("a.b.SecretManager$InvalidToken", "expired"),
            new FileNotFoundException("/x (Permission denied)"),
            new IOException("wrapped", new ServiceException(403)),
            new ServiceException(401))) {
      assertThat(map(e)).as("%s", e).isInstanceOf(AccessDeniedException.class).hasCause(e);
    }
  }

  @Test
  void silenceAndOverloadAreUnavailable() {
    for (Throwable e :
        List.of(
            new ConnectException("Connection refused"),
            new UnknownHostException("nn"),
            new java.net.SocketTimeoutException("timeout"),
            new java.net.SocketException("Connection reset"),
            new RemoteException("org.apache.hadoop.ipc.StandbyException", "standby"),
            new IOException("wrapped", new ServiceException(503)),
            new ServiceException(429),
            new ServiceException(500))) {
      assertThat(map(e)).as("%s", e).isInstanceOf(UnavailableException.class).hasCause(e);
    }
  }

  @Test
  void theRestIsAFailure() {
    for (Throwable e :
        List.of(
            new IOException("disk"),
            new IllegalArgumentException("argument"),
            new IOException("wrapped", new ServiceException(404)))) {
      assertThat(map(e)).as("%s", e).isExactlyInstanceOf(StoreException.class).hasCause(e);
    }
    assertThat(map(new InterruptedIOException("stop"))).hasMessageContaining("interrupted");
    assertThat(map(new IOException("No operations allowed on this path")))
        .hasMessageContaining("/Volumes/");
    ZarrException ours = new StoreException("ours");
    assertThat(errors.map("read", "k", ours)).isSameAs(ours);
  }

  @Test
  void notFoundIsSeenThroughWrappers() {
    FileNotFoundException missing = new FileNotFoundException("k");
    assertThat(HadoopErrors.isNotFound(missing)).isTrue();
    assertThat(HadoopErrors.isNotFound(new UncheckedIOException(missing))).isTrue();
    assertThat(HadoopErrors.isNotFound(new java.nio.file.NoSuchFileException("k"))).isTrue();
    assertThat(HadoopErrors.isNotFound(new IOException(missing))).isFalse();
    assertThat(HadoopErrors.isNotFound(new java.nio.file.AccessDeniedException("k"))).isFalse();
    assertThat(
            HadoopErrors.isNotFound(new AccessControlException("/a/b (is not a directory)\n\tat")))
        .as("as HDFS answers below a file")
        .isTrue();
    assertThat(
            HadoopErrors.isNotFound(
                new AccessControlException("Permission denied: user=me, inode=\"/a\":d---------")))
        .isFalse();
  }
}
