package dev.fes.sink.sqs;

import dev.fes.api.event.Event;
import dev.fes.stage.BatchResult;
import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import dev.fes.stage.Publisher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Publishes to an SQS queue, up to ten events a call. An event counts as accepted when SQS has
 * answered with a message id for its entry; nothing else moves the offset, which {@code
 * InFlight#confirm} does right after. An entry that failed fails alone: the others of its call are
 * in the queue.
 *
 * <p>A standard queue keeps no order, so many calls are under way. A FIFO queue keeps the order in
 * which it accepts the messages of a group, and drops a copy of a message that it has seen within 5
 * minutes. So that a failed entry is sent again before anything after it, a call carries one
 * message of each group, unless batching is relaxed.
 *
 * <p>Next: nothing; the event is at its target, and the row's journey is over.
 */
final class SqsPublisher implements Publisher {

  private static final Outcome ACCEPTED = new Outcome.Accepted();
  private static final Outcome UNSENT = new Outcome.Unsent();

  private final Queue queue;
  private final CallPlan plan;
  private final SqsFailures failures;

  SqsPublisher(Queue queue, CallPlan plan, SqsFailures failures) {
    this.queue = queue;
    this.plan = plan;
    this.failures = failures;
  }

  @Override
  public int batchSize() {
    return plan.settings().maxBatchSize();
  }

  @Override
  public int lanes() {
    return plan.settings().lanes();
  }

  @Override
  public boolean unordered() {
    return !plan.fifo();
  }

  @Override
  public BatchResult publish(List<Event> batch) throws InterruptedException {
    CallPlan.Call call = plan.plan(batch);
    return new BatchResult(
        call.entries().isEmpty() ? call.outcomes() : call.with(findAndSend(call.entries())));
  }

  private List<Outcome> findAndSend(List<SendMessageBatchRequestEntry> entries)
      throws InterruptedException {
    String address;
    try {
      address = queue.address();
    } catch (AbortedException e) {
      throw gaveUp(e);
    } catch (SdkException e) {
      return failed(entries, failures.ofLookup(e));
    }
    return send(address, entries);
  }

  private List<Outcome> send(String address, List<SendMessageBatchRequestEntry> entries)
      throws InterruptedException {
    try {
      return outcomes(entries, queue.send(address, entries));
    } catch (AbortedException e) {
      throw gaveUp(e);
    } catch (SdkException e) {
      return settle(address, entries, failures.of(e));
    }
  }

  /** The whole call failed. */
  private List<Outcome> settle(
      String address, List<SendMessageBatchRequestEntry> entries, Failure failure)
      throws InterruptedException {
    return switch (failure.kind()) {
      case TRANSIENT -> failed(entries, failure);
      case MISCONFIGURED -> {
        queue.forgetAddress();
        yield failed(entries, failure);
      }
      case BAD_EVENT ->
          entries.size() == 1
              ? List.of(new Outcome.Refused(failure))
              : sendOneByOne(address, entries);
    };
  }

  private static List<Outcome> failed(List<SendMessageBatchRequestEntry> entries, Failure failure) {
    return Collections.nCopies(entries.size(), new Outcome.Failed(failure));
  }

  /** SQS refused the whole call for the sake of an entry that it does not name. */
  private List<Outcome> sendOneByOne(String address, List<SendMessageBatchRequestEntry> entries)
      throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(entries.size(), UNSENT));
    for (int i = 0; i < entries.size(); i++) {
      Outcome outcome = send(address, List.of(entries.get(i))).getFirst();
      outcomes.set(i, outcome);
      if (!outcome.equals(ACCEPTED)) {
        return outcomes;
      }
    }
    return outcomes;
  }

  private List<Outcome> outcomes(
      List<SendMessageBatchRequestEntry> entries, SendMessageBatchResponse response) {
    Map<String, Outcome> byId = new HashMap<>();
    response.successful().forEach(entry -> byId.put(entry.id(), ACCEPTED));
    response.failed().forEach(entry -> byId.put(entry.id(), outcomeOf(entry)));
    Outcome unanswered = new Outcome.Failed(failures.unanswered());
    return entries.stream().map(entry -> byId.getOrDefault(entry.id(), unanswered)).toList();
  }

  private Outcome outcomeOf(BatchResultErrorEntry entry) {
    Failure failure = failures.of(entry);
    return switch (failure.kind()) {
      case BAD_EVENT -> new Outcome.Refused(failure);
      case TRANSIENT, MISCONFIGURED -> new Outcome.Failed(failure);
    };
  }

  private static InterruptedException gaveUp(AbortedException e) {
    InterruptedException interrupted = new InterruptedException("the call was given up");
    interrupted.initCause(e);
    return interrupted;
  }
}
