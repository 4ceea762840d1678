package dev.fes.controller.plan;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.fes.api.event.EventId;

/** What only one process may read at a time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
public sealed interface Reader {

  /** A name made of nothing but what the reader is. */
  String name();

  /** What its source stage is called after, for people. */
  String title();

  /** A replication slot. */
  record Slot(String server, String database, String slot) implements Reader {

    @Override
    public String name() {
      return Names.label(slot, EventId.of("slot", server, database, slot));
    }

    @Override
    public String title() {
      return slot;
    }
  }

  /** A DynamoDB stream as one lease table remembers it. */
  record Leases(String streamArn, String leaseTable) implements Reader {

    @Override
    public String name() {
      return Names.label(leaseTable, EventId.of("leases", streamArn, leaseTable));
    }

    @Override
    public String title() {
      return leaseTable;
    }
  }
}
