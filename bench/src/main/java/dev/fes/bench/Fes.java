package dev.fes.bench;

import dev.fes.testbed.LocalInstallation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * FES as {@code ./fes run} has it: the controller's jar, and the stages of one event stream that it
 * starts.
 *
 * @param more lines of the installation's configuration, below {@code fes}
 */
record Fes(String setting, Sink sink, boolean sendsOneByOne, List<String> more) implements Entrant {

  private static final String MANIFEST =
      """
      apiVersion: zalando.org/v1
      kind: FabricEventStream
      metadata:
        name: %s
        annotations:
          fes.zalando.org/composition: %s
      spec:
        applicationId: %s
        eventStreams:
          - source:
              type: PostgresLogicalReplication
              jdbcConnection:
                slotName: %s
                jdbcUrl: "jdbc:postgresql://db.example:5432/%s"
              table:
                name: outbox
            flow:
              type: PostgresWalToGenericNakadiEvent
            sink:
      %s
      """;

  private static final long BEAT = 20_000_000;

  /** The part of the manifest that names the target, and what the installation sets for it. */
  enum Sink {
    SQS_STANDARD("SqsStandard", ""),
    SQS_FIFO("SqsFifo", ""),
    SQS_FIFO_RELAXED("SqsFifo", "aws: {sqs: {fifo-batching: relaxed}}"),
    SQS_FIFO_KEYED("SqsFifo", ""),
    NAKADI("Nakadi", ""),
    NAKADI_KEYED("Nakadi", "");

    private final String type;
    private final String settings;

    Sink(String type, String settings) {
      this.type = type;
      this.settings = settings;
    }

    private boolean isKeyed() {
      return this == SQS_FIFO_KEYED || this == NAKADI_KEYED;
    }

    private String manifest(Target target) {
      String field = type.equals("Nakadi") ? "eventType" : "queueName";
      String keys = isKeyed() ? ", partitionKeyFields: [customer]" : "";
      return "        {type: %s, %s: %s%s}".formatted(type, field, target.name(), keys);
    }
  }

  Fes {
    more = List.copyOf(more);
  }

  Fes(String setting, Sink sink) {
    this(setting, sink, sink == Sink.SQS_FIFO, List.of());
  }

  @Override
  public String system() {
    return "FES";
  }

  @Override
  public Target openTarget(House house, String name) {
    return switch (sink) {
      case SQS_STANDARD -> QueueTarget.standard(house.testbed().sqs(), name);
      case SQS_FIFO, SQS_FIFO_RELAXED, SQS_FIFO_KEYED ->
          QueueTarget.fifo(house.testbed().sqs(), name);
      case NAKADI, NAKADI_KEYED -> EventTypeTarget.open(name);
    };
  }

  @Override
  public Running start(House house, Outbox outbox, Target target) {
    return start(house, target, Map.of("bench", outbox));
  }

  /** With an event stream for each outbox, each a resource by itself. */
  Running start(House house, Target target, Map<String, Outbox> outboxes) {
    LocalInstallation installation =
        LocalInstallation.start(
            house.testbed(),
            house.home(),
            LocalInstallation.usualOrFreePort(),
            settings(house, target));
    awaitController(installation);
    long started = System.nanoTime();
    outboxes.forEach(
        (name, outbox) ->
            installation.apply(
                name + ".yaml",
                MANIFEST.formatted(
                    name,
                    house.composition(),
                    name,
                    outbox.slot(),
                    outbox.database(),
                    sink.manifest(target))));
    return new Stages(installation, started);
  }

  /** It is the platform's, and there before anybody's stream. */
  private static void awaitController(LocalInstallation installation) {
    long deadline = System.nanoTime() + Scale.PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        installation.get("/actuator/streams");
        return;
      } catch (IOException notYet) {
        LockSupport.parkNanos(BEAT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    throw new IllegalStateException("the controller does not answer");
  }

  private String settings(House house, Target target) {
    StringBuilder settings = new StringBuilder("fes:\n");
    if (target instanceof EventTypeTarget type) {
      settings.append("  nakadi: {base-uri: \"").append(type.baseUri()).append("\"}\n");
    }
    settings.append("  ").append(sink.settings).append('\n');
    Stream.concat(more.stream(), house.stageSettings().stream())
        .forEach(line -> settings.append("  ").append(line).append('\n'));
    return settings.toString();
  }

  private record Stages(LocalInstallation installation, long started) implements Running {

    @Override
    public Processes processes() {
      return new Processes(installation.stages());
    }

    @Override
    public void close() {
      installation.close();
    }
  }
}
