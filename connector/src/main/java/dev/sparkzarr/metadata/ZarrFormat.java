package dev.sparkzarr.metadata;

/** The two formats. */
public enum ZarrFormat {
  V2,
  V3
}
