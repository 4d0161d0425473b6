package dev.sparkzarr.metadata;

import dev.sparkzarr.ZarrException;

/** A document is not valid Zarr, or says something this version cannot read. */
public final class MetadataException extends ZarrException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message see {@link ZarrException}
   */
  public MetadataException(String message) {
    super(message);
  }

  /**
   * @param message see {@link ZarrException}
   * @param cause may be null
   */
  public MetadataException(String message, Throwable cause) {
    super(message, cause);
  }
}
