package dev.fes.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much of each workload is run: every size is here and nowhere else.
 *
 * @param name of the file that its results are in
 * @param rounds how often the entrants of a comparison take their turns
 * @param warmUp events that go through before anything is measured
 * @param backlog events of a backlog
 * @param smallBacklog the same for an entrant that sends one request an event, and for FIFO queues,
 *     for ElasticMQ copies a list of all it took within 5 minutes with each message
 * @param pace events a second when latency is measured
 * @param latency for how long
 * @param idle how long an entrant that has nothing to do is left alone, and then watched
 */
record Scale(
    String name,
    int rounds,
    int warmUp,
    int backlog,
    int smallBacklog,
    int pace,
    Duration latency,
    Duration idle) {

  /** The main table: under 30 minutes on a laptop. */
  static final Scale FULL =
      new Scale(
          "full", 1, 4_000, 100_000, 10_000, 200, Duration.ofSeconds(60), Duration.ofSeconds(20));

  /** The same in little, with one setting of each: a few minutes. */
  static final Scale QUICK =
      new Scale(
          "quick", 1, 1_000, 10_000, 1_000, 200, Duration.ofSeconds(10), Duration.ofSeconds(5));

  /** Of payloads and keys. */
  static final long SEED = 20261127;

  /** Bytes of a payload, more or less. */
  static final int PAYLOAD = 1_000;

  /** Different values of the ordering key. */
  static final int CUSTOMERS = 1_000;

  /** Rows that one transaction of a backlog commits. */
  static final int ROWS_PER_TRANSACTION = 100;

  /** Rows of the one large transaction. */
  static final int LARGE_TRANSACTION = 1_000_000;

  /** Of the topics of a stream that is ordered by key. */
  static final List<Integer> PARTITIONS = List.of(1, 2, 4, 8);

  /** Event streams in one installation. */
  static final List<Integer> STREAMS = List.of(1, 5, 10, 20);

  /** Items that are converted by Lambda. */
  static final int ITEMS = 5_000;

  /** How long the function takes. */
  static final Duration LAMBDA_ANSWER = Duration.ofMillis(20);

  /** Changes that are converted at once; 16 is the default. */
  static final List<Integer> LAMBDA_CONCURRENCY = List.of(1, 16, 64);

  /** No workload takes longer, or it has failed. */
  static final Duration PATIENCE = Duration.ofMinutes(10);
}
