package dev.fes.source.postgres;

import io.debezium.bean.StandardBeanNames;
import io.debezium.bean.spi.BeanRegistry;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's decoder knows of tables, with each one's name of now. Debezium's own goes on
 * giving the rows of a table that was renamed as rows of the name it had, read by the columns of
 * whatever table has that name since.
 */
final class RelationNames extends PostgresSchema {

  private final PostgresSchema engine;
  private final Map<Integer, TableId> names = new HashMap<>();

  @SuppressWarnings("unchecked") // the engine's naming of topics is raw
  private RelationNames(
      PostgresSchema engine,
      PostgresConnection catalog,
      PostgresConnectorConfig config,
      CdcSourceTaskContext<PostgresConnectorConfig> context,
      PostgresValueConverter values) {
    super(
        context,
        catalog.getDefaultValueConverter(),
        config.getTopicNamingStrategy(CommonConnectorConfig.TOPIC_NAMING_STRATEGY),
        values,
        config.getServiceRegistry().getService(CustomConverterRegistry.class));
    this.engine = engine;
  }

  @SuppressWarnings("unchecked") // it is the engine's one context
  static RelationNames over(
      PostgresSchema engine, PostgresConnection catalog, PostgresConnectorConfig config) {
    BeanRegistry beans = config.getBeanRegistry();
    return new RelationNames(
        engine,
        catalog,
        config,
        beans.lookupByName(StandardBeanNames.CDC_SOURCE_TASK_CONTEXT, CdcSourceTaskContext.class),
        beans.lookupByName(StandardBeanNames.VALUE_CONVERTER, PostgresValueConverter.class));
  }

  /** The server says this before a table's first row, and after each change of the table. */
  @Override
  public void applySchemaChangesForTable(int relation, Table table) {
    if (isFilteredOut(table.id())) {
      names.remove(relation);
    } else {
      names.put(relation, table.id());
      engine.applySchemaChangesForTable(relation, table);
    }
  }

  /** A table's name as the decoder writes it, between double quotes. */
  static TableId parsed(String quoted) {
    return parse(quoted);
  }

  @Override
  public @Nullable Table tableFor(int relation) {
    TableId name = names.get(relation);
    return name == null ? null : tableFor(name);
  }

  @Override
  public @Nullable Table tableFor(TableId name) {
    return engine.tableFor(name);
  }
}
