package dev.fes.source.postgres;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tells a row from the others of its table, as the change record has it. */
record RowKey(List<String> values) {

  private static final int BYTES_BESIDES = 120;

  RowKey(List<String> values) {
    this.values = List.copyOf(values);
  }

  /** The key in an image; null if the image does not have all of it. */
  static @Nullable RowKey of(@Nullable Row row, List<String> columns) {
    if (row == null) {
      return null;
    }
    List<String> values = new ArrayList<>(columns.size());
    for (String column : columns) {
      String value = row.value(column);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return new RowKey(values);
  }

  /** About what it takes in memory. */
  long bytes() {
    return BYTES_BESIDES + 2L * values.stream().mapToInt(String::length).sum();
  }
}
