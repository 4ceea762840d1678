package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.event.Event;
import dev.fes.stage.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Stands for Kafka: has what was published, and acknowledges at once or when the test says so. */
final class RecordingTopics implements Topics {

  record Published(String topic, Event event) {

    String id() {
      return event.facts().id();
    }

    String json() {
      return new String(event.value(), UTF_8);
    }
  }

  private final List<Published> published = new ArrayList<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private final List<Long> refusals = new ArrayList<>();
  private boolean holding;
  private boolean refusing;

  @Override
  public void publish(String topic, Event event, Runnable durable) {
    if (!accept(new Published(topic, event), durable)) {
      durable.run();
    }
  }

  private synchronized boolean accept(Published event, Runnable durable) {
    if (refusing) {
      refusals.add(System.nanoTime());
      throw new IllegalStateException("the test refuses " + event.topic());
    }
    published.add(event);
    if (holding) {
      held.add(durable);
    }
    return holding;
  }

  synchronized void hold() {
    holding = true;
  }

  void release() {
    List<Runnable> acknowledgements;
    synchronized (this) {
      holding = false;
      acknowledgements = List.copyOf(held);
      held.clear();
    }
    acknowledgements.forEach(Runnable::run);
  }

  /** From a Kafka that is gone no acknowledgement comes any more. */
  synchronized void forget() {
    holding = false;
    held.clear();
  }

  synchronized void refuse() {
    refusing = true;
  }

  /** When something was refused. */
  synchronized List<Long> refusals() {
    return List.copyOf(refusals);
  }

  synchronized List<Published> all() {
    return List.copyOf(published);
  }

  synchronized List<Published> of(String topic) {
    return published.stream().filter(event -> event.topic().equals(topic)).toList();
  }

  synchronized int size() {
    return published.size();
  }
}
