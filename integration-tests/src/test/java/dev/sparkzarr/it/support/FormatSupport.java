package dev.sparkzarr.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Reads the store of every feature and says what came of it. A plain program, so that one compiled
 * class serves every Spark: {@code FormatSupport DIRECTORY OUTPUT} writes one line for each feature
 * of the files {@code features-*.json} in the directory.
 */
public final class FormatSupport {
  private FormatSupport() {}

  /** Runs all features on a Spark session of its own. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("format support")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    List<String> lines = new ArrayList<>();
    for (JsonNode feature : features(directory)) {
      lines.add(new FeatureRead(spark, directory, feature).outcome().toLine());
    }
    Files.write(Path.of(arguments[1]), lines);
    System.out.println("Spark " + spark.version() + ": " + lines.size() + " features");
    spark.stop();
    System.exit(0);
  }

  private static List<JsonNode> features(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "features-*.json")) {
      stream.forEach(files::add);
    }
    files.sort(null);
    List<JsonNode> features = new ArrayList<>();
    for (Path file : files) {
      new ObjectMapper().readTree(file.toFile()).forEach(features::add);
    }
    return features;
  }
}
