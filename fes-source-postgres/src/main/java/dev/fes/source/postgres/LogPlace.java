package dev.fes.source.postgres;

/**
 * Where in the log a change is.
 *
 * @param lsn of the change, not of its commit
 * @param committedAt microseconds since 1970
 */
record LogPlace(long lsn, long transaction, long committedAt) {

  /** As Postgres writes it, two hexadecimal numbers. */
  String position() {
    return new Lsn(lsn).toString();
  }
}
