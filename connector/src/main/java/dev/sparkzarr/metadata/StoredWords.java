package dev.sparkzarr.metadata;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers within one element in the order in which they are stored, each in the byte order of
 * its leaf. A leaf is a part of a type that is no record itself: a field of a record has its leaves
 * once, however many items the field has; any other type is one leaf. Immutable.
 *
 * @param runs in order, together as wide as the element
 */
public record StoredWords(List<Run> runs) {
  private static final int MOST_RUNS = 1 << 16;

  /**
   * Numbers of one size that follow each other.
   *
   * @param kind of numbers that fill only some bits of their byte (INT2, INT4, UINT2, UINT4); else
   *     UINT8, UINT16, UINT32 or UINT64, by size alone
   * @param count how many
   * @param reversed whether they are stored with the most significant byte first
   */
  public record Run(ElementKind kind, int count, boolean reversed) {
    /**
     * @return bytes of each number
     */
    public int size() {
      return kind.width();
    }
  }

  public StoredWords {
    runs = List.copyOf(runs);
  }

  /**
   * @param type of fixed size
   * @return how many byte orders an element can have
   */
  public static int leaves(DataType type) {
    int leaves = 1;
    if (type.storage() instanceof DataType.Struct struct) {
      leaves = 0;
      for (DataType.Struct.Field field : struct.fields()) {
        leaves += leaves(field.type());
      }
    }
    return leaves;
  }

  /**
   * @param type of fixed size
   * @param orders one per leaf
   * @throws MetadataException when there are not as many orders as leaves, or the element changes
   *     its byte order too often
   */
  public static StoredWords of(DataType type, List<Endian> orders) {
    int leaves = leaves(type);
    if (leaves != orders.size()) {
      throw new MetadataException(
          "Cannot use " + orders.size() + " byte orders for " + leaves + " fields.");
    }
    List<Run> runs = new ArrayList<>();
    add(type.storage(), orders, 0, runs);
    return new StoredWords(runs);
  }

  private static int add(DataType type, List<Endian> orders, int leaf, List<Run> runs) {
    if (!(type instanceof DataType.Struct struct)) {
      boolean reversed = orders.get(leaf) == Endian.BIG;
      for (ElementLayout.Word word : type.layout().words()) {
        add(new Run(kind(type, word.size()), word.count(), reversed && word.size() > 1), runs);
      }
      return leaf + 1;
    }
    int next = leaf;
    for (DataType.Struct.Field field : struct.fields()) {
      List<Run> item = new ArrayList<>();
      next = add(field.type().storage(), orders, next, item);
      long items = field.shape().elements();
      if (item.size() == 1) {
        Run run = item.get(0);
        int count = Math.toIntExact(run.count() * items);
        add(new Run(run.kind(), count, run.reversed()), runs);
        continue;
      }
      if (items * item.size() > MOST_RUNS) {
        throw new MetadataException(
            "Cannot use an element that changes its byte order more than " + MOST_RUNS + " times.");
      }
      for (long i = 0; i < items; i++) {
        item.forEach(run -> add(run, runs));
      }
    }
    return next;
  }

  private static void add(Run run, List<Run> runs) {
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null && last.kind() == run.kind() && last.reversed() == run.reversed()) {
      int count = last.count() + run.count();
      runs.set(runs.size() - 1, new Run(run.kind(), count, run.reversed()));
    } else {
      runs.add(run);
    }
  }

  private static ElementKind kind(DataType type, int size) {
    if (type instanceof DataType.Numeric numeric && numeric.kind() != numeric.kind().wholeBytes()) {
      return numeric.kind();
    }
    return switch (size) {
      case 1 -> ElementKind.UINT8;
      case 2 -> ElementKind.UINT16;
      case 4 -> ElementKind.UINT32;
      default -> ElementKind.UINT64;
    };
  }

  /** Turns one element between memory's order and the stored one, in place. */
  void turn(byte[] element) {
    int at = 0;
    for (Run run : runs) {
      for (int i = 0; i < run.count(); i++, at += run.size()) {
        for (int low = at, high = at + run.size() - 1; run.reversed() && low < high; low++) {
          byte swapped = element[low];
          element[low] = element[high];
          element[high--] = swapped;
        }
      }
    }
  }
}
