package dev.sparkzarr.dataset;

import java.util.List;
import java.util.Optional;

/**
 * How a group is read as a table; each component is the option of the same name.
 *
 * @param dimensions picks one dimension group, exactly; empty when not given
 * @param variables names the columns; empty when not given
 * @param maskAndScale apply masks, scale and offset
 * @param decodeTimes decode CF times
 * @param decodeNumpyTimes numpy's datetime64 and timedelta64 as times; false: as their counts
 * @param decodeText fixed-length bytes as text, and arrays of single characters joined to texts;
 *     false: as bytes
 * @param zarrFillMasks whether Zarr's own fill value masks; empty: v2 yes, v3 no
 * @param exactFloatCoordinates false: float32 coordinates as FLOAT64 by shortest decimal form;
 *     true: as stored
 * @param calendarTimestamps false: non-standard calendars as text; true: as timestamps, an error
 *     where a date of the axis does not exist
 */
public record DatasetOptions(
    Optional<List<String>> dimensions,
    Optional<List<String>> variables,
    boolean maskAndScale,
    boolean decodeTimes,
    boolean decodeNumpyTimes,
    boolean decodeText,
    Optional<Boolean> zarrFillMasks,
    boolean exactFloatCoordinates,
    boolean calendarTimestamps) {
  /** Everything at its default. */
  public static final DatasetOptions DEFAULT =
      new DatasetOptions(
          Optional.empty(),
          Optional.empty(),
          true,
          true,
          true,
          true,
          Optional.empty(),
          false,
          false);
}
