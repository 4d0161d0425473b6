package dev.sparkzarr.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Versitygw;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An S3 that ignores preconditions, as some do: a server behind a proxy that drops the headers. No
 * answer tells it; creating one key twice does, and so can who relies on it find out. Nothing is
 * signed, for our signatures cover these headers.
 */
@Tag("servers")
class IgnoredPreconditionsIT {
  private static final StoreKey KEY = new StoreKey("a/b");

  @Test
  void creatingTwiceTellsWhetherPreconditionsAreKept() throws IOException {
    try (Versitygw s3 = Versitygw.start();
        PassThrough ignoring =
            PassThrough.dropping(s3.port(), Set.of("If-Match", "If-None-Match"));
        Store kept = open(s3.port(), "kept");
        Store ignored = open(ignoring.port(), "ignored")) {
      s3.makeOpenBucket("open");
      assertThat(create(kept, 1)).isTrue();
      assertThat(create(kept, 2)).isFalse();
      assertThat(kept.get(KEY, 10)).hasValue(value(1));

      assertThat(create(ignored, 1)).isTrue();
      assertThat(create(ignored, 2)).as("the second one wins too").isTrue();
      assertThat(ignored.get(KEY, 10)).hasValue(value(2));
    }
  }

  private static boolean create(Store store, int value) {
    return Capability.CREATES.of(store).create(KEY, value(value));
  }

  private static ByteBuffer value(int value) {
    return ByteBuffer.wrap(new byte[] {(byte) value});
  }

  private static Store open(int port, String name) {
    Map<String, String> settings = new HashMap<>(Versitygw.settings(port));
    settings.keySet().removeIf(setting -> setting.endsWith(".key"));
    settings.put(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");
    return Stores.open(new StoreLocation("s3a://open/" + name + ".zarr", settings));
  }
}
