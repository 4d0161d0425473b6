package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.dataset.cf.CfVariable;
import dev.sparkzarr.store.Store;
import java.util.HashMap;
import java.util.Map;

/** Finds out, once for each array, how it is decoded. Sends no request. */
final class Binder {
  private final Store store;
  private final GroupMembers group;
  private final DatasetOptions options;
  private final ArrayEngine engine;
  private final ReadCounters counters;
  private final Map<Member, CfVariable> bound = new HashMap<>();

  Binder(
      Store store,
      GroupMembers group,
      DatasetOptions options,
      ArrayEngine engine,
      ReadCounters counters) {
    this.store = store;
    this.group = group;
    this.options = options;
    this.engine = engine;
    this.counters = counters;
  }

  Column.Role role(Member member) {
    return member.isIndexCoordinate()
        ? Column.Role.DIMENSION
        : group.isCoordinate(member) ? Column.Role.COORDINATE : Column.Role.VARIABLE;
  }

  /**
   * @throws dev.sparkzarr.ZarrException when the array's codecs or attributes cannot be read
   */
  CfVariable bind(Member member) {
    CfVariable known = bound.get(member);
    if (known != null) {
      return known;
    }
    engine.open(store, member.path(), member.array(), counters);
    CfVariable variable =
        CfVariable.of(
            "array " + member.path() + " in " + store.describe(),
            member.elements(),
            group.boundsParent(member),
            role(member),
            options);
    bound.put(member, variable);
    return variable;
  }
}
