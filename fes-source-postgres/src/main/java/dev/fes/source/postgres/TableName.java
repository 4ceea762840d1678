package dev.fes.source.postgres;

/** A table by schema and name, exactly as Postgres stores them. */
record TableName(String schema, String table) {

  /** As SQL text. */
  String quoted() {
    return quote(schema) + "." + quote(table);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }

  static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
