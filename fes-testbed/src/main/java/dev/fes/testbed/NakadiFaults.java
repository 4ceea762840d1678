package dev.fes.testbed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The faults still to come, first in first out, each for one event type or for all. */
final class NakadiFaults {

  private static final class Programmed {
    final @Nullable String type;
    final NakadiFault fault;
    int left;

    Programmed(@Nullable String type, NakadiFault fault, int left) {
      this.type = type;
      this.fault = fault;
      this.left = left;
    }
  }

  private final Deque<Programmed> programmed = new ArrayDeque<>();

  synchronized void add(@Nullable String type, int times, NakadiFault fault) {
    programmed.addLast(new Programmed(type, fault, times));
  }

  synchronized void clear() {
    programmed.clear();
  }

  synchronized @Nullable NakadiFault next(String type) {
    for (Iterator<Programmed> all = programmed.iterator(); all.hasNext(); ) {
      Programmed next = all.next();
      if (next.type == null || next.type.equals(type)) {
        if (--next.left <= 0) {
          all.remove();
        }
        return next.fault;
      }
    }
    return null;
  }
}
