package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.DatasetException;
import java.io.Serializable;

/**
 * Says why a column is not written. Immutable.
 *
 * @param column its name, with those of the fields within it
 * @param where names array and store
 */
record Refusal(String column, String where) implements Serializable {
  /**
   * @param text reason and remedy, sentences
   */
  DatasetException because(String text) {
    return new DatasetException("Cannot write column '" + column + "' to " + where + ": " + text);
  }

  /**
   * @param what a value and why not, half a sentence
   * @param remedy a sentence
   */
  DatasetException value(String what, String remedy) {
    return because("value " + what + ". " + remedy);
  }

  /** The same for a part of its values. */
  Refusal field(String name) {
    return new Refusal(column + "." + name, where);
  }

  /** How the option {@code encoding} is written for this column. */
  String encoding(String json) {
    return "encoding={\"" + column + "\":{" + json + "}}";
  }

  /** The error of a type that the array's elements cannot hold. */
  DatasetException type(Object columnType, String holds, String remedy) {
    return because(
        "its values are " + columnType + ", and the array holds " + holds + ". " + remedy);
  }
}
