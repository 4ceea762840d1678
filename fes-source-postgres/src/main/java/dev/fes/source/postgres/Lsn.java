package dev.fes.source.postgres;

import java.util.Locale;

/** A position in the write-ahead log, compared and written as Postgres does. */
record Lsn(long value) implements Comparable<Lsn> {

  private static final int HALF = Integer.SIZE;
  private static final int HEX = 16;

  static Lsn parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a position in a write-ahead log: " + text);
    }
    long high = Long.parseLong(text.substring(0, slash), HEX);
    return new Lsn(high << HALF | Long.parseLong(text.substring(slash + 1), HEX));
  }

  boolean isAfter(Lsn other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return (Long.toHexString(value >>> HALF) + "/" + Integer.toHexString((int) value))
        .toUpperCase(Locale.ROOT);
  }
}
