package dev.sparkzarr.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.spark.options.OptionException;
import org.junit.jupiter.api.Test;

class ZarrSourceTest {
  @Test
  void aStoreInMemoryIsRefusedOnACluster() {
    ZarrSource.checkReachable("read", "memory:a", true);
    ZarrSource.checkReachable("read", "/memory:a", false);
    assertThatThrownBy(() -> ZarrSource.checkReachable("read", "memory:a", false))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("Cannot read memory:a on a cluster");
  }
}
