package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether a folder holds a table v(t, y, x) and nothing else. */
final class KeysOfTable {
  /** The names that objects of an array can have. */
  private static final List<String> ENCODINGS =
      List.of("c(/\\d+)+", "c([.]\\d+)+", "\\d+([.]\\d+)+", "\\d+(/\\d+)+", "\\d+");

  private KeysOfTable() {}

  /**
   * @param length along t; 0 for no table
   */
  static void check(Path folder, int length) throws IOException {
    Map<String, List<String>> keys = keys(folder);
    if (length == 0) {
      assertThat(keys).isEmpty();
      return;
    }
    assertThat(keys.keySet()).containsExactlyInAnyOrder("", "t", "y", "x", "v");
    assertThat(keys.remove("")).containsExactly("zarr.json");
    keys.forEach(
        (array, names) -> {
          assertThat(names.remove("zarr.json")).as(array).isTrue();
          assertThat(ENCODINGS)
              .as("one encoding of all keys of " + array + ": " + names)
              .anyMatch(encoding -> names.stream().allMatch(name -> name.matches(encoding)));
        });
    int objects = (length + KilledTable.CHUNK - 1) / KilledTable.CHUNK;
    assertThat(keys.get("v")).hasSize(objects);
  }

  private static Map<String, List<String>> keys(Path folder) throws IOException {
    Map<String, List<String>> keys = new HashMap<>();
    if (!Files.exists(folder)) {
      return keys;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path key = folder.relativize(file);
        String array = key.getNameCount() == 1 ? "" : key.getName(0).toString();
        String name =
            array.isEmpty() ? key.toString() : key.subpath(1, key.getNameCount()).toString();
        keys.computeIfAbsent(array, absent -> new ArrayList<>()).add(name);
      }
    }
    return keys;
  }
}
