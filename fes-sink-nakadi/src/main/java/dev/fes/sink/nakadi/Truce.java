package dev.fes.sink.nakadi;

import dev.fes.stage.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Leaves Nakadi alone for as long as it asked for; until then every try has the outcome that it
 * had.
 */
final class Truce {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private volatile Asked asked = new Asked(Optional.empty(), System.nanoTime());

  Optional<Outcome> standing() {
    Asked now = asked;
    return now.until - System.nanoTime() > 0 ? now.outcome : Optional.empty();
  }

  void keep(Answer answer, Verdict verdict) {
    if (answer.retryAfter().isPresent() && verdict instanceof Verdict.Settled(var outcomes)) {
      Duration pause = answer.retryAfter().get();
      long nanos = (pause.compareTo(LONGEST) < 0 ? pause : LONGEST).toNanos();
      Optional<Outcome> failed =
          Optional.of(outcomes.getFirst()).filter(Outcome.Failed.class::isInstance);
      asked = new Asked(failed, System.nanoTime() + nanos);
    }
  }

  private record Asked(Optional<Outcome> outcome, long until) {}
}
