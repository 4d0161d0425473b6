package dev.sparkzarr.spark;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.array.commit.Cleanup;
import dev.sparkzarr.spark.options.ClaimTimes;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.hadoop.HadoopSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Finishes or undoes what writers that died left in a store, and deletes replaced chunks that are
 * due. As a command, {@code spark-submit --class dev.sparkzarr.spark.CleanUp JAR PATH
 * [NAME=VALUE...]}; as a call, {@link #run}. Writing does the same where it comes by; readers never
 * need it.
 */
public final class CleanUp {
  private CleanUp() {}

  /**
   * Cleans a store. Writers under way are left alone.
   *
   * @param path of the store, as {@code load} and {@code save} take it
   * @param options whose names start with {@code fs.}: settings of the file system, over those of
   *     the session or, without one, of Hadoop's own configuration
   * @return what was done, a sentence on each line
   * @throws ZarrException when a request failed; run it again
   */
  public static String run(String path, Map<String, String> options) {
    Map<String, String> settings = HadoopSettings.of(configuration(), options);
    try (Store store = Stores.open(Stores.absolute(new StoreLocation(path, settings)))) {
      return describe(store.describe(), Cleanup.run(store, ClaimTimes.of(settings)));
    }
  }

  private static Configuration configuration() {
    return SparkSession.getActiveSession().isDefined()
        ? SparkSession.active().sessionState().newHadoopConf()
        : new Configuration();
  }

  private static String describe(String place, Cleanup.Report report) {
    StringBuilder text = new StringBuilder("Cleaned " + place + ".\n");
    report.completed().forEach(id -> text.append("Completed what writer " + id + " began.\n"));
    report.undone().forEach(id -> text.append("Undid what writer " + id + " began.\n"));
    report.emptied().forEach(path -> text.append("Deleted replaced objects of " + path + ".\n"));
    report.skipped().forEach(reason -> text.append(reason + "\n"));
    return text.toString();
  }

  /**
   * {@code PATH [NAME=VALUE...]}, see {@link #run}.
   *
   * @throws ZarrException as {@link #run}
   */
  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      System.err.println("Usage: CleanUp PATH [fs.NAME=VALUE...]");
      System.exit(2);
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] setting = arguments[i].split("=", 2);
      options.put(setting[0], setting.length == 2 ? setting[1] : "");
    }
    System.out.print(run(arguments[0], options));
  }
}
