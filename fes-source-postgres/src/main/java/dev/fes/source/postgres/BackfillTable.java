package dev.fes.source.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as a backfill reads it: the columns and rows that its publication lets into the stream,
 * and the columns by which the stream tells its rows apart.
 *
 * @param rowFilter the publication's condition for rows, as SQL
 */
record BackfillTable(
    TableName name,
    boolean partitioned,
    List<Column> columns,
    List<String> keyColumns,
    @Nullable String rowFilter) {

  /**
   * @param type as SQL
   * @param oid of the type; of what it is over, for a domain
   * @param isArray whether that is an array
   */
  record Column(String name, String type, int oid, boolean isArray) {

    private String quoted() {
      return TableName.quote(name);
    }
  }

  BackfillTable {
    columns = List.copyOf(columns);
    keyColumns = List.copyOf(keyColumns);
  }

  /** Rows of tables that inherit from it are published as theirs; those of partitions as its. */
  static String only(TableName name, boolean partitioned) {
    return (partitioned ? "" : "ONLY ") + name.quoted();
  }

  /** The key of the last row there is. */
  String lastKey() {
    return "SELECT "
        + keys("")
        + " FROM "
        + only(name, partitioned)
        + where(null, null)
        + " ORDER BY "
        + keys(" DESC")
        + " LIMIT 1";
  }

  /** Rows by key, from behind one key up to another; both as literals. */
  String rows(@Nullable String after, String upTo, int most) {
    return "SELECT "
        + columns.stream().map(Column::quoted).collect(Collectors.joining(", "))
        + " FROM "
        + only(name, partitioned)
        + where(after, upTo)
        + " ORDER BY "
        + keys("")
        + " LIMIT "
        + most;
  }

  List<Column> keys() {
    return keyColumns.stream().map(this::column).toList();
  }

  /** The key's values in a row. */
  List<String> keyIn(List<@Nullable String> row) {
    List<String> key = new ArrayList<>(keyColumns.size());
    for (Column column : keys()) {
      String value = row.get(columns.indexOf(column));
      if (value == null) {
        throw new IllegalStateException("a row of " + name + " has no key");
      }
      key.add(value);
    }
    return key;
  }

  /** Its rows as the live stream has them. */
  TablePlan plan() {
    return new TablePlan(
        columns.stream()
            .map(
                column ->
                    new TablePlan.Column(
                        column.name(), ColumnForm.of(column.oid(), column.isArray())))
            .toList());
  }

  private Column column(String wanted) {
    return columns.stream()
        .filter(column -> column.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no column " + wanted + " in " + name));
  }

  private String keys(String order) {
    return keyColumns.stream()
        .map(column -> TableName.quote(column) + order)
        .collect(Collectors.joining(", "));
  }

  private String where(@Nullable String after, @Nullable String upTo) {
    StringBuilder where = new StringBuilder(" WHERE true");
    if (rowFilter != null) {
      where.append(" AND (").append(rowFilter).append(')');
    }
    if (after != null) {
      where.append(" AND (").append(keys("")).append(") > (").append(after).append(')');
    }
    if (upTo != null) {
      where.append(" AND (").append(keys("")).append(") <= (").append(upTo).append(')');
    }
    return where.toString();
  }
}
