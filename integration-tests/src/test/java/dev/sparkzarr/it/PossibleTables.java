package dev.sparkzarr.it;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tables there may be after some writes. One table may leave open for each stored object of v
 * what it holds. Immutable.
 *
 * @param tables each a list of objects, each with all that it may hold: the generations of its t
 */
record PossibleTables(Set<List<Set<List<Long>>>> tables) {
  PossibleTables {
    tables = Set.copyOf(tables);
  }

  static PossibleTables of(KilledTable table) {
    return new PossibleTables(Set.of(objects(table)));
  }

  private static List<Set<List<Long>>> objects(KilledTable table) {
    List<Set<List<Long>>> objects = new ArrayList<>();
    for (int start = 0; start < table.length(); start += KilledTable.CHUNK) {
      int end = Math.min(start + KilledTable.CHUNK, table.length());
      objects.add(Set.of(table.generations().subList(start, end)));
    }
    return objects;
  }

  private static int length(List<Set<List<Long>>> objects) {
    return objects.stream().mapToInt(object -> object.iterator().next().size()).sum();
  }

  PossibleTables or(PossibleTables others) {
    Set<List<Set<List<Long>>>> all = new HashSet<>(tables);
    all.addAll(others.tables);
    return new PossibleTables(all);
  }

  /** What a whole write makes of those tables that it can be a write of. */
  PossibleTables after(TableChange change) {
    Set<List<Set<List<Long>>>> after = new HashSet<>();
    for (List<Set<List<Long>>> objects : tables) {
      int length = length(objects);
      switch (change.kind()) {
        case CREATE -> {
          if (length == 0) {
            after.add(objects(KilledTable.of(change.to(), change.generation())));
          }
        }
        case OVERWRITE -> after.add(objects(KilledTable.of(change.to(), change.generation())));
        case APPEND -> {
          if (length == change.from()) {
            after.add(longer(objects, change));
          }
        }
        case REGION -> {
          if (length >= change.to()) {
            after.add(replaced(objects, change, false));
          }
        }
      }
    }
    return new PossibleTables(after);
  }

  /** What may be seen while a write is under way, or once it has died. */
  PossibleTables during(TableChange change) {
    PossibleTables all = or(after(change));
    if (change.isInPlace()) {
      Set<List<Set<List<Long>>>> parts = new HashSet<>(all.tables);
      for (List<Set<List<Long>>> objects : tables) {
        if (length(objects) >= change.to()) {
          parts.add(replaced(objects, change, true));
        }
      }
      return new PossibleTables(parts);
    }
    return all;
  }

  private static List<Set<List<Long>>> longer(List<Set<List<Long>>> objects, TableChange change) {
    List<Set<List<Long>>> longer = new ArrayList<>(objects);
    for (int t = change.from(); t < change.to(); t++) {
      if (t % KilledTable.CHUNK == 0) {
        longer.add(Set.of(List.of(change.generation())));
      } else {
        Set<List<Long>> last = new HashSet<>();
        for (List<Long> known : longer.remove(longer.size() - 1)) {
          List<Long> more = new ArrayList<>(known);
          more.add(change.generation());
          last.add(more);
        }
        longer.add(last);
      }
    }
    return longer;
  }

  private static List<Set<List<Long>>> replaced(
      List<Set<List<Long>>> objects, TableChange change, boolean orNot) {
    List<Set<List<Long>>> replaced = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      Set<List<Long>> next = new HashSet<>(orNot ? objects.get(i) : Set.of());
      for (List<Long> known : objects.get(i)) {
        List<Long> values = new ArrayList<>(known);
        for (int at = 0; at < values.size(); at++) {
          int t = i * KilledTable.CHUNK + at;
          if (t >= change.from() && t < change.to()) {
            values.set(at, change.generation());
          }
        }
        next.add(values);
      }
      replaced.add(next);
    }
    return replaced;
  }

  /** The only table there may be; empty when there may be several. */
  Optional<KilledTable> only() {
    if (tables.size() != 1) {
      return Optional.empty();
    }
    List<Long> generations = new ArrayList<>();
    for (Set<List<Long>> object : tables.iterator().next()) {
      if (object.size() != 1) {
        return Optional.empty();
      }
      generations.addAll(object.iterator().next());
    }
    return Optional.of(new KilledTable(generations));
  }

  /** Whether one of these tables begins with another one. */
  boolean beginWith(KilledTable table) {
    List<Set<List<Long>>> found = objects(table);
    return tables.stream()
        .anyMatch(
            objects -> {
              boolean isOne = objects.size() >= found.size();
              for (int i = 0; isOne && i < found.size(); i++) {
                List<Long> first = found.get(i).iterator().next();
                isOne =
                    objects.get(i).stream()
                        .anyMatch(
                            object ->
                                object.size() >= first.size()
                                    && object.subList(0, first.size()).equals(first));
              }
              return isOne;
            });
  }

  boolean contains(KilledTable table) {
    List<Set<List<Long>>> found = objects(table);
    return tables.stream()
        .anyMatch(
            objects -> {
              boolean isOne = objects.size() == found.size();
              for (int i = 0; isOne && i < objects.size(); i++) {
                isOne = objects.get(i).containsAll(found.get(i));
              }
              return isOne;
            });
  }
}
