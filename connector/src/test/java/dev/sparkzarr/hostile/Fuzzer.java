package dev.sparkzarr.hostile;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrJsonParser;
import dev.sparkzarr.metadata.ZarrayParser;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Makes inputs and reads them. Those that take a new way through the code are kept and changed
 * further. The same seed makes the same inputs. For one thread.
 */
final class Fuzzer {
  private static final int MOST_DOCUMENTS = 6000;
  private static final Set<String> OLD = Set.of("numcodecs.json", "numcodecs.msgpack");

  final FuzzReading reading = new FuzzReading();
  final List<FuzzTarget> targets = new ArrayList<>();

  /** Inputs that took a new way, in order. */
  final List<FuzzInput> found = new ArrayList<>();

  long chunks;
  long documents;

  /** What is being read. */
  volatile FuzzInput current = new FuzzInput(new byte[0], null);

  private final Random random;
  private final FuzzMutation mutation;
  private final List<byte[]> seeds;
  private final List<byte[]> pool;
  private final Set<Long> ways = new HashSet<>();

  Fuzzer(long seed) {
    random = new Random(seed);
    mutation = new FuzzMutation(random);
    seeds = FuzzSeeds.arrays();
    for (byte[] document : seeds) {
      array(document).flatMap(array -> FuzzTarget.of(array, random)).ifPresent(targets::add);
    }
    pool = new ArrayList<>(seeds);
    pool.addAll(FuzzSeeds.groups(seeds, random));
  }

  private static Optional<ArrayMetadata> array(byte[] document) {
    NodePath path = new NodePath("a");
    ByteBuffer bytes = ByteBuffer.wrap(document);
    try {
      return Optional.of(
          FuzzReading.text(document).contains("\"node_type\"")
              ? (ArrayMetadata) ZarrJsonParser.parseNode(bytes, path, "memory:store")
              : ZarrayParser.parse(bytes, Optional.empty(), path, "memory:store"));
    } catch (ZarrException e) {
      return Optional.empty(); // a chain that is none for this type
    }
  }

  /** Reads what nobody changed. */
  void readSeeds() {
    for (byte[] document : pool) {
      current = new FuzzInput(document, null);
      ways.add(reading.document(document));
    }
    for (FuzzTarget target : targets) {
      current = new FuzzInput(target.document, target.whole());
      boolean old = target.codecs.stream().anyMatch(codec -> OLD.contains(codec.name()));
      if (reading.chunk(target.pipeline, target.whole()) != 0 && !old) {
        throw new AssertionError("refused, though it is whole");
      }
    }
  }

  /** Reads one input. */
  void step() {
    if (random.nextInt(4) == 0) {
      document();
    } else {
      chunk();
    }
  }

  private void chunk() {
    int which = random.nextInt(targets.size());
    FuzzTarget target = targets.get(which);
    byte[] stored = target.damaged(mutation, random);
    current = new FuzzInput(target.document, stored);
    chunks++;
    if (ways.add(31 * reading.chunk(target.pipeline, stored) + which)) {
      target.keep(stored, random);
      found.add(current);
    }
  }

  private void document() {
    byte[] other = pool.get(random.nextInt(pool.size()));
    byte[] document = mutation.document(pool.get(random.nextInt(pool.size())), other);
    current = new FuzzInput(document, null);
    documents++;
    if (ways.add(reading.document(document))) {
      found.add(current);
      if (pool.size() < MOST_DOCUMENTS) {
        pool.add(document);
      } else {
        pool.set(seeds.size() + random.nextInt(MOST_DOCUMENTS - seeds.size()), document);
      }
    }
  }
}
