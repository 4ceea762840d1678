package dev.fes.controller.plan;

import dev.fes.api.event.EventId;

/** What only one process may read at a time. */
public sealed interface Reader {

    /** A name made of nothing but what the reader is. */
    String name();

    /** A replication slot. */
    record Slot(String host, String database, String slot) implements Reader {

        @Override
        public String name() {
            return Names.label(slot, EventId.of("slot", host, database, slot));
        }
    }

    /** A DynamoDB stream as one lease table remembers it. */
    record Leases(String streamArn, String leaseTable) implements Reader {

        @Override
        public String name() {
            return Names.label(leaseTable, EventId.of("leases", streamArn, leaseTable));
        }
    }
}
