package dev.fes.source.dynamodb;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.kinesis.leases.Lease;

/** What the leases and the shards of a stream say of each other. */
final class Lineage {

  private final List<Lease> leases;
  private final List<Shard> shards;
  private final Map<String, Shard> listed = new HashMap<>();
  private final Set<String> leased = new HashSet<>();

  Lineage(List<Lease> leases, List<Shard> shards) {
    this.leases = List.copyOf(leases);
    this.shards = List.copyOf(shards);
    shards.forEach(shard -> listed.put(shard.shardId(), shard));
    leases.forEach(lease -> leased.add(lease.leaseKey()));
  }

  /** Whether nothing was ever read. */
  boolean isNew() {
    return leases.isEmpty();
  }

  Lineage without(List<Lease> forgotten) {
    return new Lineage(
        leases.stream().filter(lease -> !forgotten.contains(lease)).toList(), shards);
  }

  /** Unfinished leases with their shards. */
  Map<Lease, Shard> open() {
    Map<Lease, Shard> open = new LinkedHashMap<>();
    for (Lease lease : unfinished()) {
      Shard shard = listed.get(lease.leaseKey());
      if (shard != null) {
        open.put(lease, shard);
      }
    }
    return open;
  }

  /** Leases of shards that were not read to their end. */
  List<Lease> unfinished() {
    return leases.stream().filter(lease -> !Leases.isFinished(lease)).toList();
  }

  /** Unfinished leases whose shard no longer exists: what was left in it is lost. */
  List<Lease> lost() {
    return unfinished().stream().filter(lease -> !listed.containsKey(lease.leaseKey())).toList();
  }

  /**
   * Shards that were never read and whose parent was neither: it has come and gone, and what was in
   * it is lost. Only where reading has begun before.
   */
  List<Shard> orphans() {
    return leases.isEmpty()
        ? List.of()
        : unread().stream().filter(shard -> isLost(shard.parentShardId())).toList();
  }

  /** Shards without a lease, but for those whose descendants have one: these were read. */
  List<Shard> unread() {
    Set<String> read = new HashSet<>();
    leased.forEach(id -> addAncestors(listed.get(id), read));
    return shards.stream()
        .filter(shard -> !leased.contains(shard.shardId()) && !read.contains(shard.shardId()))
        .toList();
  }

  /**
   * Shards of forgotten leases that have a part left, where a descendant has a lease already: it is
   * read behind them.
   */
  List<Shard> stillThere(List<Lease> forgotten) {
    Set<String> begun = new HashSet<>();
    without(forgotten).unread().forEach(shard -> begun.add(shard.shardId()));
    return forgotten.stream()
        .map(lease -> listed.get(lease.leaseKey()))
        .filter(shard -> shard != null && !begun.contains(shard.shardId()))
        .toList();
  }

  private boolean isLost(@Nullable String parent) {
    return parent != null && !listed.containsKey(parent) && !leased.contains(parent);
  }

  private void addAncestors(@Nullable Shard of, Set<String> to) {
    for (Shard next = of; next != null; next = listed.get(next.parentShardId())) {
      if (next.parentShardId() == null || !to.add(next.parentShardId())) {
        return;
      }
    }
  }
}
