package dev.fes.stage;

import dev.fes.api.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A target that accepts everything but what it was told to refuse or to fail, and remembers its
 * calls.
 */
final class ScriptedPublisher implements Publisher {

  final List<List<String>> calls = new CopyOnWriteArrayList<>();
  final List<String> accepted = new CopyOnWriteArrayList<>();
  final List<String> refusals = new CopyOnWriteArrayList<>();
  private final Map<String, Failure> refused = new ConcurrentHashMap<>();
  private final Map<String, Integer> failing = new ConcurrentHashMap<>();
  private final int batchSize;
  private boolean allOrNothing;

  ScriptedPublisher(int batchSize) {
    this.batchSize = batchSize;
  }

  ScriptedPublisher refuse(String id) {
    refused.put(id, Failure.badEvent("refused", id + " is refused"));
    return this;
  }

  ScriptedPublisher accept(String id) {
    refused.remove(id);
    return this;
  }

  ScriptedPublisher acceptAll() {
    refused.clear();
    return this;
  }

  ScriptedPublisher fail(String id, int times) {
    failing.put(id, times);
    return this;
  }

  /** Like Nakadi's validation: the first bad event keeps all others out. */
  ScriptedPublisher allOrNothing() {
    allOrNothing = true;
    return this;
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public int lanes() {
    return 4;
  }

  @Override
  public boolean unordered() {
    return false;
  }

  @Override
  public synchronized BatchResult publish(List<Event> batch) {
    calls.add(batch.stream().map(event -> event.facts().id()).toList());
    return allOrNothing ? allOrNothing(batch) : oneByOne(batch);
  }

  private BatchResult oneByOne(List<Event> batch) {
    List<Outcome> outcomes = new ArrayList<>();
    boolean stopped = false;
    for (Event event : batch) {
      Outcome outcome = stopped ? new Outcome.Unsent() : outcome(event.facts().id());
      stopped = stopped || outcome instanceof Outcome.Failed;
      outcomes.add(outcome);
    }
    return new BatchResult(outcomes);
  }

  private BatchResult allOrNothing(List<Event> batch) {
    List<Outcome> outcomes =
        new ArrayList<>(batch.stream().map(_ -> (Outcome) new Outcome.Unsent()).toList());
    for (int i = 0; i < batch.size(); i++) {
      String id = batch.get(i).facts().id();
      if (refused.containsKey(id)) {
        outcomes.set(i, refuse(refused.get(id), id));
        return new BatchResult(outcomes);
      }
    }
    return oneByOne(batch);
  }

  private Outcome refuse(Failure failure, String id) {
    refusals.add(id);
    return new Outcome.Refused(failure);
  }

  private Outcome outcome(String id) {
    if (refused.containsKey(id)) {
      return refuse(refused.get(id), id);
    }
    if (failing.merge(id, -1, Integer::sum) >= 0) {
      return new Outcome.Failed(Failure.transientFailure("scripted", id + " fails"));
    }
    accepted.add(id);
    return new Outcome.Accepted();
  }
}
