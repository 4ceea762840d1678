package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every row is accounted for: what is committed arrives, in commit order, whichever stage is killed
 * in the middle of it.
 */
@ExtendWith(RunningFes.class)
class LedgerIT {

  private static final Duration ARRIVAL = Duration.ofMinutes(3);
  private static final String TYPE = "my-important-business-events";
  private static final long SEED = Long.getLong("fes.ledger.seed", 20261122);

  private final House house;

  LedgerIT(House house) {
    this.house = house;
  }

  @Test
  void tenThousandRowsArriveAtNakadiInCommitOrderThoughEachStageIsKilled() throws SQLException {
    int rows = Integer.getInteger("fes.ledger.nakadi-rows", 10_000);
    StreamView stream = new StreamView(house.fes(), "my-application");
    Arrivals arrivals = new NakadiLedger(house.testbed().nakadi(), TYPE);
    String account = write("my_events_outbox", "my_event_payload", stream, arrivals, rows);
    List<Arrival> arrived = awaitAll(rows, arrivals, stream);
    print("Nakadi", account, arrived, rows);
    assertThat(Arrival.lastCopies(arrived)).containsExactlyElementsOf(upTo(rows));
    house.awaitRunning();
  }

  /** One message a call is slow; all ten thousand with -Dfes.ledger.fifo-rows=10000. */
  @Test
  void threeThousandRowsArriveInAFifoQueueInCommitOrderThoughEachStageIsKilled()
      throws SQLException {
    int rows = Integer.getInteger("fes.ledger.fifo-rows", 3_000);
    try (OwnStream own = OwnStream.open(house, "ledger", "type: SqsFifo, queueName: ledger");
        FifoLedger arrivals = FifoLedger.open(house.testbed().sqs(), "ledger")) {
      String account = write(own.table(), "payload", own.view(), arrivals, rows);
      List<Arrival> arrived = awaitAll(rows, arrivals, own.view());
      print("SQS FIFO", account, arrived, rows);
      assertThat(Arrival.firstCopies(arrived)).containsExactlyElementsOf(upTo(rows));
      house.awaitRunning();
    }
  }

  private String write(String table, String column, StreamView stream, Arrivals arrivals, int rows)
      throws SQLException {
    Connection connection = house.testbed().postgres().connect("orders");
    try (RowWriter writer = new RowWriter(connection, table, column, SEED)) {
      return new KilledOnTheWay(stream, writer, arrivals, rows).write(new Random(SEED));
    }
  }

  private static List<Arrival> awaitAll(int rows, Arrivals arrivals, StreamView stream) {
    await()
        .atMost(ARRIVAL)
        .until(() -> Arrival.firstCopies(arrivals.all()).size(), arrived -> arrived >= rows);
    await().atMost(ARRIVAL).until(stream::isDrained);
    List<Arrival> arrived = arrivals.all();
    Arrival.checkCopies(arrived);
    return arrived;
  }

  private static List<Integer> upTo(int rows) {
    return IntStream.rangeClosed(1, rows).boxed().toList();
  }

  private static void print(String target, String account, List<Arrival> arrived, int rows) {
    System.out.printf(
        "ledger, %s: %d rows, %d published, %d duplicates, %s%n",
        target, rows, arrived.size(), arrived.size() - rows, account);
  }
}
