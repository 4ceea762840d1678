package dev.fes.source.postgres;

import dev.fes.api.event.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Some rows of a table as one snapshot saw them, on their way into the stream of changes: read by
 * the backfill, published by the reader when its mark comes out of the slot, done when Kafka has
 * all of them.
 */
final class BackfillChunk {

  private final Route route;
  private final Visibility snapshot;
  private final AtomicInteger missing = new AtomicInteger(1);
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  // changed by the reader's thread alone; Kafka's thread sees `published` through `missing`
  private List<Row> rows;
  private int published;

  /** A row that the stream's filter keeps. */
  record Row(RowKey key, Event event) {}

  /** How it ended; a void one was not published at all and has to be read again. */
  record Outcome(boolean isVoid, int published) {}

  BackfillChunk(Route route, Visibility snapshot, List<Row> rows) {
    this.route = route;
    this.snapshot = snapshot;
    this.rows = List.copyOf(rows);
  }

  Route route() {
    return route;
  }

  Visibility snapshot() {
    return snapshot;
  }

  List<Row> rows() {
    return rows;
  }

  /** Rows that a newer change went ahead of. */
  void leaveOut(Predicate<Row> overtaken) {
    rows = rows.stream().filter(overtaken.negate()).toList();
  }

  /** One row is on its way; the answer is to be run when it is durable. */
  Runnable sending() {
    published++;
    missing.incrementAndGet();
    return this::oneLess;
  }

  /** All that is to be published is on its way. */
  void end() {
    oneLess();
  }

  void giveUp() {
    outcome.complete(new Outcome(true, 0));
  }

  /** How it ended, once it has. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  private void oneLess() {
    if (missing.decrementAndGet() == 0) {
      outcome.complete(new Outcome(false, published));
    }
  }
}
