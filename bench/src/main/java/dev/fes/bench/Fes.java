package dev.fes.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * FES as {@code ./fes run} has it: the controller's jar, and the stages of one event stream that it
 * starts.
 *
 * @param more lines of the installation's configuration, below {@code fes}
 */
record Fes(String setting, Sink sink, List<String> more) implements Entrant {

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
    this(setting, sink, List.of());
  }

  @Override
  public String system() {
    return "FES";
  }

  @Override
  public int backlog(Scale scale) {
    return switch (sink) {
      case SQS_FIFO, SQS_FIFO_RELAXED, SQS_FIFO_KEYED -> scale.smallBacklog();
      case SQS_STANDARD, NAKADI, NAKADI_KEYED -> scale.backlog();
    };
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
    Map<String, String> manifests = new TreeMap<>();
    outboxes.forEach(
        (name, outbox) ->
            manifests.put(
                name,
                MANIFEST.formatted(
                    name,
                    house.composition(),
                    name,
                    outbox.slot(),
                    outbox.database(),
                    sink.manifest(target))));
    return Installed.start(house, settings(house, target), manifests);
  }

  /** Of the installation, for this target. */
  String settings(House house, Target target) {
    StringBuilder settings = new StringBuilder("fes:\n");
    if (target instanceof EventTypeTarget type) {
      settings.append("  nakadi: {base-uri: \"").append(type.baseUri()).append("\"}\n");
    }
    settings.append("  ").append(sink.settings).append('\n');
    Stream.concat(more.stream(), house.stageSettings().stream())
        .forEach(line -> settings.append("  ").append(line).append('\n'));
    return settings.toString();
  }
}
