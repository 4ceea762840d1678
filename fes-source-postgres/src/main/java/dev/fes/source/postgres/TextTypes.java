package dev.fes.source.postgres;

import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import org.postgresql.core.Oid;

/**
 * Lets the engine take every value as the text that Postgres wrote. It looks a value's type up by
 * name, which two schemas may give to different types, and a value that it cannot read would stop
 * every stream of the slot. What a column is, it knows by number, and {@link ColumnForm} with it.
 */
final class TextTypes extends TypeRegistry {

  TextTypes(PostgresConnection catalog) {
    super(catalog);
  }

  @Override
  public PostgresType get(String schema, String name) {
    return get(Oid.TEXT);
  }

  /** Whether the catalog has a type as an array, whatever it is called. */
  boolean isArray(int oid) {
    return get(oid).isArrayType();
  }
}
