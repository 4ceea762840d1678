package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.ReaderLifecycle;
import dev.fes.stage.StageFailure;
import dev.fes.stage.StreamProgress;
import dev.fes.stage.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions: first everything that reading needs is there and as remembered, then a fresh
 * engine is made.
 */
final class Sessions implements ReaderLifecycle.Source {

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final long REMEMBER_SECONDS = 30;
  private static final String ENUM_WITHOUT_LABELS =
      """
            SELECT oid::regtype FROM pg_type t
            WHERE typcategory = 'E' AND NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumtypid = t.oid)
            ORDER BY oid LIMIT 1""";

  private final PostgresSourceSettings settings;
  private final Watch.Place place;
  private final Topics topics;
  private final ReaderRecords records;
  private final Backfills backfills;
  private final SourceMeters meters;
  private final Session.Pace pace;

  /** What outlives a session. */
  record Memory(ReaderRecords records, Backfills backfills) {}

  Sessions(
      PostgresSourceSettings settings,
      Watch.Place place,
      Topics topics,
      Memory memory,
      SourceMeters meters) {
    this.settings = settings;
    this.place = place;
    this.topics = topics;
    this.records = memory.records();
    this.backfills = memory.backfills();
    this.meters = meters;
    this.pace =
        new Session.Pace(
            settings.heartbeatInterval(), new StallLimit(settings.heartbeatInterval()));
  }

  @Override
  public Session open() throws SQLException, InterruptedException {
    Connection connection = place.database().connect();
    try {
      measure(connection);
      return open(connection, records.read());
    } catch (SQLException | RuntimeException | InterruptedException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void disconnected() {
    meters.connected(false);
  }

  @Override
  public void paused() {
    place.routes().each(StreamProgress::paused);
  }

  /**
   * Whoever reads the slot may be our own predecessor, whose connection the server has not given up
   * yet: that passes sooner than what a person has to mend.
   */
  @Override
  public Failure.Kind failed(Throwable why) {
    Failure failure = PostgresFailures.of(why, place.database());
    if (PostgresFailures.isGap(why)) {
      place.routes().each(progress -> progress.failed(failure));
    } else {
      place.routes().report(failure);
    }
    return failure.reason().equals(Slot.ACTIVE) ? Failure.Kind.TRANSIENT : failure.kind();
  }

  /** Before anything that may fail: while nothing can be read, the server keeps ever more log. */
  private void measure(Connection connection) throws SQLException {
    SlotState found = SlotState.read(connection, place.slot().name());
    if (found == null) {
      meters.retainsNothing();
    } else {
      meters.waiting(found.retainedBytes());
    }
  }

  private Session open(Connection connection, @Nullable ReaderRecord known)
      throws SQLException, InterruptedException {
    checkServer(connection);
    String publication = place.publication().name();
    place
        .publication()
        .prepare(connection, made -> awaitDurable(durable -> records.write(made, durable)));
    ReaderRecord start =
        place.slot().prepare(connection, known, next -> write(next.readingBy(publication)));
    boolean heartbeats = Heartbeat.isPossible(connection);
    ReaderRecord record = start.withDriverMayConfirm(!heartbeats).readingBy(publication);
    if (!record.equals(known)) {
      remember(record, known);
    }
    return session(connection, record, heartbeats);
  }

  private Session session(Connection connection, ReaderRecord start, boolean heartbeats) {
    Sightings sightings = new Sightings(Clock.systemUTC());
    var _ = sightings.firstSign().thenRun(() -> meters.connected(true));
    Watch watch = new Watch(place, connection, sightings, meters, heartbeats);
    Origin origin = new Origin(start.systemIdentifier(), start.database(), settings.reader());
    Position position = new Position(start, records, this::check);
    BackfillWindow window = new BackfillWindow();
    Reader reader =
        new Reader(new ChangeDecoder(origin), place.routes(), topics, position, sightings, window);
    BackfillWorker backfill = new BackfillWorker(backfills, task(window, start));
    Properties engine = EngineSettings.of(settings, place.database(), place.routes(), !heartbeats);
    return new Session(new Engine(engine, reader), reader, watch, backfill, sightings, pace);
  }

  private BackfillTask task(BackfillWindow window, ReaderRecord start) {
    // its own: Origin is for one thread, and backfills have theirs
    Origin origin = new Origin(start.systemIdentifier(), start.database(), settings.reader());
    BackfillSource backfillSource =
        new BackfillSource(place.database(), settings.publicationName());
    return new BackfillTask(backfills, window, backfillSource, origin);
  }

  private void checkServer(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SHOW wal_level")) {
      found.next();
      if (!"logical".equals(found.getString(1))) {
        throw new StageFailure(
            Failure.misconfigured(
                "wal-level",
                place.database()
                    + " has wal_level="
                    + found.getString(1)
                    + "; changes can be read with: ALTER SYSTEM SET wal_level = 'logical', and a restart"));
      }
    }
    checkTypes(connection);
  }

  /** The engine reads all types of the database, and comes to grief at an enum without labels. */
  private void checkTypes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(ENUM_WITHOUT_LABELS)) {
      if (found.next()) {
        throw new StageFailure(
            Failure.misconfigured(
                "type-unreadable",
                "type "
                    + found.getString(1)
                    + " of "
                    + place.database()
                    + " is an enum without labels, or a domain over an enum: while there is one,"
                    + " no table of the database can be read. Drop it, or make the domain one over"
                    + " text with a CHECK"));
      }
    }
  }

  private void check(ReaderRecord remembered) {
    try (Connection connection = place.database().connect()) {
      place.slot().check(connection, remembered);
    } catch (SQLException e) {
      throw new StageFailure(PostgresFailures.of(e, place.database()));
    }
  }

  private void remember(ReaderRecord start, @Nullable ReaderRecord known)
      throws InterruptedException {
    write(start);
    if (known == null || start.beginning() != known.beginning()) {
      LOG.info(
          "slot {} of {}: {} at {}",
          settings.slotName(),
          place.database(),
          start.beginning(),
          start.started());
    }
    if (start.driverMayConfirm()) {
      LOG.warn("{}", Heartbeat.refused(place.database(), place.slot()).message());
    }
  }

  private void write(ReaderRecord next) throws InterruptedException {
    awaitDurable(durable -> records.write(next, durable));
  }

  private void awaitDurable(Consumer<Runnable> write) throws InterruptedException {
    CountDownLatch durable = new CountDownLatch(1);
    write.accept(durable::countDown);
    if (!durable.await(REMEMBER_SECONDS, TimeUnit.SECONDS)) {
      throw new StageFailure(
          Failure.transientFailure(
              "kafka-unreachable",
              "Kafka does not take the reader's record in " + settings.readersTopic()));
    }
  }
}
