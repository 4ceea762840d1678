package dev.fes.source.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One image of a row: each column's value as the text that it has in the change record. */
final class Row {

  /**
   * Stands for a value that Postgres did not send because it is stored apart and unchanged; known
   * by identity, for a row may well hold the same word.
   */
  private static final String UNAVAILABLE = new String("unavailable".toCharArray());

  private final TablePlan plan;
  private final @Nullable String[] values;

  Row(TablePlan plan) {
    this.plan = plan;
    this.values = new String[plan.width()];
  }

  /** A row of a table by its values as Postgres writes them. */
  static Row of(TablePlan plan, List<@Nullable String> values) {
    Row row = new Row(plan);
    for (int i = 0; i < values.size(); i++) {
      row.set(i, values.get(i));
    }
    return row;
  }

  TablePlan plan() {
    return plan;
  }

  /** Takes a value as Postgres writes it. */
  void set(int place, @Nullable String value) {
    values[place] = value == null ? null : plan.column(place).form().text(value);
  }

  void setUnavailable(int place) {
    values[place] = UNAVAILABLE;
  }

  /** Takes what the old image has where Postgres did not send a value again. */
  void complete(Row old) {
    for (int i = 0; i < values.length; i++) {
      if (isUnavailable(i) && old.values[i] != null) {
        values[i] = old.values[i];
      }
    }
  }

  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  boolean isUnavailable(int place) {
    return values[place] == UNAVAILABLE;
  }

  @Nullable String value(int place) {
    return values[place];
  }

  /** Null also where there is no such column, or Postgres did not send its value. */
  @Nullable String value(String column) {
    Integer place = plan.place(column);
    return place == null || isUnavailable(place) ? null : values[place];
  }

  /** Characters of its values. */
  int size() {
    int size = 0;
    for (String value : values) {
      size += value == null ? 0 : value.length();
    }
    return size;
  }
}
