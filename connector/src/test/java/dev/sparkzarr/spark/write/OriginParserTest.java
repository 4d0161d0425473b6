package dev.sparkzarr.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.dataset.Column;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.Test;

class OriginParserTest {
  private static Metadata scalar() {
    return new MetadataBuilder()
        .putMetadata(
            "zarr",
            new MetadataBuilder()
                .putStringArray("dimensions", new String[0])
                .putString("role", "coordinate")
                .putString("dtype", "int64")
                .putString("attributes", "{\"units\":\"1\"}")
                .putString("encoding", "{}")
                .build())
        .build();
  }

  @Test
  void aScalarIsKnownAlsoAfterItsMetadataWereText() {
    for (Metadata metadata : new Metadata[] {scalar(), Metadata.fromJson(scalar().json())}) {
      var origin = OriginParser.of(metadata).orElseThrow();
      assertThat(origin.dimensions()).isEmpty();
      assertThat(origin.role()).isEqualTo(Column.Role.COORDINATE);
      assertThat(origin.dtype()).contains("int64");
      assertThat(origin.attributes().get("units").textValue()).isEqualTo("1");
    }
  }

  @Test
  void whatIsNotOursIsLeftOut() {
    assertThat(OriginParser.of(Metadata.empty())).isEmpty();
    assertThat(
            OriginParser.of(
                Metadata.fromJson("{\"zarr\":{\"dimensions\":[\"x\"],\"role\":\"king\"}}")))
        .isEmpty();
  }
}
