package dev.fes.source.postgres;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the rows of a table that share a position within one transaction, as those of a COPY do;
 * before filter and operations, so that neither changes an id.
 */
final class Ordinals {

  private final Map<TableName, Last> lasts = new HashMap<>();

  int next(TableName table, long transaction, long lsn) {
    Last last = lasts.computeIfAbsent(table, _ -> new Last());
    last.ordinal = last.transaction == transaction && last.lsn == lsn ? last.ordinal + 1 : 0;
    last.transaction = transaction;
    last.lsn = lsn;
    return last.ordinal;
  }

  private static final class Last {
    private long transaction = -1;
    private long lsn = -1;
    private int ordinal;
  }
}
