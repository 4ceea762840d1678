package dev.fes.source.postgres;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one table, as one version of its schema has them, are written: worked out once,
 * used for each.
 */
final class TablePlan {

  /** One column: its name as a JSON member, and whether its value is JSON already. */
  private record Column(Field field, byte[] member, boolean json) {}

  private final List<Column> columns;

  TablePlan(Schema row) {
    columns =
        row.fields().stream()
            .map(
                field ->
                    new Column(
                        field,
                        new JsonBytes().text(field.name()).raw(':').toBytes(),
                        ColumnConverter.isJson(field.schema())))
            .toList();
  }

  /**
   * Writes a row's image; columns that Postgres did not send are left out and named in {@code
   * unavailable}.
   */
  void write(@Nullable Struct row, JsonBytes json, List<String> unavailable) {
    if (row == null) {
      json.raw("null");
      return;
    }
    char separator = '{';
    for (Column column : columns) {
      String value = (String) row.get(column.field());
      if (isUnavailable(value)) {
        unavailable.add(column.field().name());
      } else {
        json.raw(separator).raw(column.member());
        write(value, column.json(), json);
        separator = ',';
      }
    }
    json.raw(separator == '{' ? "{}" : "}");
  }

  private static void write(@Nullable String value, boolean isJson, JsonBytes json) {
    if (value == null) {
      json.raw("null");
    } else if (isJson) {
      json.raw(value);
    } else {
      json.text(value);
    }
  }

  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // a row may well hold the same word
  static boolean isUnavailable(@Nullable String value) {
    return value == ColumnConverter.UNAVAILABLE;
  }
}
