package dev.fes.source.dynamodb;

import static org.awaitility.Awaitility.await;

import dev.fes.api.Source.ArnResolutionMode;
import dev.fes.stage.Backoff;
import dev.fes.stage.Failure;
import dev.fes.stage.OutputGate;
import dev.fes.stage.ReaderLifecycle;
import dev.fes.stage.StageSettings;
import dev.fes.stage.StreamState;
import dev.fes.stage.Streams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;

/** A whole reader over DynamoDB Local, with topics and memory of the test's own. */
final class TestReader implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DynamoDbSettings CALLS =
      new DynamoDbSettings(Duration.ofSeconds(2), Duration.ofSeconds(2));

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final RecordingTopics topics;
  final MemoryRecords records;
  final OutputGate gate =
      new OutputGate(
          new DefaultListableBeanFactory().getBeanProvider(BindingsLifecycleController.class));
  final Streams streams =
      new Streams(new StageSettings("app", "ns", "res", "reader", "source", null, null), meters);
  final List<String> resets = new CopyOnWriteArrayList<>();
  private final ReaderLifecycle lifecycle;

  /** What a test may choose. */
  record Setup(
      String streamArn,
      ArnResolutionMode mode,
      FaultyStreams faulty,
      RecordingTopics topics,
      MemoryRecords records,
      List<RouteSettings> routes) {

    static Setup of(String streamArn) {
      return new Setup(
          streamArn,
          ArnResolutionMode.EXACT,
          new FaultyStreams(LocalDynamo.SHARED.streams),
          new RecordingTopics(),
          new MemoryRecords(),
          List.of(new RouteSettings("orders", "orders.changes", null, null, null)));
    }

    Setup with(List<RouteSettings> others) {
      return new Setup(streamArn, mode, faulty, topics, records, others);
    }

    /** The newest stream of the table. */
    Setup lookedUp() {
      String any = streamArn.substring(0, streamArn.indexOf("/stream/")) + "/stream/*";
      return new Setup(any, ArnResolutionMode.DYNAMIC, faulty, topics, records, routes);
    }

    String leaseTable() {
      return streamArn.split("[:/]")[6] + "-leases";
    }

    TestReader start() {
      return start(null);
    }

    TestReader start(@Nullable String acceptGap) {
      return new TestReader(this, acceptGap);
    }
  }

  private TestReader(Setup setup, @Nullable String acceptGap) {
    topics = setup.topics();
    records = setup.records();
    Routes routes =
        new Routes(
            setup.routes().stream()
                .map(
                    route ->
                        new Route(
                            route,
                            String.valueOf(route.topic()),
                            streams.of(route.stream()),
                            32 << 20))
                .toList());
    DynamoDbSourceSettings settings =
        new DynamoDbSourceSettings(
            "reader-" + setup.leaseTable(),
            setup.streamArn(),
            setup.leaseTable(),
            null,
            setup.mode(),
            null,
            acceptGap,
            setup.routes());
    LocalDynamo dynamo = LocalDynamo.SHARED;
    Clients clients = new Clients(setup.faulty(), dynamo.client, dynamo.leases, LocalDynamo.REGION);
    Sessions.Outside outside =
        new Sessions.Outside(routes, topics, records, new SourceMeters(routes, meters));
    lifecycle =
        new ReaderLifecycle(
            new Sessions(settings, CALLS, clients, outside),
            gate,
            this::reset,
            new Backoff(Duration.ofMillis(100), Duration.ofMillis(500)));
    records.onRefusal(this::breakDown);
    lifecycle.start();
  }

  TestReader awaitRunning() {
    return awaitState(StreamState.Activity.RUNNING);
  }

  TestReader awaitState(StreamState.Activity activity) {
    await().atMost(PATIENCE).until(() -> state().activity() == activity);
    return this;
  }

  TestReader awaitPublished(int count) {
    await().atMost(PATIENCE).until(() -> topics.size() >= count);
    return this;
  }

  StreamState state() {
    return streams.of("orders").state();
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

  @Override
  public void close() {
    lifecycle.stop();
  }
}
