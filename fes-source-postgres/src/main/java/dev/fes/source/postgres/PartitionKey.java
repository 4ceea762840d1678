package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of some columns as one ordering key: a single value as it is, several as a JSON array.
 */
final class PartitionKey {

  private static final String AFTER = "after.";
  private static final String BEFORE = "before.";

  private PartitionKey() {}

  static byte[] of(Row row, List<String> columns) {
    if (columns.size() == 1) {
      String value = value(row, columns.getFirst());
      return (value == null ? "null" : value).getBytes(UTF_8);
    }
    JsonBytes key = new JsonBytes();
    char separator = '[';
    for (String column : columns) {
      String value = value(row, column);
      key.raw(separator);
      separator = ',';
      if (value == null) {
        key.raw("null");
      } else {
        key.text(value);
      }
    }
    return key.raw(']').toBytes();
  }

  /** Columns may be named as in the change record, where they stand below its images. */
  static String column(String name) {
    return name.startsWith(AFTER)
        ? name.substring(AFTER.length())
        : name.startsWith(BEFORE) ? name.substring(BEFORE.length()) : name;
  }

  private static @Nullable String value(Row row, String name) {
    return row.value(column(name));
  }
}
