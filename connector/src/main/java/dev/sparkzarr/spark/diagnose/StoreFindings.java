package dev.sparkzarr.spark.diagnose;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.hadoop.HadoopStore;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a process reaches a store: who takes its address and why, what the store can do, and whether
 * the node is there. Immutable; travels to executors.
 *
 * @param location of the store; may hold credentials, which its text does not show
 * @param group the node
 * @param consolidated whether consolidated metadata are used
 */
record StoreFindings(StoreLocation location, NodePath group, Hierarchy.Consolidated consolidated)
    implements Serializable {
  /** Asks the store for one node, without retries. */
  List<Finding> here() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.of(
            "store providers",
            () ->
                Stores.providers().stream()
                    .map(StoreProvider::name)
                    .collect(Collectors.joining(", "))));
    try {
      Stores.Opened opened = Stores.find(location);
      try (Store store = opened.store()) {
        findings.add(Finding.of("path rule", () -> rules(opened.provider())));
        findings.add(Finding.of("store", () -> kind(store, opened.provider())));
        findings.add(Finding.of("store can", () -> capabilities(store)));
        findings.add(Finding.of("metadata", () -> metadata(store)));
      }
    } catch (RuntimeException | LinkageError e) {
      findings.add(Finding.of("path rule", () -> rules(null)));
      findings.add(
          Finding.of(
              "store",
              () -> {
                throw e instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e);
              }));
    }
    Secrets secrets = Secrets.of(location.settings());
    return findings.stream()
        .map(finding -> new Finding(finding.name(), secrets.hideIn(finding.value())))
        .toList();
  }

  /**
   * @param last who took the address; null: nobody
   */
  private String rules(StoreProvider last) {
    List<String> rules = new ArrayList<>();
    for (StoreProvider provider : Stores.providers()) {
      boolean isLast = last != null && provider.getClass() == last.getClass();
      Optional<String> rule = provider.rule(location);
      rule.ifPresent(text -> rules.add(provider.name() + ": " + text));
      if (isLast) {
        if (rule.isEmpty()) {
          rules.add(provider.name() + ": taken by its scheme");
        }
        break;
      }
    }
    return String.join("; ", rules);
  }

  private static String kind(Store store, StoreProvider provider) {
    String kind =
        store.describe() + ", " + store.getClass().getName() + " of provider " + provider.name();
    return store instanceof HadoopStore hadoop ? kind + " over " + hadoop.client() : kind;
  }

  private static String capabilities(Store store) {
    return Capability.ALL.stream()
        .filter(capability -> capability.isOf(store))
        .map(Capability::capabilityName)
        .collect(Collectors.joining(", "));
  }

  private String metadata(Store store) {
    return Hierarchy.open(store, consolidated)
        .node(group)
        .map(StoreFindings::describe)
        .orElse("there is no Zarr group or array");
  }

  private static String describe(NodeMetadata node) {
    return (node instanceof ArrayMetadata ? "an array" : "a group") + " of Zarr " + node.format();
  }
}
