package dev.fes.source.postgres;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** What comes out of the slot: rows for us, all else for the engine. For the engine's thread. */
@SuppressWarnings("try") // closing may be interrupted, as the engine has it
final class RowStream implements ReplicationStream {

  /**
   * The engine looks for messages several hundred times a second. Once there were none for a while,
   * less often will do: what comes then waits for a nap more.
   */
  private static final long QUIET_AFTER = Duration.ofSeconds(1).toNanos();

  private static final long NAP_MILLIS = 10;

  private final ReplicationStream engine;
  private final RowReader rows;
  private final HandOver handOver;
  private long lastFound = System.nanoTime();

  RowStream(ReplicationStream engine, RowReader rows, HandOver handOver) {
    this.engine = engine;
    this.rows = rows;
    this.handOver = handOver;
  }

  @Override
  public void read(ReplicationMessageProcessor others) throws SQLException, InterruptedException {
    engine.read(message -> process(message, others));
  }

  @Override
  public boolean readPending(ReplicationMessageProcessor others)
      throws SQLException, InterruptedException {
    boolean found = engine.readPending(message -> process(message, others));
    if (found) {
      lastFound = System.nanoTime();
    } else if (System.nanoTime() - lastFound > QUIET_AFTER) {
      Thread.sleep(NAP_MILLIS);
    }
    return found;
  }

  private void process(ReplicationMessage message, ReplicationMessageProcessor others)
      throws SQLException, InterruptedException {
    RowRead row = rows.read(message, engine.lastReceivedLsn());
    if (row == null) {
      others.process(message);
    } else {
      handOver.add(row.record(), row.size());
    }
  }

  @Override
  public void flushLsn(Lsn position) throws SQLException {
    engine.flushLsn(position);
  }

  @Override
  public @Nullable Lsn lastReceivedLsn() {
    return engine.lastReceivedLsn();
  }

  @Override
  public Lsn startLsn() {
    return engine.startLsn();
  }

  @Override
  public void startKeepAlive(ExecutorService executor) {
    engine.startKeepAlive(executor);
  }

  @Override
  public void stopKeepAlive() {
    engine.stopKeepAlive();
  }

  @Override
  public void close() throws Exception {
    engine.close();
  }
}
