package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Writes rows and kills each stage of their event stream once, at seeded moments: inside of a
 * transaction, while some rows have arrived and others have not.
 */
record KilledOnTheWay(StreamView stream, RowWriter writer, Arrivals arrivals, int rows) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration AT_ONCE = Duration.ofMillis(2);
  private static final int PARTS = 8;

  /** Returns what it has done, for the ledger. */
  String write(Random random) throws SQLException {
    List<String> roles = new ArrayList<>(List.of("source", "flow", "sink"));
    Collections.shuffle(roles, random);
    List<String> kills = new ArrayList<>();
    for (String role : roles) {
      kills.add(kill(role, random));
    }
    writer.write(rows - writer.written());
    return "%d transactions, killed %s".formatted(writer.transactions(), String.join(", ", kills));
  }

  private String kill(String role, Random random) throws SQLException {
    int part = rows / PARTS;
    long target = arrivals.count() + 1 + random.nextInt(part / 2);
    long before = stream.pid(role);
    writer.write(part);
    int committed = writer.written();
    List<Long> arrived = new ArrayList<>();
    writer.write(
        part / 4,
        () -> {
          awaitArrival(target);
          stream.kill(role);
          arrived.add(arrivals.count());
        });
    assertThat(arrived.getFirst()).as("in the middle of it").isPositive().isLessThan(rows);
    writer.write(part / 2);
    stream.awaitSuccessor(role, before);
    return "%s at %d arrived of %d committed".formatted(role, arrived.getFirst(), committed);
  }

  private void awaitArrival(long target) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(AT_ONCE)
        .atMost(PATIENCE)
        .until(() -> arrivals.count() >= target);
  }
}
