package dev.fes.source.postgres;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's connector, with our own way from its reading thread to ours: {@link HandOver}. */
public final class SlotConnector extends PostgresConnector {

  @Override
  public Class<? extends Task> taskClass() {
    return SlotTask.class;
  }

  /** The connector's one task. */
  public static final class SlotTask extends PostgresConnectorTask {

    private static final Duration PATIENCE = Duration.ofMillis(100);

    private @Nullable HandOver handOver;

    @Override
    public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(
        Configuration config) {
      ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> started =
          super.start(config);
      handOver = HandOver.of(config.getString(HandOver.ENGINE));
      return started;
    }

    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
      HandOver queue = handOver;
      List<SourceRecord> taken = queue == null ? List.of() : queue.take(PATIENCE);
      // the engine's own queue has no records, but knows whether reading has failed
      return taken.isEmpty() ? super.doPoll() : taken;
    }
  }
}
