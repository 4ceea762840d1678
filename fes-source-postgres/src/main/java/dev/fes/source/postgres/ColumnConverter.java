package dev.fes.source.postgres;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * The engine's hook for columns. It makes a schema of each table and nobody uses it; as text, none
 * of its columns can be one that the engine does not know, or has a default that it cannot read.
 */
public final class ColumnConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  @Override
  public void configure(Properties properties) {
    // nothing to set
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    registration.register(SchemaBuilder.string().optional(), value -> null);
  }
}
