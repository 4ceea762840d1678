package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Judges Nakadi's answers; the one place where they are told apart. What is not clearly Nakadi's
 * own word is never taken as a verdict on an event: it may pass.
 */
record AnswerReader(EventType eventType) {

  private static final Outcome ACCEPTED = new Outcome.Accepted();
  private static final Outcome UNSENT = new Outcome.Unsent();

  /** Where Nakadi counts other items than there are events, one of them is several values. */
  Verdict read(Answer answer, List<Event> events) {
    List<Integer> noObjects =
        answer.status() == 422 && ItemResponse.isOfOthersThan(events.size(), answer.body())
            ? EventCheck.noObjects(events)
            : List.of();
    return noObjects.isEmpty()
        ? read(answer, events.size())
        : Verdict.Settled.refusing(noObjects, events.size(), EventCheck.NO_OBJECT);
  }

  /** Judges the answer to a batch without an event: as of one event, accepted or failed. */
  Verdict readEmpty(Answer answer, boolean gzip) {
    return switch (read(answer, 1)) {
      case Verdict.Settled settled -> settled;
      case Verdict.Rejected _, Verdict.TooLarge _ -> failed(1, allRejected(answer, gzip));
    };
  }

  Verdict read(Answer answer, int items) {
    return switch (answer.status()) {
      case 200 -> accepted(answer, items);
      case 207 -> partly(answer, items);
      case 400 -> rejected(answer, items);
      case 422 -> invalid(answer, items);
      case 401 ->
          failed(
              items,
              passing("token-refused", answer, "does not accept the token; it is asked for again"));
      case 403 -> failed(items, mend("forbidden", answer, "add this application to its writers"));
      case 404 ->
          failed(
              items,
              mend(
                  "unknown-event-type", answer, "create it, or correct eventType or the base URI"));
      case 408, 425 ->
          failed(items, passing("http-" + answer.status(), answer, "did not take the request"));
      case 413 ->
          new Verdict.TooLarge(
              bad("too-large", "the request is too large for a proxy before Nakadi (413)"));
      case 429 ->
          failed(items, passing("too-many-requests", answer, "wants to be called less often"));
      default -> other(answer, items);
    };
  }

  /** Nakadi's own has no body; a page of something on the way has. */
  private Verdict accepted(Answer answer, int items) {
    boolean all =
        answer.body().isBlank()
            || ItemResponse.read(answer.body(), items)
                .filter(responses -> responses.stream().allMatch(ItemResponse::isSubmitted))
                .isPresent();
    return all ? Verdict.Settled.all(items, ACCEPTED) : unreadable(answer, items);
  }

  /** The broker failed: to keep order, everything from the first failed item on is sent again. */
  private Verdict partly(Answer answer, int items) {
    return ItemResponse.read(answer.body(), items)
        .map(this::partly)
        .orElseGet(() -> unreadable(answer, items));
  }

  private Verdict partly(List<ItemResponse> responses) {
    List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(responses.size(), ACCEPTED));
    int first = 0;
    while (first < responses.size() && responses.get(first).isSubmitted()) {
      first++;
    }
    if (first < responses.size()) {
      Collections.fill(outcomes.subList(first, responses.size()), UNSENT);
      outcomes.set(first, outcomeOfFailed(responses.get(first), responses));
    }
    return new Verdict.Settled(outcomes);
  }

  private Outcome outcomeOfFailed(ItemResponse first, List<ItemResponse> responses) {
    if (first.isItsOwnFault()) {
      return refused(first);
    }
    ItemResponse telling =
        responses.stream().filter(ItemResponse::isFailed).findFirst().orElse(first);
    return new Outcome.Failed(
        Failure.transientFailure(
            "broker",
            "Nakadi could not store events of type " + eventType.name() + ": " + telling.words()));
  }

  /** Nothing was published; what did not fail is sent again without what did. */
  private Verdict invalid(Answer answer, int items) {
    Optional<List<ItemResponse>> responses =
        ItemResponse.read(answer.body(), items)
            .filter(list -> list.stream().anyMatch(ItemResponse::isFailed));
    return responses
        .<Verdict>map(
            list ->
                new Verdict.Settled(
                    list.stream()
                        .map(response -> response.isFailed() ? refused(response) : UNSENT)
                        .toList()))
        .orElseGet(() -> rejected(answer, items));
  }

  private Verdict rejected(Answer answer, int items) {
    return Problem.read(answer.body())
        .<Verdict>map(problem -> new Verdict.Rejected(bad("rejected", problem.words())))
        .orElseGet(() -> unreadable(answer, items));
  }

  private Verdict other(Answer answer, int items) {
    if (answer.status() >= 500) {
      return failed(items, passing("http-" + answer.status(), answer, "cannot answer"));
    }
    return answer.status() >= 300
        ? failed(items, mend("http-" + answer.status(), answer, "correct the base URI"))
        : unreadable(answer, items);
  }

  private Verdict unreadable(Answer answer, int items) {
    return failed(
        items,
        Failure.transientFailure(
            "unreadable-answer",
            "Nakadi at %s answered %d with a body that is not its own"
                .formatted(eventType.baseUri(), answer.status())));
  }

  private static Verdict failed(int items, Failure failure) {
    return Verdict.Settled.all(items, new Outcome.Failed(failure));
  }

  private Failure passing(String reason, Answer answer, String what) {
    return Failure.transientFailure(
        reason, "Nakadi at %s %s (%s)".formatted(eventType.baseUri(), what, words(answer)));
  }

  private Failure mend(String reason, Answer answer, String mend) {
    return Failure.misconfigured(
        reason,
        "Nakadi at %s refuses event type %s (%s): %s"
            .formatted(eventType.baseUri(), eventType.name(), words(answer), mend));
  }

  private Failure allRejected(Answer answer, boolean gzip) {
    String mend = "let the gateway before it pass bodies on as they are";
    return Failure.misconfigured(
        "all-rejected",
        "Nakadi at %s rejects even a request without any event (%s): %s"
            .formatted(
                eventType.baseUri(),
                words(answer),
                gzip ? "set fes.nakadi.gzip to false, or " + mend : mend));
  }

  private Outcome refused(ItemResponse response) {
    return new Outcome.Refused(bad("refused", response.words()));
  }

  private Failure bad(String reason, String words) {
    return Failure.badEvent(
        reason, "event type " + eventType.name() + " refuses the event: " + words);
  }

  private static String words(Answer answer) {
    return answer.status()
        + Problem.read(answer.body()).map(problem -> " " + problem.words()).orElse("");
  }
}
