package dev.sparkzarr.spark.write;

import dev.sparkzarr.array.EmptyChunks;
import dev.sparkzarr.array.commit.WriterTicket;
import dev.sparkzarr.dataset.block.BlockPlan;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.stack.StorePlan;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;

/**
 * What travels to the tasks of a write, once for each executor. Immutable.
 *
 * @param store may hold credentials, which its text does not show
 * @param ticket the job's right to write
 * @param engine who encodes
 * @param empty what is done with new objects of nothing but fill values
 * @param plan where cells go
 * @param dimensions where rows say where they belong, in the plan's order of axes
 * @param types of the rows' columns
 * @param kept what of an array was there before and stays where no row gives a value; arrays whose
 *     objects are all new are not named
 * @param isInPlace whether all cells are looked at before any object is touched
 */
record WriteTask(
    StorePlan store,
    WriterTicket ticket,
    String engine,
    EmptyChunks empty,
    BlockPlan plan,
    List<RowDimension> dimensions,
    List<DataType> types,
    Map<NodePath, KeptCells> kept,
    boolean isInPlace)
    implements Serializable {
  WriteTask {
    dimensions = List.copyOf(dimensions);
    types = List.copyOf(types);
    kept = Map.copyOf(kept);
  }
}
