package dev.fes.bench;

import java.util.List;
import java.util.Map;

/** What is compared with what. */
record Comparisons(Scale scale) {

  private static final Map<String, String> QUICK_POLL =
      Map.of("debezium.source.poll.interval.ms", "10");

  private static final String CONSTANT_GROUP = "one by one, one constant group";
  private static final String STRICT = "totally ordered, strict";
  private static final String ALL_OR_NOTHING = "batch, all or nothing";
  private static final String DEFAULT_BATCH = "Nakadi, default batch";
  private static final String SHORT_POLL = "10 ms poll";
  private static final String DEFAULT = "Nakadi, default";

  List<Comparison> main() {
    return scale.equals(Scale.QUICK)
        ? List.of(
            sqs(),
            fifo().of(CONSTANT_GROUP, STRICT),
            http().of(ALL_OR_NOTHING, DEFAULT_BATCH),
            latency().of(SHORT_POLL, DEFAULT),
            start())
        : List.of(sqs(), fifo(), http(), latency(), start(), idle());
  }

  /** The comparison that the command line calls so. */
  Comparison named(String name) {
    return switch (name) {
      case "sqs" -> sqs();
      case "fifo" -> fifo();
      case "http" -> http();
      case "latency" -> latency();
      case "start" -> start();
      case "idle" -> idle();
      case "transaction" -> transaction();
      case "partitions" -> partitions();
      case "streams" -> streams();
      case "lambda" -> lambda();
      default -> throw new IllegalArgumentException("there is no workload " + name);
    };
  }

  Comparison sqs() {
    return new Comparison(
        "backlog to SQS standard",
        new Backlog(scale),
        List.of(
            new Peer("one by one", Peer.Sink.SQS, Map.of()),
            new Fes("default", Fes.Sink.SQS_STANDARD)));
  }

  Comparison fifo() {
    return new Comparison(
        "backlog to SQS FIFO",
        new Backlog(scale),
        List.of(
            new Peer(CONSTANT_GROUP, Peer.Sink.SQS_FIFO, Map.of()),
            new Fes(STRICT, Fes.Sink.SQS_FIFO),
            new Fes("totally ordered, relaxed", Fes.Sink.SQS_FIFO_RELAXED),
            new Fes("ordered by key", Fes.Sink.SQS_FIFO_KEYED)));
  }

  Comparison http() {
    return new Comparison(
        "backlog to HTTP, in order",
        new Backlog(scale),
        List.of(
            new Peer("one by one", Peer.Sink.HTTP, Map.of()),
            new Peer(ALL_OR_NOTHING, Peer.Sink.HTTP_BATCH, Map.of()),
            new Fes(DEFAULT_BATCH, Fes.Sink.NAKADI)));
  }

  Comparison latency() {
    return new Comparison(
        "latency at %d/s to HTTP".formatted(scale.pace()),
        new Latency(scale),
        List.of(
            new Peer("default", Peer.Sink.HTTP, Map.of()),
            new Peer(SHORT_POLL, Peer.Sink.HTTP, QUICK_POLL),
            new Fes(DEFAULT, Fes.Sink.NAKADI)));
  }

  Comparison start() {
    return new Comparison("start to first event", new ColdStart(), toHttp());
  }

  Comparison idle() {
    return new Comparison("idle", new Idle(scale), toHttp());
  }

  /** One transaction of a million rows. */
  Comparison transaction() {
    return new Comparison(
        "one transaction of %,d rows".formatted(Scale.LARGE_TRANSACTION),
        new LargeTransaction(scale),
        List.of(
            new Peer(ALL_OR_NOTHING, Peer.Sink.HTTP_BATCH, Map.of()),
            new Fes(DEFAULT_BATCH, Fes.Sink.NAKADI)));
  }

  /** More partitions for the same keys. */
  Comparison partitions() {
    return new Comparison(
        "partitions, ordered by key to HTTP",
        new Backlog(scale),
        Scale.PARTITIONS.stream().<Entrant>map(Comparisons::partitioned).toList());
  }

  /** More streams in one installation. */
  Comparison streams() {
    return new Comparison(
        "streams in one installation",
        new ManyStreams(scale),
        Scale.STREAMS.stream().<Entrant>map(ManyStreams.Crowd::new).toList());
  }

  /** Items by way of a function that takes 20 ms to answer. */
  Comparison lambda() {
    return new Comparison(
        "DynamoDB by Lambda to SQS FIFO",
        new ItemsByLambda(scale),
        Scale.LAMBDA_CONCURRENCY.stream()
            .<Entrant>map(
                calls ->
                    new Fes(
                        calls + " calls at once",
                        Fes.Sink.SQS_FIFO_KEYED,
                        List.of("aws: {lambda: {concurrency: " + calls + "}}")))
            .toList());
  }

  private static Fes partitioned(int partitions) {
    return new Fes(
        partitions + " partitions",
        Fes.Sink.NAKADI_KEYED,
        List.of("kafka: {partitions: " + partitions + "}"));
  }

  private static List<Entrant> toHttp() {
    return List.of(new Peer("HTTP", Peer.Sink.HTTP, Map.of()), new Fes("Nakadi", Fes.Sink.NAKADI));
  }
}
