package dev.fes.source.postgres;

import org.postgresql.core.Oid;

/**
 * How a column's value, as Postgres writes it, becomes the text that it has in the change record.
 *
 * @param type of the value, or of an array's elements
 */
record ColumnForm(ColumnType type, boolean isArray) {

  /** By the type's number and its name in the catalog. */
  static ColumnForm of(int oid, String typeName) {
    ColumnType type = ColumnType.of(oid);
    return type == ColumnType.TEXT && isArray(oid, typeName)
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

  /**
   * By number where Postgres brings the type along: a domain over an array has a name of its own.
   */
  private static boolean isArray(int oid, String typeName) {
    // elements of a box array are apart by semicolons: it stays text
    return oid != Oid.BOX_ARRAY
        && (typeName.startsWith("_") || Oid.toString(oid).endsWith("_ARRAY"));
  }
}
