package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.SequenceNumberRange;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

class GapsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final ReaderRecord KNOWN =
      new ReaderRecord("arn", "leases", ReaderRecord.Beginning.CREATED, "2026-11-01T00:00:00Z");

  @Test
  void aFirstStartHasNone() {
    Lineage lineage = new Lineage(List.of(), List.of(shard("a", "trimmed"), shard("b", "a")));

    assertThat(find(null, lineage)).isNull();
    assertThat(lineage.unread()).extracting(Shard::shardId).containsExactly("a", "b");
  }

  @Test
  void leasesThatVanishedAreOne() {
    Gap gap = find(KNOWN, new Lineage(List.of(), List.of(shard("a", null))));

    assertThat(gap.place()).isEqualTo(KNOWN.started());
    assertThat(gap.words()).contains("leases", "gone or empty");
  }

  @Test
  void aShardThatIsGoneUnfinishedIsOne() {
    Lease lost = lease("a", "7");
    Gap gap = find(KNOWN, new Lineage(List.of(lost), List.of(shard("c", "b"))));

    assertThat(gap.place()).isEqualTo("a");
    assertThat(gap.leases()).containsExactly(lost);
  }

  @Test
  void aShardThatIsGoneAfterItsEndIsNone() {
    Lineage lineage = new Lineage(List.of(ended("a"), lease("b", "9")), List.of(shard("b", "a")));

    assertThat(find(KNOWN, lineage)).isNull();
  }

  @Test
  void aPositionThatIsTrimmedIsOne() {
    Lineage lineage = new Lineage(List.of(lease("a", "7")), List.of(shard("a", null)));

    assertThat(find(KNOWN, lineage, "a:7").words()).contains("shard a", "up to 7");
    assertThat(find(KNOWN, lineage, "a:6")).isNull();
  }

  @Test
  void whatIsLeftOfAShardIsReadBehindAnAcceptedGapThoughItsChildIsLeased() {
    Lease trimmed = lease("a", "7");
    Lineage lineage =
        new Lineage(
            List.of(trimmed, lease("b", "TRIM_HORIZON")),
            List.of(shard("a", null), shard("b", "a")));

    assertThat(lineage.stillThere(List.of(trimmed)))
        .extracting(Shard::shardId)
        .containsExactly("a");
  }

  @Test
  void whatIsBegunAnywayOrGoneIsNotBegunTwice() {
    Lease trimmed = lease("a", "7");
    Lease gone = lease("x", "7");
    Lineage lineage = new Lineage(List.of(trimmed, gone), List.of(shard("a", null)));

    assertThat(lineage.without(List.of(trimmed, gone)).unread())
        .extracting(Shard::shardId)
        .containsExactly("a");
    assertThat(lineage.stillThere(List.of(trimmed, gone))).isEmpty();
  }

  @Test
  void aShardNeverBegunLosesItsOldestRecordsOnlyAfterADay() {
    Lineage lineage = new Lineage(List.of(lease("a", "TRIM_HORIZON")), List.of(shard("a", null)));
    ReaderRecord young =
        new ReaderRecord("arn", "leases", ReaderRecord.Beginning.CREATED, "2026-11-22T11:00:00Z");

    assertThat(find(KNOWN, lineage, "a:1")).isNotNull();
    assertThat(find(young, lineage, "a:1")).isNull();
  }

  @Test
  void aShardThatCameAndWentUnreadIsOne() {
    Lineage lineage = new Lineage(List.of(ended("a")), List.of(shard("c", "b")));

    assertThat(find(KNOWN, lineage).place()).isEqualTo("b");
  }

  @Test
  void theNextStreamOfATableIsNone() {
    Lineage lineage = new Lineage(List.of(ended("a")), List.of(shard("new", null)));

    assertThat(find(KNOWN, lineage)).isNull();
    assertThat(lineage.unread()).extracting(Shard::shardId).containsExactly("new");
  }

  @Test
  void aParentWhoseLeaseWasTidiedAwayIsNotReadAgain() {
    Lineage lineage =
        new Lineage(List.of(lease("b", "7")), List.of(shard("a", null), shard("b", "a")));

    assertThat(lineage.unread()).isEmpty();
  }

  private static Gap find(ReaderRecord known, Lineage lineage, String... trimmed) {
    Set<String> gone = Set.of(trimmed);
    return new Gaps(
            "leases",
            (shard, number) -> gone.contains(shard + ":" + number),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .find(known, lineage);
  }

  private static Shard shard(String id, String parent) {
    return Shard.builder()
        .shardId(id)
        .parentShardId(parent)
        .sequenceNumberRange(SequenceNumberRange.builder().startingSequenceNumber("1").build())
        .build();
  }

  private static Lease ended(String shard) {
    Lease lease = lease(shard, "1");
    lease.checkpoint(ExtendedSequenceNumber.SHARD_END);
    return lease;
  }

  private static Lease lease(String shard, String checkpoint) {
    Lease lease = new Lease();
    lease.leaseKey(shard);
    lease.checkpoint(new ExtendedSequenceNumber(checkpoint));
    return lease;
  }
}
