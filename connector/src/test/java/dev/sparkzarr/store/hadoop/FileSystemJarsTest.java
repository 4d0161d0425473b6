package dev.sparkzarr.store.hadoop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSystemJarsTest {
  @ParameterizedTest
  @CsvSource({
    "abfss://c@a.dfs.core.windows.net/x.zarr, org.apache.hadoop:hadoop-azure",
    "gs://bucket/x.zarr, com.google.cloud.bigdataoss:gcs-connector",
    "foo://bucket/x.zarr, the jar of its client"
  })
  void theErrorNamesTheJarThatIsMissing(String address, String jar) {
    Map<String, String> none =
        Map.of(
            "fs.abfss.impl", "no.such.FileSystem",
            "fs.gs.impl", "no.such.FileSystem",
            "fs.foo.impl", "no.such.FileSystem");
    assertThatThrownBy(() -> HadoopStore.open(new StoreLocation(address, none)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Hadoop has no file system for it")
        .hasMessageContaining("add " + jar);
  }
}
