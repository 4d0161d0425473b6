package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What masks in one format masks in the other, and nothing else does. */
class CopiedFillTest {
  private static final FillValue ZERO = new FillValue(new byte[] {0, 0});
  private static final FillValue SEVEN = new FillValue(new byte[] {7, 0});

  /** 7.0 as xarray spells it in format 3: base64 of a little-endian double. */
  private static final String SEVEN_IN_BASE64 = "AAAAAAAAHEA=";

  private static CopiedFill copied(
      ElementKind kind, ZarrFormat from, FillValue fill, String attributes, ZarrFormat to)
      throws JsonProcessingException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(attributes.replace('\'', '"'));
    ArrayMetadata array =
        OriginFit.array(from, new DataType.Numeric(kind), Optional.ofNullable(fill), json);
    return CopiedFill.of(array, to);
  }

  private static CopiedFill int16(ZarrFormat from, FillValue fill, String attributes, ZarrFormat to)
      throws JsonProcessingException {
    return copied(ElementKind.INT16, from, fill, attributes, to);
  }

  @Test
  void theFillValueOfFormat2BecomesAnAttribute() throws JsonProcessingException {
    CopiedFill copy = int16(ZarrFormat.V2, SEVEN, "{'units':'m'}", ZarrFormat.V3);
    assertThat(copy.fill()).contains(SEVEN);
    assertThat(copy.attributes().toJson()).hasToString("{\"units\":\"m\",\"_FillValue\":7}");
    FillValue seven = new FillValue(new byte[] {0, 0, (byte) 0xe0, 0x40});
    assertThat(
            copied(ElementKind.FLOAT32, ZarrFormat.V2, seven, "{}", ZarrFormat.V3)
                .attributes()
                .text("_FillValue"))
        .contains(SEVEN_IN_BASE64);
  }

  @Test
  void whatDoesNotMaskInFormat2IsNoAttribute() throws JsonProcessingException {
    CopiedFill copy = int16(ZarrFormat.V2, null, "{}", ZarrFormat.V3);
    assertThat(copy.fill()).contains(ZERO);
    assertThat(copy.attributes().names()).isEmpty();
    assertThat(
            copied(ElementKind.BOOL, ZarrFormat.V2, new FillValue(new byte[1]), "{}", ZarrFormat.V3)
                .attributes()
                .names())
        .isEmpty();
  }

  @Test
  void theFillValueOfFormat3MasksNothingInFormat2() throws JsonProcessingException {
    assertThat(int16(ZarrFormat.V3, ZERO, "{}", ZarrFormat.V2).fill()).isEmpty();
    CopiedFill copy = int16(ZarrFormat.V3, ZERO, "{'_FillValue':7,'a':1}", ZarrFormat.V2);
    assertThat(copy.fill()).contains(SEVEN);
    assertThat(copy.attributes().toJson()).hasToString("{\"a\":1}");
    FillValue zero = new FillValue(new byte[4]);
    String nan = "{'_FillValue':'AAAAAAAA+H8='}";
    assertThat(copied(ElementKind.FLOAT32, ZarrFormat.V3, zero, nan, ZarrFormat.V2).fill())
        .contains(new FillValue(new byte[] {0, 0, (byte) 0xc0, 0x7f}));
  }

  @Test
  void theSameFormatKeepsBoth() throws JsonProcessingException {
    CopiedFill copy = int16(ZarrFormat.V3, ZERO, "{'_FillValue':7}", ZarrFormat.V3);
    assertThat(copy.fill()).contains(ZERO);
    assertThat(copy.attributes().toJson()).hasToString("{\"_FillValue\":7}");
  }
}
