package dev.fes.source.postgres;

import org.postgresql.core.Oid;

/**
 * How a column's value, as Postgres writes it, becomes the text that it has in the change record.
 *
 * @param type of the value, or of an array's elements
 */
record ColumnForm(ColumnType type, boolean isArray) {

  /**
   * By the type's number, of what a domain is over.
   *
   * @param isArray whether the catalog has the type as an array
   */
  static ColumnForm of(int oid, boolean isArray) {
    ColumnType type = ColumnType.of(oid);
    // elements of a box array are apart by semicolons: it stays text
    return type == ColumnType.TEXT && isArray && oid != Oid.BOX_ARRAY
        ? new ColumnForm(ColumnType.ofElements(oid), true)
        : new ColumnForm(type, false);
  }

  /** Whether {@link #text} is JSON, or has to become a JSON string. */
  boolean isJson() {
    return isArray || type.isJson();
  }

  String text(String value) {
    return isArray ? ArrayText.toJson(value, type) : type.render(value);
  }
}
