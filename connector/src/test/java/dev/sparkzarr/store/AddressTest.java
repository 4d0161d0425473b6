package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  private static final Map<String, String> DBFS = Map.of("fs.defaultFS", "dbfs:///");

  private static StoreLocation at(String uri) {
    return new StoreLocation(uri, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "/data/x.zarr, /data/x.zarr",
    "data/x.zarr, data/x.zarr",
    "'/data/my store/50%/%20/ü/[10ms]/a+b#c?d', '/data/my store/50%/%20/ü/[10ms]/a+b#c?d'",
    "/data/a:b/s3://x, /data/a:b/s3://x",
    "file:/data/x%20y, /data/x%20y",
    "file:///data/x, /data/x",
    "file://localhost/data/x, /data/x",
    "FILE:/data/x, /data/x",
    "file:data/x, data/x",
  })
  void aLocalPathIsTakenLiterally(String uri, String path) {
    assertThat(Address.localPath(at(uri))).contains(path);
    assertThat(Address.localPath(new StoreLocation(uri, Map.of("fs.defaultFS", "file:///"))))
        .contains(path);
  }

  @ParameterizedTest
  @CsvSource({
    "/Volumes/c/s/v/x.zarr, /Volumes/c/s/v/x.zarr",
    "dbfs:/Volumes/c/s/v/x.zarr, /Volumes/c/s/v/x.zarr",
    "dbfs:///Volumes/c/s/v/x.zarr, /Volumes/c/s/v/x.zarr",
    "file:/Volumes/c/s/v/x.zarr, /Volumes/c/s/v/x.zarr",
    "/dbfs/mnt/x.zarr, /dbfs/mnt/x.zarr",
    "file:/dbfs/mnt/x.zarr, /dbfs/mnt/x.zarr",
    "/Workspace/Users/me/x.zarr, /Workspace/Users/me/x.zarr",
    "/Volumes, /Volumes",
  })
  void aMountedVolumeIsLocalWhateverTheDefault(String uri, String path) {
    assertThat(Address.localPath(new StoreLocation(uri, DBFS))).contains(path);
    assertThat(Address.localPath(at(uri))).contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/data/x.zarr",
        "x.zarr",
        "/VolumesOther/x",
        "/dbfsx",
        "dbfs:/mnt/x",
        "dbfs:/VolumesOther/x",
        "s3a://bucket/Volumes/x",
        "hdfs:///Volumes/x",
        "memory:x"
      })
  void theRestIsNotLocalWhereAnotherFileSystemIsTheDefault(String uri) {
    assertThat(Address.localPath(new StoreLocation(uri, DBFS))).isEmpty();
  }

  @Test
  void aHostInAFileAddressIsAMistake() {
    assertThatThrownBy(() -> Address.localPath(at("file://data/x.zarr")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("'data'")
        .hasMessageContaining("file:///");
    assertThatThrownBy(() -> Address.localPath(at("file://data")))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void nothingIsNoAddress() {
    assertThatThrownBy(() -> Address.parse(" ")).isInstanceOf(StoreException.class);
  }
}
