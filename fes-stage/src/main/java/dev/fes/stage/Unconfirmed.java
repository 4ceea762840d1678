package dev.fes.stage;

import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has arrived at the lanes and is not confirmed, one poll at most. The oldest commit among it
 * is how late the stage is; it need not be the first to arrive, as keys and partitions mix.
 */
final class Unconfirmed {

  private final Set<InFlight> events = ConcurrentHashMap.newKeySet();

  /** The same, counted until it is confirmed. */
  InFlight counted(InFlight arrived) {
    events.add(arrived);
    return arrived.then(() -> events.remove(arrived));
  }

  int size() {
    return events.size();
  }

  /**
   * In microseconds since 1970; none where all that arrived is confirmed. How long ago the change
   * of a replayed event was says nothing of this stage.
   */
  OptionalLong oldestCommit() {
    return events.stream()
        .filter(waits -> waits.event().replay() == null)
        .mapToLong(waits -> waits.event().facts().committedAtMicros())
        .min();
  }
}
