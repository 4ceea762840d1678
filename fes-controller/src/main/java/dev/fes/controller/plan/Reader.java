package dev.fes.controller.plan;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.fes.api.event.EventId;
import java.util.UUID;

/** What only one process may read at a time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
public sealed interface Reader {

  /** A function of nothing but what the reader is. */
  UUID id();

  /** What it has for itself alone: two readers with the same claim get in each other's way. */
  default UUID claim() {
    return id();
  }

  /** What names of stages are made of. */
  default String name() {
    return Names.label(title(), id());
  }

  /** Its own key in the whole installation: not shortened, for nobody else may ever have it. */
  default String key() {
    return Names.key(title(), id());
  }

  /** What its source stage is called after, for people. */
  String title();

  /** A replication slot. */
  record Slot(String server, String database, String slot) implements Reader {

    @Override
    public UUID id() {
      return EventId.of("slot", server, database, slot);
    }

    @Override
    public String title() {
      return slot;
    }
  }

  /** A DynamoDB stream as one lease table remembers it. */
  record Leases(String streamArn, String leaseTable) implements Reader {

    @Override
    public UUID id() {
      return EventId.of("leases", streamArn, leaseTable);
    }

    /** A lease table remembers the shards of one stream. */
    @Override
    public UUID claim() {
      return EventId.of("lease-table", leaseTable);
    }

    @Override
    public String title() {
      return leaseTable;
    }
  }
}
