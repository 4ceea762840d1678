package dev.fes.source.postgres;

import static org.awaitility.Awaitility.await;

import dev.fes.api.Operation;
import dev.fes.stage.Backoff;
import dev.fes.stage.Failure;
import dev.fes.stage.OutputGate;
import dev.fes.stage.ReaderLifecycle;
import dev.fes.stage.StageSettings;
import dev.fes.stage.StreamState;
import dev.fes.stage.Streams;
import dev.fes.stage.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;

/** A whole reader over a real database, with topics and memory of the test's own. */
final class TestReader implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  final TestDatabase database;
  final RecordingTopics topics;
  final MemoryRecords records;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Streams streams;
  final Backfills backfills;
  final BackfillSource backfillSource;
  final OutputGate gate =
      new OutputGate(
          new DefaultListableBeanFactory().getBeanProvider(BindingsLifecycleController.class));
  final List<String> resets = new CopyOnWriteArrayList<>();
  private final ReaderLifecycle lifecycle;
  private final Routes routes;

  private TestReader(Builder from) {
    database = from.database;
    topics = from.topics;
    records = from.records;
    streams =
        new Streams(new StageSettings("app", "ns", "res", "reader", "source", null, null), meters);
    routes =
        Routes.of(
            from.routes.stream()
                .map(
                    route ->
                        new Route(
                            route,
                            route.stream() + ".changes",
                            streams.of(route.stream()),
                            32 << 20))
                .toList());
    PostgresSourceSettings settings =
        new PostgresSourceSettings(
            "reader-" + from.slot,
            database.jdbcUrl(),
            from.slot,
            from.publication,
            from.createPublication,
            Duration.ofMillis(500),
            null,
            from.acceptGap,
            null);
    Database connections = new Database(settings.address(), from.credentials, settings.reader());
    Watch.Place place =
        new Watch.Place(
            connections,
            new Slot(settings.slotName(), connections, settings.acceptGap()),
            new Publication(
                settings.publicationName(), connections, settings.createPublication(), routes),
            routes);
    SourceMeters lag = new SourceMeters(routes, meters);
    Topics kafka = from.kafka == null ? topics : from.kafka;
    backfills = new Backfills(routes, records, from.backoff, Clock.systemUTC());
    backfillSource = new BackfillSource(connections, settings.publicationName());
    Sessions.Memory memory = new Sessions.Memory(records, backfills);
    Sessions sessions = new Sessions(settings, place, kafka, memory, lag);
    lifecycle = new ReaderLifecycle(sessions, gate, this::reset, from.backoff);
  }

  static Builder over(TestDatabase database) {
    return new Builder(database);
  }

  static RouteSettings route(String table) {
    return route(table, null, null);
  }

  static RouteSettings route(
      String table, @Nullable String filter, @Nullable Set<Operation> operations) {
    return new RouteSettings(table, null, null, table, null, filter, operations, null, null);
  }

  TestReader start() {
    lifecycle.start();
    return this;
  }

  TestReader awaitRunning() {
    return awaitState(StreamState.Activity.RUNNING);
  }

  TestReader awaitState(StreamState.Activity activity) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                routes.all().stream()
                    .allMatch(route -> route.progress().state().activity() == activity));
    return this;
  }

  /** Streams of one reader come to their states one after the other. */
  TestReader awaitState(String stream, StreamState.Activity activity) {
    await().atMost(PATIENCE).until(() -> state(stream).activity() == activity);
    return this;
  }

  TestReader awaitPublished(int count) {
    await().atMost(PATIENCE).until(() -> topics.size() >= count);
    return this;
  }

  String error() {
    return String.valueOf(routes.all().getFirst().progress().state().error());
  }

  /** As when Kafka refuses a record: all that is unconfirmed is void. */
  void breakDown() {
    lifecycle.request(Failure.transientFailure("test", "the test breaks the reader down"));
  }

  /** As a producer does that is closed: what it cannot deliver any more is refused. */
  private void reset() {
    resets.add(Thread.currentThread().getName());
    breakDown();
  }

  StreamState state(String stream) {
    return streams.of(stream).state();
  }

  @Override
  public void close() {
    lifecycle.stop();
  }

  /** What a test may choose. */
  static final class Builder {
    private final TestDatabase database;
    private final List<RouteSettings> routes = new ArrayList<>();
    private RecordingTopics topics = new RecordingTopics();
    private MemoryRecords records = new MemoryRecords();
    private @Nullable Topics kafka;
    private String slot;
    private @Nullable String publication;
    private boolean createPublication = true;
    private @Nullable String acceptGap;
    private Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofMillis(200));
    private Credentials credentials = new Credentials("postgres", null, null, null);

    private Builder(TestDatabase database) {
      this.database = database;
      this.slot = "slot_" + database.name();
    }

    Builder table(String table) {
      return with(route(table));
    }

    Builder with(RouteSettings route) {
      routes.add(route);
      return this;
    }

    Builder topics(RecordingTopics given) {
      topics = given;
      return this;
    }

    /** Instead of topics that keep all they get. */
    Builder kafka(Topics given) {
      kafka = given;
      return this;
    }

    Builder records(MemoryRecords given) {
      records = given;
      return this;
    }

    Builder publication(String name) {
      publication = name;
      return this;
    }

    Builder findsPublication() {
      createPublication = false;
      return this;
    }

    Builder acceptGap(String position) {
      acceptGap = position;
      return this;
    }

    Builder backoff(Backoff given) {
      backoff = given;
      return this;
    }

    Builder credentials(Credentials given) {
      credentials = given;
      return this;
    }

    TestReader build() {
      return new TestReader(this);
    }

    TestReader start() {
      return build().start();
    }
  }
}
