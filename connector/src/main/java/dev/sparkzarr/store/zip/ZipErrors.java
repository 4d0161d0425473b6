package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.StoreException;

/** What is said of archives and their entries. */
final class ZipErrors {
  private ZipErrors() {}

  static StoreException noArchive(String archive) {
    return new StoreException(
        "Cannot read archive " + archive + ": it is not there. Check its address.");
  }

  static StoreException damaged(String archive, String reason) {
    return new StoreException(
        "Cannot read archive "
            + archive
            + ": "
            + reason
            + ". It is damaged, incomplete, or no zip archive.");
  }

  static StoreException damagedEntry(String place, String reason) {
    return new StoreException("Cannot read " + place + ": " + reason + ". The archive is damaged.");
  }

  static StoreException unsupported(String place, String reason) {
    return new StoreException(
        "Cannot read "
            + place
            + ": "
            + reason
            + ". Make the archive again with entries that are stored (zip -0) or deflated.");
  }
}
