package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.Fault;
import dev.sparkzarr.it.servers.Nginx;
import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Versitygw;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs with credentials in their options, such that succeed and such that fail: no credential is in
 * what Spark logs, in plans, errors, the event log (metrics are there) or the usage log. Spark
 * itself shows the options of a read; it hides the values of those whose names say that they are
 * secret, and whatever {@code spark.sql.redaction.options.regex} names.
 */
@Tag("servers")
class SecretsIT {
  private static final String STORE = "era5-uk-v2.zarr";
  private static final String WRONG = "planted-wr0ng-secret";
  private static final String SIGNATURE = "planted-s1gnature";
  private static final String TOKEN = "planted-t0ken";

  private static final List<String> PLANTED =
      List.of(
          Nginx.PASSWORD,
          Nginx.authorization().substring("Basic ".length()),
          Versitygw.SECRET_KEY,
          WRONG,
          SIGNATURE,
          TOKEN);

  @TempDir private Path folder;

  /** All texts that are not in the folder or the log. */
  private final List<String> texts = new ArrayList<>();

  @Test
  void noCredentialIsPrinted() throws IOException {
    Path events = Files.createDirectories(folder.resolve("events"));
    Path log;
    try (ServedData s3 = ServedData.on(ServedData.Kind.S3);
        Nginx nginx = Nginx.start();
        PassThrough web = PassThrough.to(nginx.port());
        SparkShell spark =
            SparkShell.start(
                SparkRuntime.ofThisBuild(),
                List.of(),
                Map.of(
                    "spark.eventLog.enabled", "true",
                    "spark.eventLog.dir", events.toUri().toString(),
                    "spark.sql.redaction.options.regex", "(?i)path|header"))) {
      nginx.fill(ServedData.DATA);
      log = spark.logFile();
      String root = "http://127.0.0.1:" + web.port() + "/";
      Map<String, String> login =
          Map.of("fs.http.user", Nginx.USER, "fs.http.password", Nginx.PASSWORD);
      Map<String, String> header = Map.of("fs.http.header.Authorization", Nginx.authorization());
      asks(spark, root + "auth/" + STORE, login, web);
      asks(spark, root + "auth/" + STORE, header, web);
      asks(
          spark,
          root.replace("//", "//u:" + Nginx.PASSWORD + "@") + "auth/" + STORE,
          Map.of(),
          web);
      asks(spark, root + STORE + "?sig=" + SIGNATURE, Map.of(), web);
      asks(spark, root + STORE, Map.of("fs.http.token", TOKEN), web);
      asks(spark, s3.root() + STORE, s3.options(), s3.proxy().orElseThrow());

      isRefused(spark, root + "auth/" + STORE, Map.of("fs.http.token", WRONG));
      Map<String, String> wrong = new HashMap<>(s3.options());
      wrong.put("fs.s3a.secret.key", WRONG);
      isRefused(spark, s3.root() + STORE, wrong);
    }
    texts.add(Files.readString(log));
    List<Path> files = files();
    assertThat(files).as("event log, usage log").hasSizeGreaterThanOrEqualTo(2);
    for (Path file : files) {
      texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    assertThat(String.join("", texts))
        .as("what is searched has what it should have")
        .contains("SparkListenerSQLExecutionStart", STORE + "/t2m/0.0.0", "Cannot read");
    for (String secret : PLANTED) {
      for (String text : texts) {
        int at = text.indexOf(secret);
        assertThat(at).as(() -> secret + " in: " + around(text, at)).isNegative();
      }
    }
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** A query that succeeds, its plans, and one that fails on a chunk. */
  private void asks(
      SparkShell spark, String address, Map<String, String> options, PassThrough proxy)
      throws IOException {
    Map<String, String> logged = new HashMap<>(options);
    logged.put("usageLog", folder.resolve("usage") + "/");
    isDone(spark.load(address, logged));
    String query = "SELECT avg(t2m) FROM t WHERE latitude > 55";
    isDone(spark.sql(query));
    SparkShell.Outcome plans = spark.explain(query);
    isDone(plans);
    texts.add(plans.value().toString());
    proxy.spoil(
        request ->
            request.target().contains("t2m/0.0.0")
                ? Optional.of(new Fault.Answer(403))
                : Optional.empty());
    SparkShell.Outcome failed = spark.sql(query);
    assertThat(failed.error()).contains("Cannot read");
    texts.add(failed.error());
    proxy.heal();
  }

  private void isRefused(SparkShell spark, String address, Map<String, String> options)
      throws IOException {
    SparkShell.Outcome outcome = spark.load(address, options);
    assertThat(outcome.error()).contains("AccessDeniedException");
    texts.add(outcome.error());
  }

  private static void isDone(SparkShell.Outcome outcome) {
    assertThat(outcome.error()).isEmpty();
  }
}
