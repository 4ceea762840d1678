package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import dev.fes.stage.StreamProgress;
import dev.fes.stage.StreamState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one session over an ordinary connection: sends the heartbeats, measures how far the
 * slot is behind, and says what a route lacks. For one thread.
 */
final class Watch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** It is shutting down, and waits for whoever reads from it; or it starts. */
  private static final String TAKES_NOBODY = "57P03";

  private final Database database;
  private final Slot slot;
  private final Publication publication;
  private final Routes routes;
  private final Sightings sightings;
  private final SourceMeters meters;
  private final boolean heartbeats;
  private @Nullable Connection connection;
  private int failed;

  /** What of the database is watched. */
  record Place(Database database, Slot slot, Publication publication, Routes routes) {}

  Watch(
      Place place,
      Connection connection,
      Sightings sightings,
      SourceMeters meters,
      boolean heartbeats) {
    this.database = place.database();
    this.slot = place.slot();
    this.publication = place.publication();
    this.routes = place.routes();
    this.connection = connection;
    this.sightings = sightings;
    this.meters = meters;
    this.heartbeats = heartbeats;
  }

  /**
   * One look.
   *
   * @throws GapFound if the server can serve the slot no more
   * @throws StageFailure if the server wants to end, which it cannot while somebody reads
   */
  void look() {
    try {
      Connection open = connection == null ? database.connect() : connection;
      connection = open;
      if (heartbeats) {
        sightings.written(Heartbeat.send(open, sightings.sendHeartbeat()));
      }
      report(open);
      publication.complete(open);
      SlotState state = slot.look(open);
      sightings.sent(state.sent());
      meters.behind(sightings.behind(), state.retainedBytes());
      sightings.lastSign().ifPresent(seen -> meters.lastSign(seen, heartbeats));
      failed = 0;
    } catch (SQLException e) {
      close();
      Failure failure = PostgresFailures.of(e, database);
      if (TAKES_NOBODY.equals(e.getSQLState())) {
        throw new StageFailure(failure);
      }
      failed(failure);
    }
  }

  /**
   * The engine's own connection tells whether reading still works. But nobody measures the log
   * meanwhile, which is to be known unless it passes at once.
   */
  private void failed(Failure failure) {
    LOG.warn("looking after the slot failed, trying again: {}", failure.message());
    failed++;
    if (failed > 1) {
      routes.each(progress -> warn(progress, failure));
    }
  }

  /** What else is wrong with a stream is worse. */
  private static void warn(StreamProgress progress, Failure failure) {
    if (progress.state().activity() == StreamState.Activity.RUNNING) {
      progress.runningWith(failure);
    }
  }

  /** Running, for every route that lacks nothing. */
  private void report(Connection open) throws SQLException {
    Map<Route, Failure> faults = publication.faults(open);
    for (Route route : routes.all()) {
      Failure fault = faults.get(route);
      if (fault != null) {
        route.progress().blocked(fault);
      } else if (sightings.isLive()) {
        running(route, open);
      }
    }
  }

  private void running(Route route, Connection open) throws SQLException {
    Failure warning = publication.warning(open, route);
    if (warning != null) {
      route.progress().runningWith(warning);
    } else if (!heartbeats) {
      route.progress().runningWith(Heartbeat.refused(database, slot));
    } else {
      route.progress().running();
    }
  }

  Duration overdue() {
    return heartbeats ? sightings.overdue() : Duration.ZERO;
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("closing a connection", e);
      }
    }
  }
}
