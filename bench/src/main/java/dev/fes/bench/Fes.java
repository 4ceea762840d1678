package dev.fes.bench;

import dev.fes.testbed.LocalInstallation;

/**
 * FES as {@code ./fes run} has it: the controller's jar, and the stages of one event stream that it
 * starts.
 */
record Fes(String setting, Sink sink, boolean sendsOneByOne) implements Entrant {

  private static final String MANIFEST =
      """
      apiVersion: zalando.org/v1
      kind: FabricEventStream
      metadata:
        name: bench
        annotations:
          fes.zalando.org/composition: %s
      spec:
        applicationId: bench
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
    LocalInstallation installation =
        LocalInstallation.start(
            house.testbed(),
            house.home(),
            LocalInstallation.usualOrFreePort(),
            settings(house, target));
    installation.apply(
        "bench.yaml",
        MANIFEST.formatted(
            house.composition(), outbox.slot(), outbox.database(), sink.manifest(target)));
    return new Stages(installation);
  }

  private String settings(House house, Target target) {
    StringBuilder settings = new StringBuilder("fes:\n");
    if (target instanceof EventTypeTarget type) {
      settings.append("  nakadi: {base-uri: \"").append(type.baseUri()).append("\"}\n");
    }
    settings.append("  ").append(sink.settings).append('\n');
    house.stageSettings().forEach(line -> settings.append("  ").append(line).append('\n'));
    return settings.toString();
  }

  private record Stages(LocalInstallation installation) implements Running {

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
