package dev.sparkzarr.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.UnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract, and the calls it costs, on a file system that behaves like an object store. */
class ObjectHadoopStoreTest extends StoreContract {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "fs.strict.impl", StrictFileSystem.class.getName(), "fs.strict.secret.key", "geheim/123");

  private final StrictFileSystem.World world = StrictFileSystem.world("bucket");

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(
        Capability.RANGES,
        Capability.STATS,
        Capability.LISTING,
        Capability.WRITES,
        Capability.DELETES);
  }

  @Override
  protected Store open() {
    return HadoopStore.open(new StoreLocation("strict://bucket/data/x y%20.zarr/", SETTINGS));
  }

  @BeforeEach
  void forgetOpening() {
    assertThat(world.calls).as("opening asks nothing").isEmpty();
  }

  @Override
  protected void clean() {
    StrictFileSystem.forget("bucket");
    assertThat(world.openStreams).as("open streams").hasValue(0);
    assertThat(world.openClients).as("open clients").hasValue(0);
  }

  private static StoreKey key(String value) {
    return new StoreKey(value);
  }

  private void costs(Runnable request, String... calls) {
    world.calls.clear();
    request.run();
    assertThat(world.calls).containsExactly(calls);
  }

  private static final String ROOT = "/data/x y%20.zarr";

  @Test
  void aWholeValueIsOneOpenAndOneRead() {
    put("a/b", new byte[5000]);
    costs(
        () -> assertThat(store().get(key("a/b"), 1 << 20)).isPresent(),
        "open " + ROOT + "/a/b",
        "read " + ROOT + "/a/b 5000");
    costs(() -> assertThat(store().get(key("a/x"), 10)).isEmpty(), "open " + ROOT + "/a/x");
  }

  @Test
  void whatIsNotFoundAfterItWasOpenedIsNotAbsentWhileItIsThere() {
    put("a/b", new byte[5000]);
    for (String what : List.of("read", "pread")) {
      world.faults.put(what, new FileNotFoundException("the version that was opened is gone"));
    }
    List<Runnable> requests =
        List.of(
            () -> store().get(key("a/b"), 1 << 20),
            () -> store().ranges().get().read(key("a/b"), new Slice(1, 2)),
            () -> store().ranges().get().read(key("a/b"), new Suffix(2)),
            () ->
                store()
                    .ranges()
                    .get()
                    .read(key("a/b"), List.of(new Slice(1, 2)), RangeMerge.DEFAULT));
    for (Runnable request : requests) {
      assertThatThrownBy(request::run).isInstanceOf(UnavailableException.class);
    }
    world.faults.clear();
    assertThat(store().get(key("a/b"), 1 << 20)).isPresent();
  }

  @Test
  void aStreamThatDoesNotSayItsLengthIsReadWholeWithoutAStatus() {
    world.saysAvailable = false;
    byte[] value = new byte[200_000];
    new java.util.Random(7).nextBytes(value);
    put("a/b", value);
    costs(
        () -> assertThat(store().get(key("a/b"), 1 << 20)).hasValue(ByteBuffer.wrap(value)),
        "open " + ROOT + "/a/b",
        "read " + ROOT + "/a/b 65536");
  }

  @Test
  void aRangeIsOneOpenAndOnePositionedRead() {
    put("a/b", new byte[5000]);
    costs(
        () -> store().ranges().get().read(key("a/b"), new Slice(100, 50)),
        "open " + ROOT + "/a/b",
        "pread " + ROOT + "/a/b 100+50");
    costs(
        () -> store().ranges().get().read(key("a/x"), new Slice(100, 50)), "open " + ROOT + "/a/x");
  }

  @Test
  void slicesShareOneOpen() {
    put("a/b", new byte[5000]);
    List<Slice> slices = List.of(new Slice(4000, 10), new Slice(0, 10), new Slice(15, 10));
    costs(
        () -> store().ranges().get().read(key("a/b"), slices, new RangeMerge(5, 100)),
        "open " + ROOT + "/a/b",
        "pread " + ROOT + "/a/b 0+25",
        "pread " + ROOT + "/a/b 4000+10");
  }

  @Test
  void aSuffixIsOneStatusAndOnePositionedRead() {
    put("a/b", new byte[5000]);
    costs(
        () -> store().ranges().get().read(key("a/b"), new Suffix(20)),
        "status " + ROOT + "/a/b",
        "open " + ROOT + "/a/b",
        "pread " + ROOT + "/a/b 4980+20");
    costs(() -> store().ranges().get().read(key("a/x"), new Suffix(20)), "status " + ROOT + "/a/x");
  }

  @Test
  void aLongRangeIsComparedWithTheLengthFirst() {
    put("a/b", new byte[5000]);
    costs(
        () ->
            assertThatThrownBy(
                    () -> store().ranges().get().read(key("a/b"), new Slice(0, 1L << 30)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("only 5000 bytes"),
        "open " + ROOT + "/a/b",
        "status " + ROOT + "/a/b");
  }

  @Test
  void anObjectIsPutWithoutTemporaryOrRename() {
    costs(() -> put("a/b", new byte[5]), "create " + ROOT + "/a/b", "put " + ROOT + "/a/b");
  }

  @Test
  void refusalsAreNotAbsence() {
    put("a/b", new byte[5]);
    world.faults.put("open", new java.nio.file.AccessDeniedException("a/b", null, "403 Forbidden"));
    assertThatThrownBy(() -> store().get(key("a/b"), 10))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("strict://bucket/data/x y%20.zarr/a/b");
    world.faults.put("open", new SocketTimeoutException("Read timed out"));
    assertThatThrownBy(() -> store().get(key("a/b"), 10))
        .isInstanceOf(UnavailableException.class)
        .satisfies(e -> assertThat(((StoreException) e).isRetryable()).isTrue())
        .hasCauseInstanceOf(SocketTimeoutException.class);
    world.faults.put("list", new IOException("listing needs a permission of its own"));
    assertThatThrownBy(() -> store().listing().get().keys(Optional.empty()).count())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("of its own");
    world.faults.put("open", new IllegalStateException("client with geheim/123 is broken"));
    assertThatThrownBy(() -> store().get(key("a/b"), 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("client with *** is broken")
        .satisfies(
            e -> {
              java.io.StringWriter trace = new java.io.StringWriter();
              e.printStackTrace(new java.io.PrintWriter(trace));
              assertThat(trace.toString()).doesNotContain("geheim");
            });
  }

  @Test
  void aFailedWriteSaysSoAndKeepsTheOldValue() {
    put("a/b", new byte[] {1});
    world.faults.put("put", new IOException("no space"));
    assertThatThrownBy(() -> put("a/b", new byte[] {2}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Cannot write strict://bucket/data/x y%20.zarr/a/b")
        .hasMessageContaining("no space");
    assertThat(store().get(key("a/b"), 10)).contains(ByteBuffer.wrap(new byte[] {1}));
  }

  @Test
  void afterClosingTheClientIsGone() {
    store().close();
    assertThat(world.openClients).hasValue(0);
    assertThatThrownBy(() -> store().get(key("a"), 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void identityNamesThePlaceAndTheEndpointButNoSecret() {
    String here = store().identity().orElseThrow();
    assertThat(here).contains("strict://bucket/data/x y%20.zarr").doesNotContain("geheim");
    Map<String, String> elsewhere = new java.util.HashMap<>(SETTINGS);
    elsewhere.put("fs.strict.endpoint", "http://other:9000");
    try (Store other =
        HadoopStore.open(new StoreLocation("strict://bucket/data/x y%20.zarr", elsewhere))) {
      assertThat(other.identity().orElseThrow()).isNotEqualTo(here);
      assertThat(other.describe()).isEqualTo(store().describe());
    }
  }

  @Test
  void whatOneUserReadIsNotKeptForAnother() {
    StoreLocation location = new StoreLocation("strict://bucket/data/x y%20.zarr", SETTINGS);
    String of =
        UserGroupInformation.createRemoteUser("another")
            .doAs(
                (PrivilegedAction<String>)
                    () -> {
                      try (Store store = HadoopStore.open(location)) {
                        return store.identity().orElseThrow();
                      }
                    });
    assertThat(of).isNotEqualTo(store().identity().orElseThrow());
  }

  @Test
  void theRootOfABucketIsAPlaceToo() {
    try (Store bucket = HadoopStore.open(new StoreLocation("strict://bucket/", SETTINGS))) {
      put("a/b", new byte[] {1});
      assertThat(bucket.get(key("data/x y%20.zarr/a/b"), 10)).isPresent();
      assertThat(bucket.describe(key("a"))).isEqualTo("strict://bucket/a");
      assertThat(bucket.listing().get().keys(Optional.empty()))
          .containsExactly(key("data/x y%20.zarr/a/b"));
    }
  }

  @Test
  void s3StreamsAreMadeSafeWhateverTheScheme() {
    for (String scheme : List.of("s3", "s3a")) {
      Map<String, String> settings =
          Map.of(
              "fs.s3a.impl",
              StrictFileSystem.class.getName(),
              "fs.s3a.input.stream.type",
              "analytics");
      try (Store s3 = HadoopStore.open(new StoreLocation(scheme + "://bucket/x", settings))) {
        assertThat(s3.describe()).isEqualTo("s3a://bucket/x");
        assertThat(world.configuration.get("fs.s3a.input.stream.type")).isEqualTo("classic");
        assertThat(world.configuration.get("fs.s3a.experimental.input.fadvise"))
            .isEqualTo("random");
      }
    }
    Map<String, String> vendor =
        Map.of(
            "fs.s3.impl",
            StrictFileSystem.class.getName(),
            "fs.s3a.experimental.input.fadvise",
            "normal");
    try (Store s3 = HadoopStore.open(new StoreLocation("s3://bucket/x", vendor))) {
      assertThat(s3.describe()).isEqualTo("s3://bucket/x");
      assertThat(world.configuration.get("fs.s3a.experimental.input.fadvise")).isEqualTo("normal");
    }
  }

  @Test
  void aMissingClientNamesWhatToAdd() {
    assertThatThrownBy(
            () ->
                HadoopStore.open(
                    new StoreLocation(
                        "gone://u:geheim@bucket/x", Map.of("fs.gone.impl", "no.such.Client"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("gone://bucket/x")
        .hasMessageContaining("no.such.Client")
        .hasMessageContaining("Hadoop client")
        .hasMessageNotContaining("geheim");
  }
}
