package dev.fes.source.postgres;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's connection to the slot, with the rows taken off right behind its decoder: they go
 * straight to the {@link HandOver}. What the engine would make of a row costs more than all that is
 * done with it here. Everything else that comes out of the slot goes the engine's way, in its place
 * among the rows.
 */
@SuppressWarnings("try") // closing may be interrupted, as the engine has it
final class RowConnection implements ReplicationConnection {

  private final ReplicationConnection engine;
  private final RowReader rows;
  private final Supplier<HandOver> handOver;

  RowConnection(ReplicationConnection engine, RowReader rows, Supplier<HandOver> handOver) {
    this.engine = engine;
    this.rows = rows;
    this.handOver = handOver;
  }

  @Override
  public ReplicationStream startStreaming(WalPositionLocator locator)
      throws SQLException, InterruptedException {
    return new RowStream(engine.startStreaming(locator), rows, handOver.get());
  }

  @Override
  public ReplicationStream startStreaming(@Nullable Lsn from, WalPositionLocator locator)
      throws SQLException, InterruptedException {
    return new RowStream(engine.startStreaming(from, locator), rows, handOver.get());
  }

  @Override
  public Optional<SlotCreationResult> createReplicationSlot() throws SQLException {
    return engine.createReplicationSlot();
  }

  @Override
  public void initConnection() throws SQLException, InterruptedException {
    engine.initConnection();
  }

  @Override
  public boolean isConnected() throws SQLException {
    return engine.isConnected();
  }

  @Override
  public void reconnect() throws SQLException {
    engine.reconnect();
  }

  @Override
  public void close() throws Exception {
    engine.close();
  }
}
