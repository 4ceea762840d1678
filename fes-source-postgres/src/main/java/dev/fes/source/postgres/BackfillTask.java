package dev.fes.source.postgres;

import dev.fes.source.postgres.BackfillRecord.Phase;
import dev.fes.source.postgres.BackfillRecord.Range;
import dev.fes.source.postgres.Backfills.Activity;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Does one backfill, chunk after chunk in the order of keys: reads a chunk, lets the stream of
 * changes take it in at its mark, and remembers how far it is once Kafka has it. One chunk is under
 * way at a time, so a slow Kafka slows it down, and changes go on between two.
 */
final class BackfillTask {

  private static final long LOOK_MILLIS = 200;

  private final Backfills backfills;
  private final BackfillWindow window;
  private final BackfillSource source;
  private final Origin origin;
  private final ChunkReader.Limit limit = new ChunkReader.Limit();

  BackfillTask(Backfills backfills, BackfillWindow window, BackfillSource source, Origin origin) {
    this.backfills = backfills;
    this.window = window;
    this.source = source;
    this.origin = origin;
  }

  /** Until it is done, cancelled, or fails. */
  void fill(BackfillRecord wanted, Route route) throws SQLException, InterruptedException {
    Failure refusal = source.refusal(route);
    if (refusal != null) {
      throw new StageFailure(refusal);
    }
    try (Connection connection = source.connect()) {
      new Run(connection, route, wanted).run();
    } finally {
      window.close();
    }
  }

  Failure failureOf(Exception error, Route route) {
    return source.failureOf(error, route.settings().tableName());
  }

  /** On one connection. */
  private final class Run {

    private final Connection connection;
    private final Route route;
    private final BackfillCatalog catalog;
    private final ChunkReader chunks;
    private final boolean partitioned;
    private BackfillRecord record;

    private Run(Connection connection, Route route, BackfillRecord record) throws SQLException {
      this.connection = connection;
      this.route = route;
      this.record = record;
      this.catalog = source.catalog(connection, route.settings().tableName());
      this.chunks = new ChunkReader(connection, limit);
      this.partitioned = catalog.isPartitioned();
    }

    private void run() throws SQLException, InterruptedException {
      while (backfills.isWanted(record)) {
        BackfillTable table = catalog.describe();
        BackfillWindow.Opening opening = openWindow(table.keyColumns());
        Range range = opening == null ? null : begin(table);
        while (opening != null && range != null) {
          range = chunk(opening, range);
        }
      }
    }

    /**
     * What is left to read; null if there is nothing. Rows behind the last one that is there now
     * come with the changes.
     */
    private @Nullable Range begin(BackfillTable table) throws SQLException {
      Range known = record.range();
      if (known != null) {
        if (!known.columns().equals(table.keyColumns())) {
          throw keyChanged(table);
        }
        return known;
      }
      List<String> last = chunks.lastKey(table);
      if (last == null) {
        advance(record.ended(Phase.DONE, backfills.now()));
        return null;
      }
      Range whole = new Range(table.keyColumns(), null, last);
      advance(record.over(whole, catalog.estimate()));
      return whole;
    }

    private void advance(BackfillRecord next) {
      record = next;
      backfills.advance(next);
    }

    private StageFailure keyChanged(BackfillTable table) {
      return new StageFailure(
          Failure.misconfigured(
              "key-changed",
              "the key of table "
                  + table.name()
                  + " is another than when the backfill began; cancel it and start it again"));
    }

    /**
     * From here on every change is known that a chunk may be older than. What was committed before
     * may be in the log and not yet be seen by anybody; its locks tell.
     */
    private BackfillWindow.@Nullable Opening openWindow(List<String> keyColumns)
        throws SQLException, InterruptedException {
      BackfillWindow.Opening opening = window.open(route, keyColumns);
      Heartbeat.emit(connection, BackfillWindow.PREFIX, opening.firstMark());
      List<Long> relations = catalog.oids();
      Set<String> writers = TableWriters.of(connection, relations);
      while (!writers.isEmpty() && backfills.isWanted(record)) {
        waiting("for " + writers.size() + " transactions that have written to the table to end");
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        writers.retainAll(TableWriters.of(connection, relations));
      }
      waiting("for the changes that were committed before it to be read");
      return await(opening.begun());
    }

    /** Reads one chunk and has it published; null if that is all that this window can do. */
    private @Nullable Range chunk(BackfillWindow.Opening opening, Range range)
        throws SQLException, InterruptedException {
      backfills.doing(record, Activity.RUNNING, null);
      ChunkReader.Snapshot snapshot = chunks.begin(route.settings().tableName(), partitioned);
      BackfillTable table = catalog.describe();
      if (!table.keyColumns().equals(range.columns())) {
        throw keyChanged(table);
      }
      ChunkReader.Rows rows =
          chunks.read(
              table,
              range.after(),
              range.upTo(),
              new BackfillRows(origin, route, record.id(), table),
              snapshot.reading());
      BackfillChunk chunk = new BackfillChunk(route, snapshot.visibility(), rows.kept());
      Heartbeat.emit(connection, BackfillWindow.PREFIX, window.offer(opening, chunk));
      chunks.commit();
      BackfillChunk.Outcome outcome = await(chunk.outcome());
      return outcome == null || outcome.isVoid() ? null : durable(range, rows, outcome);
    }

    /** Kafka has the chunk: it need not be read again. */
    private @Nullable Range durable(
        Range range, ChunkReader.Rows rows, BackfillChunk.Outcome outcome) {
      Range left =
          rows.last() == null ? range : new Range(range.columns(), rows.last(), range.upTo());
      BackfillRecord next =
          record.at(left, record.progress().plus(rows.read(), outcome.published()));
      advance(rows.isEnd() ? next.ended(Phase.DONE, backfills.now()) : next);
      return backfills.isWanted(record) ? left : null;
    }

    private void waiting(String what) {
      backfills.doing(record, Activity.WAITING, "waits " + what);
    }

    /** What comes of it; null if the backfill is not wanted any more. */
    private <T> @Nullable T await(CompletableFuture<T> future) throws InterruptedException {
      while (backfills.isWanted(record)) {
        try {
          return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          continue;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        }
      }
      return null;
    }
  }
}
