package dev.fes.source.postgres;

/**
 * What is remembered of a reader for ever, outside of the database: that its slot was made or
 * found, where, and the last position that it was about to confirm. A slot that is gone, or ahead
 * of it, has lost changes.
 *
 * @param confirmed written before the position is confirmed, so that the slot is never ahead of it
 * @param drivenByServer whether the driver may move the slot by itself, because heartbeats are
 *     refused
 */
record ReaderRecord(
    String systemIdentifier,
    String database,
    String slot,
    Beginning beginning,
    String started,
    String confirmed,
    boolean drivenByServer) {

  /** How the reader came by its slot. */
  enum Beginning {
    CREATED,
    ADOPTED,
    /** A person accepted that the changes before it are lost. */
    GAP_ACCEPTED
  }

  ReaderRecord at(Lsn position) {
    return new ReaderRecord(
        systemIdentifier, database, slot, beginning, started, position.toString(), drivenByServer);
  }

  ReaderRecord driven(boolean byServer) {
    return new ReaderRecord(
        systemIdentifier, database, slot, beginning, started, confirmed, byServer);
  }

  Lsn confirmedLsn() {
    return Lsn.parse(confirmed);
  }
}
