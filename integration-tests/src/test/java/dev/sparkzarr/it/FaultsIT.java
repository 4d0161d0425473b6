package dev.sparkzarr.it;

import dev.sparkzarr.it.servers.Toxiproxy;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A web server that fails. */
class FaultsIT extends FaultsKit {
  FaultsIT() {
    super(ServedData.Kind.HTTP);
  }

  @Test
  void connectionsAreSlowCutAndReset() throws IOException {
    try (Toxiproxy toxiproxy = Toxiproxy.start()) {
      Toxiproxy.Link link = toxiproxy.to(proxy().port());
      String root = "http://127.0.0.1:" + link.port() + "/";
      link.spoil("latency", 1, "{\"latency\":20,\"jitter\":20}");
      isRight(root, Map.of());
      toxiproxy.heal();
      link.spoil("limit_data", 0.2, "{\"bytes\":30000}");
      isRight(root, Map.of("retries", "20"));
      toxiproxy.heal();
      link.spoil("reset_peer", 0.2, "{\"timeout\":5}");
      isRight(root, Map.of("retries", "20"));
      toxiproxy.heal();
      link.cut();
      isError(root, IMPATIENT, "Cannot read", root + STORE);
      toxiproxy.heal();
      isRight(root, Map.of());
    }
  }
}
