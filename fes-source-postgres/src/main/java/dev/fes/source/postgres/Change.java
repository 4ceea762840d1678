package dev.fes.source.postgres;

import dev.fes.api.event.Facts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row's change, read from the log and not yet on its way.
 *
 * @param json the change record; without the columns that are unavailable
 * @param row the new image, or the old one of a deleted row
 * @param unavailable the columns whose value Postgres did not send
 * @param unwritten the characters of a row that is too large to travel, whose record was therefore
 *     never written; 0 for all others
 */
record Change(
    TableName table,
    Facts facts,
    byte[] json,
    @Nullable Row row,
    List<String> unavailable,
    int unwritten) {

  private static final byte[] NO_RECORD = {};

  Change(TableName table, Facts facts, byte[] json, @Nullable Row row, List<String> unavailable) {
    this(table, facts, json, row, unavailable, 0);
  }

  static Change tooLarge(TableName table, Facts facts, @Nullable Row row, int size) {
    return new Change(table, facts, NO_RECORD, row, List.of(), size);
  }

  boolean isTooLarge() {
    return unwritten > 0;
  }
}
