package dev.fes.source.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.kinesis.leases.Lease;

/** Finds out whether changes were lost since the reader last read. */
final class Gaps {

  private static final Duration RETENTION = Duration.ofHours(24);

  private final String leaseTable;
  private final Trimmed trimmed;
  private final Clock clock;

  /** Asks the stream. */
  interface Trimmed {

    /** Whether the records after this one are older than the stream keeps them. */
    boolean after(String shard, String sequenceNumber);
  }

  Gaps(String leaseTable, Trimmed trimmed, Clock clock) {
    this.leaseTable = leaseTable;
    this.trimmed = trimmed;
    this.clock = clock;
  }

  @Nullable Gap find(@Nullable ReaderRecord known, Lineage lineage) {
    if (known != null && lineage.isNew()) {
      return new Gap(
          "lease table "
              + leaseTable
              + " is gone or empty, and with it how far stream "
              + known.streamArn()
              + " was read, which began at "
              + known.started(),
          known.started(),
          List.of());
    }
    List<Lease> cut =
        Stream.concat(
                lineage.lost().stream().filter(lease -> isBegun(lease, known)),
                lineage.open().entrySet().stream()
                    .filter(open -> isCut(open.getKey(), open.getValue(), known))
                    .map(open -> open.getKey()))
            .toList();
    if (!cut.isEmpty()) {
      return ofCut(cut);
    }
    List<Shard> orphans = lineage.orphans();
    return orphans.isEmpty() ? null : ofOrphans(orphans);
  }

  /** A shard that was not begun may have lost its oldest records before this reader began. */
  private boolean isCut(Lease lease, Shard shard, @Nullable ReaderRecord known) {
    return lease.checkpoint().isSentinelCheckpoint()
        ? isBegun(lease, known)
            && trimmed.after(shard.shardId(), shard.sequenceNumberRange().startingSequenceNumber())
        : trimmed.after(shard.shardId(), lease.checkpoint().sequenceNumber());
  }

  /** Whether all that was in the shard since it was leased was this reader's to read. */
  private boolean isBegun(Lease lease, @Nullable ReaderRecord known) {
    return !lease.checkpoint().isSentinelCheckpoint()
        || known != null
            && Instant.parse(known.started()).isBefore(clock.instant().minus(RETENTION));
  }

  private static Gap ofCut(List<Lease> cut) {
    Lease first = cut.getFirst();
    return new Gap(
        "shard "
            + first.leaseKey()
            + more(cut)
            + " was read up to "
            + first.checkpoint().sequenceNumber()
            + ", and what came then is older than the 24 hours that a stream keeps",
        first.leaseKey(),
        cut);
  }

  private static Gap ofOrphans(List<Shard> orphans) {
    Shard first = orphans.getFirst();
    return new Gap(
        "shard "
            + first.parentShardId()
            + more(orphans)
            + " has come and gone unread, for it is older than the 24 hours that a stream keeps",
        first.parentShardId(),
        List.of());
  }

  private static String more(List<?> all) {
    return all.size() == 1 ? "" : " (and " + (all.size() - 1) + " more)";
  }
}
