package dev.fes.source.postgres;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one table, as one version of its schema has them, are read and written: worked
 * out once, used for each.
 */
final class TablePlan {

  /** A column in the table's order. */
  record Column(String name, ColumnForm form) {}

  private final List<Column> columns;
  private final List<byte[]> members;
  private final Map<String, Integer> places = new HashMap<>();

  TablePlan(List<Column> columns) {
    this.columns = List.copyOf(columns);
    members =
        columns.stream()
            .map(column -> new JsonBytes().text(column.name()).raw(':').toBytes())
            .toList();
    for (Column column : columns) {
      places.put(column.name(), places.size());
    }
  }

  int width() {
    return columns.size();
  }

  Column column(int place) {
    return columns.get(place);
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** Where a column is; null if there is none of this name. */
  @Nullable Integer place(String column) {
    return places.get(column);
  }

  /**
   * Writes a row's image; columns that Postgres did not send are left out and named in {@code
   * unavailable}.
   */
  void write(Row row, JsonBytes json, List<String> unavailable) {
    char separator = '{';
    for (int i = 0; i < columns.size(); i++) {
      if (row.isUnavailable(i)) {
        unavailable.add(columns.get(i).name());
      } else {
        json.raw(separator).raw(members.get(i));
        write(row.value(i), columns.get(i).form().isJson(), json);
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
}
