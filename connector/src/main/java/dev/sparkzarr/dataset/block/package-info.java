/**
 * Cells on their way from rows to stored objects: gathered by object into typed blocks, which a
 * shuffle carries as bytes, and laid into the object's elements again at the other end. Uses:
 * {@code dataset}, {@code dataset.write}, {@code array}, {@code codec}, {@code metadata}. Knows
 * nothing of Spark. Start at {@link dev.sparkzarr.dataset.block.BlockPlan}.
 */
package dev.sparkzarr.dataset.block;
