package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import java.nio.ByteBuffer;

/**
 * One array, bound for writing. What is written are stored objects: a chunk, or a whole shard. Safe
 * for many threads that write different objects; two that write parts of one object may lose one
 * another's, or are told so ({@link #update}).
 *
 * <p>Every method asks the {@link WriteGuard}, and whether its thread was interrupted, right before
 * a request that changes something, and then sends nothing. An object is old or new, never a mix,
 * but for {@link ShardWrites#IN_PLACE}. Errors name store, array and chunk.
 */
public interface ArrayWriter {
  /**
   * @return the array
   */
  ArrayMetadata metadata();

  /**
   * @return how the array is cut into stored objects
   */
  ArrayGrid grid();

  /**
   * Encodes and stores one object, replacing it as a whole whatever is there.
   *
   * @param object in the grid of stored objects
   * @param values of the array's kind and the object's shape, C order; what lies beyond the array's
   *     shape is stored too, and should be the fill value
   * @throws dev.sparkzarr.store.StoreException when it could not be stored
   * @throws dev.sparkzarr.codec.CodecException when a codec can only decode, or the object would be
   *     larger than a reader accepts
   * @throws dev.sparkzarr.ZarrException when it lies beyond the array
   */
  void writeObject(ChunkIndex object, ChunkBuffer values);

  /**
   * Stores one object that is encoded already, as it is.
   *
   * @param object in the grid of stored objects
   * @param encoded from position to limit, left as it was
   * @throws dev.sparkzarr.store.StoreException when it could not be stored
   * @throws dev.sparkzarr.codec.CodecException when it is larger than a reader accepts
   * @throws dev.sparkzarr.ZarrException when it lies beyond the array
   */
  void writeEncoded(ChunkIndex object, ByteBuffer encoded);

  /**
   * Changes an object that may be there: reads it, lets an edit change its values, and puts it
   * back. Where the store knows versions and can put on condition, the put is made only if the
   * object is still what was read, or still absent; elsewhere it is a plain put, and of two writers
   * at once one loses its changes.
   *
   * <p>An object that has become all fill values is not stored, unless {@link EmptyChunks#WRITE}
   * asks for it. One that was stored is deleted, but where the store can put on condition, its fill
   * values are put instead: a delete would take another writer's changes with it.
   *
   * @param object in the grid of stored objects
   * @param kept the part of the array whose stored cells count, in indexes of the array, each range
   *     with step 1; may reach beyond the array. Other cells of the object, such as what an
   *     abandoned append left beyond the array's old shape, are given to the edit as the fill
   *     value. Where nothing counts, the object is not read where the store can say its version
   *     without, and damaged bytes do not matter
   * @param edit called once
   * @throws dev.sparkzarr.store.ConflictException when another writer changed the object meanwhile,
   *     which is then as that writer left it; not tried again, since two writers of one object have
   *     lost their order
   * @throws dev.sparkzarr.store.StoreException when a request failed
   * @throws dev.sparkzarr.codec.CodecException when what is stored is damaged, or a codec can only
   *     decode
   */
  void update(ChunkIndex object, Region kept, ObjectEdit edit);

  /** Changes an object of which all cells within the array count. */
  default void update(ChunkIndex object, ObjectEdit edit) {
    update(object, Region.all(metadata().shape()), edit);
  }

  /**
   * Deletes an object, if it is there: its cells are the fill value then.
   *
   * @param object in the grid of stored objects, or beyond the array
   * @throws dev.sparkzarr.store.StoreException when it could not be deleted, or the store cannot
   *     delete
   */
  void delete(ChunkIndex object);

  /**
   * Writes a region. Objects that it covers, as far as the array goes, are replaced; others are
   * changed as by {@link #update}. Not atomic across objects.
   *
   * @param region within the array's shape
   * @param source of the array's kind and the region's shape, C order
   * @throws dev.sparkzarr.ZarrException as {@link #update}
   */
  void write(Region region, ChunkBuffer source);
}
