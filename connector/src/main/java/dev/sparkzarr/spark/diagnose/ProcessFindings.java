package dev.sparkzarr.spark.diagnose;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.ConnectorVersion;
import dev.sparkzarr.codec.NativeCode;
import java.net.URL;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkBuildInfo;
import scala.util.Properties;

/** What the process is that runs this: versions, libraries, class loaders. */
final class ProcessFindings {
  private ProcessFindings() {}

  static List<Finding> here() {
    return Stream.concat(
            Stream.of(
                Finding.of("connector", ConnectorVersion::current),
                Finding.of("connector jar", () -> jarOf(ProcessFindings.class)),
                Finding.of("spark", () -> SparkBuildInfo.spark_version()),
                Finding.of("java", ProcessFindings::java),
                Finding.of("scala", () -> Properties.versionNumberString()),
                Finding.of("hadoop", () -> VersionInfo.getVersion()),
                library(
                    "jackson",
                    "com.fasterxml.jackson.databind.ObjectMapper",
                    () -> new ObjectMapper().version()),
                library("zstd-jni", "com.github.luben.zstd.Zstd", NativeCode::zstd),
                library("lz4-java", "net.jpountz.lz4.LZ4Factory", NativeCode::lz4),
                Finding.of("vectors", NativeCode::vectors),
                Finding.of("processors", () -> Runtime.getRuntime().availableProcessors()),
                Finding.of("heap", () -> (Runtime.getRuntime().maxMemory() >> 20) + " MiB"),
                Finding.of("class loader", () -> name(ProcessFindings.class.getClassLoader())),
                Finding.of(
                    "context class loader",
                    () -> context(Thread.currentThread().getContextClassLoader()))),
            platform())
        .toList();
  }

  private static String java() {
    return Runtime.version()
        + ", "
        + System.getProperty("java.vendor")
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch");
  }

  private static Finding library(String name, String type, Callable<?> version) {
    return Finding.of(name, () -> version.call() + ", " + jarOf(Class.forName(type)));
  }

  /** Its file only: where it lies says nothing that another machine could use. */
  private static String jarOf(Class<?> type) {
    String file =
        Optional.ofNullable(type.getProtectionDomain().getCodeSource())
            .map(CodeSource::getLocation)
            .map(URL::getPath)
            .orElse("an unknown place");
    return file.substring(file.lastIndexOf('/', file.length() - 2) + 1);
  }

  private static String name(ClassLoader loader) {
    return loader == null ? "none" : loader.getClass().getName();
  }

  /** Whether jars that users attach are seen by this thread in the same copy as by the library. */
  private static String context(ClassLoader loader) {
    ClassLoader own = ProcessFindings.class.getClassLoader();
    if (loader == own) {
      return "the same";
    }
    String relation = "does not see the connector";
    try {
      Class<?> seen = Class.forName(ProcessFindings.class.getName(), false, loader);
      relation = seen == ProcessFindings.class ? "sees it" : "has another copy of the connector";
    } catch (ClassNotFoundException e) {
      // That is the answer.
    }
    return name(loader) + ", " + relation;
  }

  /** What platforms say of themselves. */
  private static Stream<Finding> platform() {
    return Stream.of("DATABRICKS_RUNTIME_VERSION", "EMR_RELEASE_LABEL", "DATAPROC_IMAGE_VERSION")
        .filter(name -> System.getenv(name) != null)
        .map(name -> new Finding(name, System.getenv(name)));
  }
}
