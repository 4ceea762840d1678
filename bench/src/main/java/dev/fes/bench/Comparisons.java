package dev.fes.bench;

import java.util.List;
import java.util.Map;

/** What is compared with what. */
record Comparisons(Scale scale) {

  private static final Map<String, String> QUICK_POLL =
      Map.of("debezium.source.poll.interval.ms", "10");

  List<Comparison> main() {
    return List.of(sqs(), fifo(), http(), latency());
  }

  /** The comparison that the command line calls so. */
  Comparison named(String name) {
    return switch (name) {
      case "sqs" -> sqs();
      case "fifo" -> fifo();
      case "http" -> http();
      case "latency" -> latency();
      default -> throw new IllegalArgumentException("there is no workload " + name);
    };
  }

  Comparison sqs() {
    return new Comparison(
        "backlog to SQS standard",
        new Backlog(scale),
        List.of(
            new Peer("one by one", Peer.Sink.SQS, Map.of()),
            new Fes("default", Fes.Sink.SQS_STANDARD, false)));
  }

  Comparison fifo() {
    return new Comparison(
        "backlog to SQS FIFO",
        new Backlog(scale),
        List.of(
            new Peer("one by one, one constant group", Peer.Sink.SQS_FIFO, Map.of()),
            new Fes("totally ordered, strict", Fes.Sink.SQS_FIFO, true),
            new Fes("totally ordered, relaxed", Fes.Sink.SQS_FIFO_RELAXED, false),
            new Fes("ordered by key", Fes.Sink.SQS_FIFO_KEYED, false)));
  }

  Comparison http() {
    return new Comparison(
        "backlog to HTTP, in order",
        new Backlog(scale),
        List.of(
            new Peer("one by one", Peer.Sink.HTTP, Map.of()),
            new Peer("batch, all or nothing", Peer.Sink.HTTP_BATCH, Map.of()),
            new Fes("Nakadi, default batch", Fes.Sink.NAKADI, false)));
  }

  Comparison latency() {
    return new Comparison(
        "latency at %d/s to HTTP".formatted(scale.pace()),
        new Latency(scale),
        List.of(
            new Peer("default", Peer.Sink.HTTP, Map.of()),
            new Peer("10 ms poll", Peer.Sink.HTTP, QUICK_POLL),
            new Fes("Nakadi, default", Fes.Sink.NAKADI, false)));
  }
}
