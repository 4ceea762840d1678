package dev.fes.api;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What happened to a row or item; the names of both sources and Debezium's letters mean the same
 * four.
 */
public enum Operation {
  INSERT("INSERT C"),
  UPDATE("UPDATE MODIFY U"),
  DELETE("DELETE REMOVE D"),
  /** A row read by a snapshot or backfill; published like an insert. */
  SNAPSHOT("SNAPSHOT S");

  private final String names;

  Operation(String names) {
    this.names = names;
  }

  /** What a resource may call it, in either case of letters. */
  List<String> names() {
    return List.of(names.split(" ", -1));
  }

  /** What is published unless a resource says otherwise: everything but deletes. */
  public static Set<Operation> publishedByDefault() {
    return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(DELETE)));
  }

  /** The same set, unmodifiable and always in the same order, without what could not be read. */
  static Set<Operation> ordered(Set<Operation> operations) {
    Set<Operation> copy = EnumSet.noneOf(Operation.class);
    operations.stream().filter(Objects::nonNull).forEach(copy::add);
    return Collections.unmodifiableSet(copy);
  }
}
