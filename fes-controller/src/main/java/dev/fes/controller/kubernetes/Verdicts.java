package dev.fes.controller.kubernetes;

import dev.fes.controller.plan.Sha256;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Remembers for a moment what the API server said, so that a dashboard does not ask it all day. */
final class Verdicts {

  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final int MOST = 1000;

  private final Clock clock;
  private final Map<Question, Answer> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
          return size() > MOST;
        }
      };

  /** The token by its hash: it is kept nowhere. */
  private record Question(String tokenHash, ResourceAttributes asked) {}

  private record Answer(Verdict verdict, Instant time) {}

  Verdicts(Clock clock) {
    this.clock = clock;
  }

  Verdict of(String token, ResourceAttributes asked, Supplier<Verdict> review) {
    Question question = new Question(Sha256.hex(token), asked);
    Instant now = clock.instant();
    synchronized (answers) {
      Answer known = answers.get(question);
      if (known != null && now.isBefore(known.time().plus(FRESH))) {
        return known.verdict();
      }
    }
    Verdict verdict = review.get();
    synchronized (answers) {
      answers.remove(question);
      answers.put(question, new Answer(verdict, now));
    }
    return verdict;
  }
}
