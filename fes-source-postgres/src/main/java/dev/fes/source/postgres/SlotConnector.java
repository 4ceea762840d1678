package dev.fes.source.postgres;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorConfig.AutoCreateMode;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.ErrorHandler;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's connector, with values as the text they are ({@link TextTypes}), tables by the names
 * they have ({@link RelationNames}), rows as its decoder gives them ({@link RowConnection}), and
 * our own way from its reading thread to ours ({@link HandOver}).
 */
public final class SlotConnector extends PostgresConnector {

  @Override
  public Class<? extends Task> taskClass() {
    return SlotTask.class;
  }

  /** The connector's one task. */
  public static final class SlotTask extends PostgresConnectorTask {

    private static final Duration PATIENCE = Duration.ofMillis(100);

    private String engine = "";
    private String publication = "";
    private @Nullable HandOver handOver;

    @Override
    public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(
        Configuration config) {
      engine = config.getString(HandOver.ENGINE);
      publication = config.getString(EngineSettings.PUBLICATION);
      ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> started =
          super.start(config);
      handOver = HandOver.of(engine);
      return started;
    }

    @Override
    protected ReplicationConnection buildReplicationConnection(
        PostgresConnection catalog, PostgresSchema schema, PostgresConnectorConfig config)
        throws SQLException {
      RelationNames relations = RelationNames.over(schema, catalog, config);
      TextTypes types = new TextTypes(catalog);
      return new RowConnection(
          connect(catalog, types, relations, config),
          new RowReader(relations, types),
          () -> HandOver.of(engine));
    }

    private ReplicationConnection connect(
        PostgresConnection catalog,
        TextTypes types,
        PostgresSchema relations,
        PostgresConnectorConfig config)
        throws SQLException {
      return ReplicationConnection.builder(config)
          .withSlot(config.slotName())
          .withPublication(publication)
          .withTableFilter(config.getTableFilters())
          .withPublicationAutocreateMode(AutoCreateMode.DISABLED)
          .withPlugin(config.plugin())
          .dropSlotOnClose(false)
          .statusUpdateInterval(EngineSettings.STATUS_INTERVAL)
          .withTypeRegistry(types)
          .withSchema(relations)
          .jdbcMetadataConnection(catalog)
          .build();
    }

    /**
     * Never asks the engine's own queue, which is locked for as long as the reading thread waits
     * for room in ours: each would wait for the other.
     */
    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
      HandOver queue = handOver;
      List<SourceRecord> taken = queue == null ? List.of() : queue.take(PATIENCE);
      if (taken.isEmpty()) {
        throwWhyReadingFailed();
      }
      return taken;
    }

    private void throwWhyReadingFailed() {
      Throwable failed = getErrorHandler().map(ErrorHandler::getProducerThrowable).orElse(null);
      if (failed != null) {
        throw new ConnectException("reading from the slot has failed", failed);
      }
    }
  }
}
