package dev.sparkzarr.array;

/** How inner chunks get into a shard that is stored already. */
public enum ShardWrites {
  /**
   * The shard is read, changed and put as a whole: a reader sees the old shard or the new one. Two
   * writers of one shard are told of one another where the store can ({@link ArrayWriter#update}).
   */
  WHOLE,

  /**
   * The bytes of an inner chunk that the shard holds are overwritten where they stand. Much less is
   * written, but nothing is promised of the inner chunk meanwhile, nor after a writer that died: a
   * reader, and whoever comes after, may find a part of the new bytes, which only a checksum among
   * the inner codecs can tell. Two writers of different inner chunks of one shard do not disturb
   * one another; beside a put or delete of the shard it is undefined which bytes are there. An
   * inner chunk that the shard does not hold makes it be put as a whole.
   *
   * <p>Possible where the store has range reads and range writes, and all inner chunks are encoded
   * in the same number of bytes: no compression, elements of fixed size, and no codec around the
   * shard. The index is never changed, so it may stand at either end. Anything else is refused when
   * the array is opened for writing.
   */
  IN_PLACE
}
