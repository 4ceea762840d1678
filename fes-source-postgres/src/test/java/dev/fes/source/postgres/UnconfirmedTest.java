package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class UnconfirmedTest {

  private final Unconfirmed unconfirmed = new Unconfirmed();

  @Test
  void aLaterBatchWaitsForAnEarlierOne() throws InterruptedException {
    Unconfirmed.Batch first = unconfirmed.begin();
    Runnable one = first.add(10);
    first.end(mark(1));
    Unconfirmed.Batch second = unconfirmed.begin();
    Runnable two = second.add(10);
    second.end(mark(2));

    two.run();
    assertThat(unconfirmed.takeDurable()).isNull();

    one.run();
    assertThat(unconfirmed.takeDurable()).extracting(Mark::position).isEqualTo(new Lsn(2));
    assertThat(unconfirmed.takeDurable()).isNull();
  }

  @Test
  void aBatchThatIsStillReadIsNotDurable() throws InterruptedException {
    Unconfirmed.Batch batch = unconfirmed.begin();
    batch.add(10).run();
    assertThat(unconfirmed.takeDurable()).isNull();

    batch.end(mark(1));
    assertThat(unconfirmed.takeDurable()).isNotNull();
  }

  @Test
  void onlyRecordsAfterACommitAreMarks() {
    assertThat(Mark.of(record(Map.of("lsn", 5L)))).isNull();
    assertThat(Mark.of(record(Map.of("lsn", 5L, "lsn_commit", 4L))))
        .extracting(Mark::position)
        .isEqualTo(new Lsn(4));
  }

  @Test
  void positionsAreWrittenAndComparedAsPostgresDoes() {
    assertThat(new Lsn(0x16B374D848L))
        .hasToString("16/B374D848")
        .isEqualTo(Lsn.parse("16/B374D848"));
    assertThat(Lsn.parse("FFFFFFFF/0").isAfter(Lsn.parse("16/0"))).isTrue();
  }

  @Test
  void rowsAreCountedPerTablePositionAndTransaction() {
    Ordinals ordinals = new Ordinals();
    TableName a = new TableName("public", "a");
    TableName b = new TableName("public", "b");
    assertThat(
            List.of(
                ordinals.next(a, 1, 7),
                ordinals.next(a, 1, 7),
                ordinals.next(b, 1, 7),
                ordinals.next(a, 1, 7),
                ordinals.next(a, 1, 8),
                ordinals.next(a, 2, 8)))
        .containsExactly(0, 1, 0, 2, 0, 0);
  }

  private static Mark mark(long lsn) {
    return new Mark(record(Map.of()), new Lsn(lsn));
  }

  private static RecordChangeEvent<SourceRecord> record(Map<String, ?> offset) {
    SourceRecord record = new SourceRecord(Map.of(), offset, "topic", null, null);
    return () -> record;
  }
}
