package dev.sparkzarr.array;

import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.Writes;
import java.util.Optional;

/** A store of whole reads, plain puts and deletes: no versions, no conditions. */
final class PlainWrites extends WholeReads {
  PlainWrites(Store inner) {
    super(inner);
  }

  @Override
  public Optional<Writes> writes() {
    return inner.writes();
  }

  @Override
  public Optional<Deletes> deletes() {
    return inner.deletes();
  }
}
