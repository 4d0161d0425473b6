package dev.sparkzarr.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a table through the shuffle, and measures what that takes: {@code MemoryWrite OBJECTS
 * FOLDER} prints the most that the heap held after a garbage collection, at moments all along the
 * job, less what it held before, and the most that Spark counted for a task. There are eight
 * variables, of each of which a stored object is 2 MiB; two tasks of the source share the cells of
 * each two objects, one by one.
 */
public final class MemoryWrite {
  /** Spark sorts in 20 MiB of a heap of 512, and spills what does not fit: both amounts do not. */
  private static final double MEMORY_FRACTION = 0.1;

  private static final int ROWS = 64;
  private static final int Y = 64;
  private static final int X = 64;
  private static final int VARIABLES = 8;
  private static final int OBJECTS_OF_TASK = 2;
  private static final long SAMPLE_MILLIS = 50;

  private MemoryWrite() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int objects = Integer.parseInt(arguments[0]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("memory")
            .config("spark.ui.enabled", "false")
            .config("spark.memory.fraction", MEMORY_FRACTION)
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    write(spark, OBJECTS_OF_TASK, arguments[1] + "/warm.zarr"); // loads classes
    AtomicLong counted = new AtomicLong();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                counted.accumulateAndGet(end.taskMetrics().peakExecutionMemory(), Math::max);
              }
            });
    long before = held();
    AtomicLong most = new AtomicLong();
    AtomicBoolean isOver = new AtomicBoolean();
    Thread sampler = new Thread(() -> sample(most, isOver));
    sampler.start();
    write(spark, objects, arguments[1] + "/" + objects + ".zarr");
    isOver.set(true);
    sampler.join();
    spark.stop(); // tells of the last tasks
    System.out.println("heap: " + (most.get() - before));
    System.out.println("counted: " + counted.get());
  }

  private static void write(SparkSession spark, int objects, String path) {
    int cells = ROWS * Y * X * OBJECTS_OF_TASK; // of the objects that two tasks share
    int half = cells / 2;
    String cell = "(id % " + half + " * 2 + id div " + half + " % 2)";
    List<String> columns = new ArrayList<>();
    columns.add(
        "id div %d * %d + %s div %d AS t".formatted(cells, ROWS * OBJECTS_OF_TASK, cell, Y * X));
    columns.add("%s div %d %% %d AS y".formatted(cell, X, Y));
    columns.add("%s %% %d AS x".formatted(cell, X));
    for (int i = 0; i < VARIABLES; i++) {
      columns.add("CAST(hash(id + %d) AS DOUBLE) AS v%d".formatted(i, i));
    }
    Dataset<Row> rows =
        spark
            .range(0, (long) objects * ROWS * Y * X, 1, 2 * objects / OBJECTS_OF_TASK)
            .selectExpr(columns.toArray(String[]::new));
    rows.write()
        .format("zarr")
        .option("dimensions", "t,y,x")
        .option("chunks", ROWS + "," + Y + "," + X)
        .save(path);
  }

  private static void sample(AtomicLong most, AtomicBoolean isOver) {
    while (!isOver.get()) {
      most.accumulateAndGet(held(), Math::max);
      try {
        TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static long held() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
