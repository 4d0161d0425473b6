package dev.sparkzarr.spark;

import java.util.Map;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.V1Write;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.sources.InsertableRelation;

/** INSERT INTO and INSERT OVERWRITE of a view: as modes append and overwrite. For one thread. */
final class ViewInsert implements SupportsTruncate {
  private final Map<String, String> options;
  private SaveMode mode = SaveMode.Append;

  /**
   * @param options of the view, of reading and writing together
   */
  ViewInsert(Map<String, String> options) {
    this.options = options;
  }

  @Override
  public WriteBuilder truncate() {
    mode = SaveMode.Overwrite;
    return this;
  }

  @Override
  public Write build() {
    return new Insert(options, mode);
  }

  private record Insert(Map<String, String> options, SaveMode mode) implements V1Write {
    @Override
    public InsertableRelation toInsertableRelation() {
      return (data, overwrite) -> ZarrSource.save(mode, options, data);
    }
  }
}
