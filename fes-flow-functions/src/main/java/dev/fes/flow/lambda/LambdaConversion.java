package dev.fes.flow.lambda;

import dev.fes.api.event.Event;
import java.util.List;
import java.util.function.Function;

/**
 * Has a function in AWS Lambda convert each change: the change record goes there as it is, and what
 * comes back are the events. Calls are made side by side by the lane, whose events leave in order.
 *
 * <p>Next: the sink's publisher, {@code NakadiPublisher} or {@code SqsPublisher}.
 */
final class LambdaConversion implements Function<List<Event>, List<Event>> {

  private final LambdaFunction function;
  private final AnswerReader answers;

  LambdaConversion(LambdaFunction function, AnswerReader answers) {
    this.function = function;
    this.answers = answers;
  }

  @Override
  public List<Event> apply(List<Event> changes) {
    return changes.stream()
        .flatMap(change -> answers.read(function.answerTo(change), change).stream())
        .toList();
  }
}
