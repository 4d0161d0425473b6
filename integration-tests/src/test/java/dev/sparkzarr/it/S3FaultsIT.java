package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.Fault;
import dev.sparkzarr.it.servers.Seen;
import dev.sparkzarr.it.servers.Versitygw;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * S3 that fails, and S3 whose listings are old: {@code consolidated=false} makes the store be
 * listed, and the proxy answers what the bucket held before.
 */
class S3FaultsIT extends FaultsKit {
  private static final List<String> ARRAYS =
      List.of("latitude", "longitude", "number", "step", "surface", "t2m", "time", "valid_time");

  private static final Map<String, String> LISTED = Map.of("consolidated", "false");

  S3FaultsIT() {
    super(ServedData.Kind.S3);
  }

  /** Answers each listing of the store with these arrays in it. */
  private void listAs(List<String> arrays) {
    String place = "data/" + STORE + "/";
    StringBuilder found = new StringBuilder();
    for (String document : List.of(".zattrs", ".zgroup", ".zmetadata")) {
      found.append("<Contents><Key>" + place + document + "</Key><Size>1</Size></Contents>");
    }
    for (String array : arrays) {
      found.append("<CommonPrefixes><Prefix>" + place + array + "/</Prefix></CommonPrefixes>");
    }
    String answer =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>"
            + Versitygw.BUCKET
            + "</Name><Prefix>"
            + place
            + "</Prefix><Delimiter>/</Delimiter><MaxKeys>1000</MaxKeys><IsTruncated>false"
            + "</IsTruncated>"
            + found
            + "</ListBucketResult>";
    Map<String, String> xml = Map.of("Content-Type", "application/xml");
    spoil(S3FaultsIT::isListing, new Fault.Answer(200, xml, answer));
  }

  /** Of what is in the store itself, not in an array. */
  private static boolean isListing(Seen request) {
    String query = URLDecoder.decode(request.target(), StandardCharsets.UTF_8) + "&";
    return query.contains("list-type=2") && query.contains("prefix=data/" + STORE + "/&");
  }

  @AfterEach
  void heal() {
    proxy().heal();
  }

  @Test
  void aListingThatIsFreshGivesTheRightAnswer() throws IOException {
    proxy().take();
    isRight(data().root(), LISTED);
    assertThat(proxy().take()).anyMatch(S3FaultsIT::isListing);
    listAs(ARRAYS);
    isRight(data().root(), LISTED);
  }

  /** What was deleted since then is not there. */
  @Test
  void aListingWithAnArrayThatIsGoneGivesTheRightAnswer() throws IOException {
    List<String> more = new ArrayList<>(ARRAYS);
    more.add("tp");
    listAs(more);
    isRight(data().root(), LISTED);
  }

  /** What was written since then is missed, and not read as something else. */
  @Test
  void aListingWithoutTheArrayThatIsWantedIsAnError() throws IOException {
    List<String> fewer = new ArrayList<>(ARRAYS);
    fewer.remove("t2m");
    listAs(fewer);
    Map<String, String> wanted = Map.of("consolidated", "false", "variables", "t2m");
    SparkShell.Outcome outcome = load(data().root(), wanted);
    assertThat(outcome.error()).contains("Cannot read", STORE, "t2m");
    proxy().heal();
    isRight(data().root(), LISTED);
  }

  /** Coordinates are asked for by the names of dimensions, so that no index stands for a value. */
  @Test
  void aListingWithoutACoordinateGivesTheRightAnswer() throws IOException {
    List<String> fewer = new ArrayList<>(ARRAYS);
    fewer.remove("latitude");
    listAs(fewer);
    isRight(data().root(), LISTED);
  }
}
