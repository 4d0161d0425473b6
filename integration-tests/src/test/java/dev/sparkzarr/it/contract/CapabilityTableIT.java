package dev.sparkzarr.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.Capability;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Makes the table of {@code docs/stores.md} that says which store has which capability, from what
 * the contract kits declare: each kit fails where its store has more or less. Fails when the page
 * is stale; run with {@code -Dsparkzarr.write=true} to write it.
 */
class CapabilityTableIT {
  private static final Path PAGE = Path.of("..", "docs", "stores.md");
  private static final String BEGIN = "<!-- made by CapabilityTableIT -->\n";
  private static final String END = "<!-- end of what is made -->\n";
  private static final String STORE = "dev.sparkzarr.store.";
  private static final String CONTRACT = "dev.sparkzarr.it.contract.";

  private record Row(String name, String triedOn, String kit) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("memory", "-", STORE + "MemoryStoreTest"),
          new Row("local", "a local disk", STORE + "LocalStoreTest"),
          new Row("local, mount mode", "a FUSE volume", CONTRACT + "VolumeContractIT"),
          new Row("zip archive", "files", STORE + "zip.ZipStoreContractTest$Stored"),
          new Row("`http:`", "nginx", CONTRACT + "HttpContractIT"),
          new Row("`s3:`, `s3a:`", "versitygw, s3proxy", CONTRACT + "S3ContractIT"),
          new Row("`hdfs:` by Hadoop", "HDFS 3.3.4", CONTRACT + "HdfsContractIT"),
          new Row("`gs:` by Hadoop", "fake-gcs-server", CONTRACT + "GcsContractIT"),
          new Row("`wasb:` by Hadoop", "azurite", CONTRACT + "AzureContractIT"),
          new Row("`webdav:` by OpenDAL", "wsgidav", CONTRACT + "WebDavContractIT"),
          new Row(
              "read-only, around a store with all", "-", STORE + "middleware.ReadOnlyStoreTest"),
          new Row(
              "cache, around a store with all",
              "-",
              STORE + "cache.CacheStoreContractTest$AskingEachTime"),
          new Row(
              "the same, its index in Redis",
              "Redis",
              STORE + "cache.CacheStoreContractTest$IndexInRedis"),
          new Row("retries, around a store with all", "-", STORE + "middleware.RetryStoreTest"));

  @Test
  void thePageIsFresh() throws IOException, ReflectiveOperationException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(end).as("the marks in the page").isGreaterThanOrEqualTo(begin);
    String fresh = page.substring(0, begin) + table() + page.substring(end);
    if (Boolean.getBoolean("sparkzarr.write")) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(PAGE)
        .as("docs/stores.md, made by CapabilityTableIT with -Dsparkzarr.write=true")
        .hasContent(fresh);
  }

  private static String table() throws ReflectiveOperationException {
    StringBuilder table = new StringBuilder("| store | tried on |");
    Capability.ALL.forEach(capability -> table.append(' ').append(capability).append(" |"));
    table.append("\n|").append("---|".repeat(2 + Capability.ALL.size())).append('\n');
    for (Row row : ROWS) {
      Set<?> declared = declared(row.kit());
      table.append("| ").append(row.name()).append(" | ").append(row.triedOn()).append(" |");
      for (Capability<?> capability : Capability.ALL) {
        table.append(declared.contains(capability) ? " yes |" : " |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  /** What a kit says that its store has; no server is started for it. */
  private static Set<?> declared(String kit) throws ReflectiveOperationException {
    Object instance = instance(Class.forName(kit));
    for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals("expected") && method.getParameterCount() == 0) {
          method.setAccessible(true);
          return (Set<?>) method.invoke(instance);
        }
      }
    }
    throw new NoSuchMethodException(kit + ".expected");
  }

  private static Object instance(Class<?> type) throws ReflectiveOperationException {
    Class<?> outer = type.getEnclosingClass();
    Constructor<?> constructor =
        outer == null ? type.getDeclaredConstructor() : type.getDeclaredConstructor(outer);
    constructor.setAccessible(true);
    return outer == null ? constructor.newInstance() : constructor.newInstance(instance(outer));
  }
}
