package dev.fes.stage;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The last few different errors in words, the latest first. */
final class RecentErrors {

  private static final int FEW = 5;
  private static final int LONGEST = 2000;

  private final InstantSource clock;
  private final Deque<Seen> errors = new ArrayDeque<>();

  RecentErrors(InstantSource clock) {
    this.clock = clock;
  }

  /** One error, and how often it was met since it was first. */
  record Seen(Instant first, Instant last, long times, String reason, String error) {

    private boolean is(Failure failure) {
      return reason.equals(failure.reason()) && error.equals(cut(failure.message()));
    }

    private Seen again(Instant now) {
      return new Seen(first, now, times + 1, reason, error);
    }
  }

  synchronized void add(Failure failure) {
    Instant now = clock.instant();
    Seen latest = new Seen(now, now, 1, failure.reason(), cut(failure.message()));
    for (Iterator<Seen> known = errors.iterator(); known.hasNext(); ) {
      Seen seen = known.next();
      if (seen.is(failure)) {
        known.remove();
        latest = seen.again(now);
      }
    }
    errors.addFirst(latest);
    if (errors.size() > FEW) {
      errors.removeLast();
    }
  }

  synchronized List<Seen> all() {
    return List.copyOf(errors);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
