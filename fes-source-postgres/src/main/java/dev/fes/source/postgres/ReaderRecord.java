package dev.fes.source.postgres;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a reader until it is released, outside of the database: that its slot was
 * made or found, where, and the last position that it was about to confirm. A slot that is gone, or
 * ahead of it, has lost changes.
 *
 * @param confirmed written before the position is confirmed, so that the slot is never ahead of it
 * @param driverMayConfirm whether the driver may move the slot by itself, because heartbeats are
 *     refused; what is written keeps the name that this had first
 * @param publication that it reads by; null in records of before it was remembered
 */
record ReaderRecord(
    String systemIdentifier,
    String database,
    String slot,
    Beginning beginning,
    String started,
    String confirmed,
    @JsonProperty("drivenByServer") boolean driverMayConfirm,
    @Nullable String publication) {

  private static final String NOWHERE = "0/0";

  /** How the reader came by its slot. */
  enum Beginning {
    /** About to be made: if one is found later, it is that one. Written before it is made. */
    CREATING,
    /** None could be made: if one is found later, somebody else made it. */
    REFUSED,
    CREATED,
    ADOPTED,
    /** A person accepted that the changes before it are lost, and it was taken as it was found. */
    GAP_ACCEPTED
  }

  /** Of a reader that never had a slot. */
  static ReaderRecord first(String system, String database, String slot, Beginning beginning) {
    return new ReaderRecord(system, database, slot, beginning, NOWHERE, NOWHERE, false, null);
  }

  /** The same positions on another server. */
  ReaderRecord on(String system, String otherDatabase) {
    return new ReaderRecord(
        system, otherDatabase, slot, beginning, started, confirmed, driverMayConfirm, publication);
  }

  /** Whether it ever had a slot. */
  boolean hasBegun() {
    return switch (beginning) {
      case CREATING, REFUSED -> false;
      case CREATED, ADOPTED, GAP_ACCEPTED -> true;
    };
  }

  ReaderRecord beginning(Beginning now) {
    return new ReaderRecord(
        systemIdentifier, database, slot, now, started, confirmed, driverMayConfirm, publication);
  }

  ReaderRecord at(Lsn position) {
    return new ReaderRecord(
        systemIdentifier,
        database,
        slot,
        beginning,
        started,
        position.toString(),
        driverMayConfirm,
        publication);
  }

  ReaderRecord withDriverMayConfirm(boolean may) {
    return new ReaderRecord(
        systemIdentifier, database, slot, beginning, started, confirmed, may, publication);
  }

  ReaderRecord readingBy(String name) {
    return new ReaderRecord(
        systemIdentifier, database, slot, beginning, started, confirmed, driverMayConfirm, name);
  }

  Lsn confirmedLsn() {
    return Lsn.parse(confirmed);
  }
}
