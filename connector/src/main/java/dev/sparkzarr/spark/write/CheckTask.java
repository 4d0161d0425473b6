package dev.sparkzarr.spark.write;

import dev.sparkzarr.dataset.block.ObjectAssembler;
import java.util.Iterator;
import scala.Tuple2;

/** One task's share of the stored objects, assembled to see that they can be. */
final class CheckTask {
  private CheckTask() {}

  /**
   * @param blocks those of one object together
   * @return cells that rows gave, for each group of the plan
   * @throws dev.sparkzarr.dataset.DatasetException when a cell is given twice
   */
  static long[] run(WriteTask task, Iterator<Tuple2<Long, byte[]>> blocks) {
    ObjectAssembler assembler = new ObjectAssembler(task.plan());
    long[] cells = new long[task.plan().groups().size()];
    boolean isOpen = false;
    long number = 0;
    while (blocks.hasNext()) {
      Tuple2<Long, byte[]> block = blocks.next();
      if (!isOpen || block._1 != number) {
        if (isOpen) {
          cells[assembler.group()] += assembler.cells();
        }
        number = block._1;
        assembler.begin(number);
        isOpen = true;
      }
      assembler.add(block._2);
    }
    if (isOpen) {
      cells[assembler.group()] += assembler.cells();
    }
    return cells;
  }
}
