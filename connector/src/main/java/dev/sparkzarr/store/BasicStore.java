package dev.sparkzarr.store;

import java.util.Optional;

/**
 * Base of stores that are no wrappers: one has the capabilities that it overrides, and no others.
 * (Wrappers extend {@link WrappedStore}, which lets them forget none.)
 */
public abstract class BasicStore implements Store {
  @Override
  public Optional<RangeReads> ranges() {
    return Optional.empty();
  }

  @Override
  public Optional<ReadsInto> readsInto() {
    return Optional.empty();
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.empty();
  }

  @Override
  public Optional<Versions> versions() {
    return Optional.empty();
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.empty();
  }

  @Override
  public Optional<Writes> writes() {
    return Optional.empty();
  }

  @Override
  public Optional<Creates> creates() {
    return Optional.empty();
  }

  @Override
  public Optional<Replaces> replaces() {
    return Optional.empty();
  }

  @Override
  public Optional<RangeWrites> rangeWrites() {
    return Optional.empty();
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.empty();
  }

  @Override
  public Optional<Copies> copies() {
    return Optional.empty();
  }

  @Override
  public Optional<Renames> renames() {
    return Optional.empty();
  }
}
