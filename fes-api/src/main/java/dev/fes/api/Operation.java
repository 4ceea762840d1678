package dev.fes.api;

/** What happened to a row or item; the names of both sources and Debezium's letters mean the same three. */
public enum Operation {
    INSERT,
    UPDATE,
    DELETE,
    /** A row read by a snapshot or backfill; published like an insert. */
    SNAPSHOT
}
