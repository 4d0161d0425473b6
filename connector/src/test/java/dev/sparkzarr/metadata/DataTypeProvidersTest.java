package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.DataTypeDocumentsTest.hex;
import static dev.sparkzarr.metadata.DataTypeDocumentsTest.json;
import static dev.sparkzarr.metadata.DataTypeDocumentsTest.ofV3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.LaterJar;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Data types that another jar brings. */
class DataTypeProvidersTest {
  private static final String MONEY =
      "{'name':'test.money','configuration':{'currency':'EUR','bits':16}}";
  private static final String LITTLE = "{'name':'bytes','configuration':{'endian':'little'}}";

  /** Brings some names, and an {@code int8} that nobody asked for. */
  public static final class Provider implements DataTypeProvider {
    @Override
    public Optional<DataType> storage(String name, ObjectNode configuration) {
      DataType int16 = new DataType.Numeric(ElementKind.INT16);
      return switch (name) {
        case "test.money" -> {
          if (configuration.remove("bits").asInt() != 16) {
            throw new IllegalArgumentException("'bits' is not 16");
          }
          yield Optional.of(int16);
        }
        case "test.pair" ->
            Optional.of(
                new DataType.Struct(List.of(new DataType.Struct.Field("p", int16, Shape.of(2)))));
        case "test.name", "int8" -> Optional.of(new DataType.Text());
        case "test.again" -> Optional.of(new DataType.Extended("test.money", configuration, int16));
        case "test.huge" -> Optional.of(new DataType.Raw(DataTypes.MOST_BYTES + 1));
        default -> Optional.empty();
      };
    }
  }

  private static <T> T with(Callable<T> action) throws Exception {
    return LaterJar.with(DataTypeProvider.class, Provider.class.getName(), action);
  }

  private static ArrayMetadata read(String type, String fill) throws Exception {
    return with(() -> ofV3(json(type), json(fill), json(LITTLE)));
  }

  @Test
  void aTypeOfTheThreadsLoaderIsReadAsItsStorage() throws Exception {
    ArrayMetadata array = read(MONEY, "-2");
    DataType.Extended money = (DataType.Extended) array.dataType();
    assertThat(money.name()).isEqualTo("test.money");
    assertThat(money.configuration()).hasToString(json("{'bits':16,'currency':'EUR'}"));
    assertThat(money.storage()).isEqualTo(new DataType.Numeric(ElementKind.INT16));
    assertThat(hex(array)).isEqualTo("feff");
    assertThat(array.document())
        .contains(json("'data_type':{'name':'test.money','configuration':"))
        .contains(json("'fill_value':-2"));
    assertThat(with(() -> ArrayMetadata.parse(array.document()))).isEqualTo(array);
  }

  @Test
  void itsFillValueIsThatOfItsStorage() throws Exception {
    ArrayMetadata name = read("'test.name'", "'h\u00e9'");
    assertThat(hex(name)).isEqualTo("68c3a9");
    assertThat(name.document()).contains(json("'data_type':'test.name'"));
    ArrayMetadata pair = read("'test.pair'", "{'p':[1,-1]}");
    assertThat(hex(pair)).isEqualTo("0100ffff");
    assertThat(with(() -> ArrayMetadata.parse(pair.document()))).isEqualTo(pair);
    assertThatThrownBy(() -> read(MONEY, "40000"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("the fill value '40000' is not a int16");
  }

  @Test
  void itMayBeAFieldOfARecord() throws Exception {
    String type =
        "{'name':'struct','configuration':{'fields':[{'name':'m','data_type':"
            + MONEY
            + "},{'name':'n','data_type':'test.pair'}]}}";
    ArrayMetadata array = read(type, "{'m':7,'n':{'p':[8,9]}}");
    assertThat(hex(array)).isEqualTo("070008000900");
    assertThat(with(() -> ArrayMetadata.parse(array.document()))).isEqualTo(array);
  }

  @Test
  void namesOfTheLibraryCannotBeReplaced() throws Exception {
    assertThat(read("'int8'", "1").dataType()).isEqualTo(new DataType.Numeric(ElementKind.INT8));
  }

  @Test
  void withoutTheJarTheNameIsRefused() {
    assertThatThrownBy(() -> ofV3(json(MONEY), "1", json(LITTLE)))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("data type 'test.money' is not supported by this version.")
        .hasMessageContaining("DataTypeProvider service");
  }

  @Test
  void whatAProviderDoesWrongIsSaid() {
    assertThatThrownBy(() -> read(MONEY.replace("16", "17"), "1"))
        .isInstanceOf(MetadataException.class)
        .hasMessage(
            "Cannot read array /a in memory:store: data type 'test.money' cannot be used: 'bits'"
                + " is not 16");
    assertThatThrownBy(() -> read("'test.again'", "1"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("'test.again' is stored as another added type");
    assertThatThrownBy(() -> read("'test.huge'", "1"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("'test.huge' has elements of 67108865 bytes");
    assertThatThrownBy(
            () ->
                LaterJar.with(
                    DataTypeProvider.class,
                    "org.example.Gone",
                    () -> ofV3(json(MONEY), "1", json(LITTLE))))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("a data type service on the class path is broken")
        .hasMessageContaining("org.example.Gone");
  }

  @Test
  void v2HasNoNameForIt() throws Exception {
    ArrayMetadata array = read(MONEY, "-2");
    assertThatThrownBy(
            () ->
                ArrayMetadata.of(
                    ZarrFormat.V2,
                    array.shape(),
                    array.dataType(),
                    array.grid(),
                    new ChunkKeyEncoding.V2('.'),
                    array.fillValue(),
                    array.codecs(),
                    List.of(),
                    Attributes.EMPTY))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("v2 has no data type test.money. Use format 3.");
  }
}
