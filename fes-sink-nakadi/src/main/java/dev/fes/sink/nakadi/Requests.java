package dev.fes.sink.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.event.Event;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import dev.fes.stage.StageFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sends batches to Nakadi and has its answers judged; leaves it alone while it asks for that. */
final class Requests {

  private static final byte[] EMPTY_BATCH = "[]".getBytes(UTF_8);

  private final NakadiClient client;
  private final AnswerReader answers;
  private final Truce truce = new Truce();

  Requests(NakadiClient client, AnswerReader answers) {
    this.client = client;
    this.answers = answers;
  }

  Verdict post(List<Event> events) throws InterruptedException {
    return exchange(
        Body.of(events), Trail.of(events), events.size(), answer -> answers.read(answer, events));
  }

  /**
   * Sends a batch without any event, which Nakadi takes. Where it does not, its rejection of these
   * events says nothing of them.
   */
  Optional<Failure> faultWithout(List<Event> events) throws InterruptedException {
    Verdict verdict =
        exchange(
            EMPTY_BATCH, Trail.of(events), 1, answer -> answers.readEmpty(answer, client.gzip()));
    return verdict instanceof Verdict.Settled(List<Outcome> outcomes)
            && outcomes.getFirst() instanceof Outcome.Failed(Failure failure)
        ? Optional.of(failure)
        : Optional.empty();
  }

  private Verdict exchange(byte[] body, Trail trail, int items, Function<Answer, Verdict> judge)
      throws InterruptedException {
    Optional<Outcome> standing = truce.standing();
    if (standing.isPresent()) {
      return Verdict.Settled.all(items, standing.get());
    }
    try {
      Answer answer = client.post(body, trail);
      Verdict verdict = judge.apply(answer);
      truce.keep(answer, verdict);
      return verdict;
    } catch (StageFailure e) {
      return Verdict.Settled.all(items, new Outcome.Failed(e.failure()));
    }
  }
}
