/**
 * spark-zarr: Zarr stores as Apache Spark tables. This package holds only what every floor shares:
 * the root of all errors, and which build this is. The floors, from the ground up, are {@code
 * store}, {@code metadata}, {@code codec}, {@code array}, {@code dataset} and {@code spark}; a
 * floor uses only floors below.
 */
package dev.sparkzarr;
