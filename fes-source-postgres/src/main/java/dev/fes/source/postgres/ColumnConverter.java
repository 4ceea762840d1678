package dev.fes.source.postgres;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * The engine's hook for column values: every column becomes the text it has in the change record.
 * Its own conversions are not used, for they put placeholders and defaults where a value is
 * unknown, and a row they cannot read would stop every stream of the slot.
 */
public final class ColumnConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  /**
   * Stands for a value that Postgres did not send because it is stored apart and unchanged; known
   * by identity.
   */
  static final String UNAVAILABLE = new String("unavailable".toCharArray());

  private static final String TEXT = "fes.text";
  private static final String JSON = "fes.json";

  /** Whether a column of this schema holds JSON, or text that has to become a JSON string. */
  static boolean isJson(Schema column) {
    return JSON.equals(column.name());
  }

  @Override
  public void configure(Properties properties) {
    // nothing to set
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    int oid = column.nativeType();
    ColumnType type = ColumnType.of(oid);
    if (type == ColumnType.TEXT && isArray(oid, column.typeName())) {
      ColumnType elements = ColumnType.ofElements(oid);
      registration.register(new ColumnSchema(JSON), value -> array(value, elements));
    } else {
      registration.register(
          new ColumnSchema(type.isJson() ? JSON : TEXT), value -> scalar(value, type));
    }
  }

  /** The same for a column that is read from the table itself, by its type and its type's name. */
  static Schema schemaOf(int oid, String typeName) {
    ColumnType type = ColumnType.of(oid);
    boolean json = type.isJson() || type == ColumnType.TEXT && isArray(oid, typeName);
    return new ColumnSchema(json ? JSON : TEXT).build();
  }

  /** The text that such a column has in the change record. */
  static @Nullable String text(@Nullable String value, int oid, String typeName) {
    ColumnType type = ColumnType.of(oid);
    boolean array = type == ColumnType.TEXT && isArray(oid, typeName);
    Object text = array ? array(value, ColumnType.ofElements(oid)) : scalar(value, type);
    return (String) text;
  }

  /**
   * By number where Postgres brings the type along: a domain over an array has a name of its own.
   */
  private static boolean isArray(int oid, String typeName) {
    // elements of a box array are apart by semicolons: it stays text
    return oid != Oid.BOX_ARRAY
        && (typeName.startsWith("_") || Oid.toString(oid).endsWith("_ARRAY"));
  }

  private static @Nullable Object scalar(@Nullable Object value, ColumnType type) {
    return value == null || isUnavailable(value)
        ? unavailableOrNull(value)
        : type.render(value.toString());
  }

  private static @Nullable Object array(@Nullable Object value, ColumnType elements) {
    return value == null || isUnavailable(value)
        ? unavailableOrNull(value)
        : ArrayText.toJson(value.toString(), elements);
  }

  private static boolean isUnavailable(Object value) {
    return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value);
  }

  private static @Nullable String unavailableOrNull(@Nullable Object value) {
    return value == null ? null : UNAVAILABLE;
  }

  /**
   * Text that may be null, whatever the table says of its columns: old images know only their keys.
   */
  private static final class ColumnSchema extends SchemaBuilder {

    ColumnSchema(String name) {
      super(Type.STRING);
      name(name);
      super.optional();
    }

    @Override
    public SchemaBuilder optional() {
      return this;
    }

    @Override
    public SchemaBuilder required() {
      return this;
    }

    /** A column's default is not the value of a row that has none. */
    @Override
    public SchemaBuilder defaultValue(@Nullable Object value) {
      return this;
    }
  }
}
