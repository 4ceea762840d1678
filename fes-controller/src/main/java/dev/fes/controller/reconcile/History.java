package dev.fes.controller.reconcile;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The last few changes of state of one resource; as old as this process. */
public final class History {

  private static final int FEW = 50;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * One change.
   *
   * @param stream null where it is the resource as a whole
   * @param reason the new state, or the reason of a condition
   * @param words why; empty when there is nothing to mend
   */
  public record Entry(Instant at, @Nullable String stream, String reason, String words) {}

  synchronized void add(@Nullable ResourceStatus before, ResourceStatus now, Instant at) {
    for (StateChanges.Change change : StateChanges.between(before, now)) {
      entries.addFirst(new Entry(at, change.stream(), change.reason(), change.words()));
      if (entries.size() > FEW) {
        entries.removeLast();
      }
    }
  }

  /** Those of one event stream and of its resource, the latest first. */
  synchronized List<Entry> of(String stream) {
    return entries.stream()
        .filter(entry -> entry.stream() == null || Objects.equals(entry.stream(), stream))
        .toList();
  }
}
