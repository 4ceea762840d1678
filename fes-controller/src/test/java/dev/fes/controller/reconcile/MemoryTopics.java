package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.Purged;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.plan.Wiring.Input;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Topics without brokers. */
public class MemoryTopics implements Topics {

  /** So many records of each topic were read and are still there. */
  static final long READ = 3;

  final Set<String> topics = ConcurrentHashMap.newKeySet();
  final List<String> removedGroups = new CopyOnWriteArrayList<>();
  final List<Input> startedAtEnd = new CopyOnWriteArrayList<>();
  final Map<String, Long> lagOfTopic = new ConcurrentHashMap<>();
  final List<List<Buffer>> purges = new CopyOnWriteArrayList<>();
  final AtomicInteger refused = new AtomicInteger();
  volatile Purged purged = new Purged(0, Map.of(), List.of());
  private volatile CountDownLatch gate = new CountDownLatch(0);
  volatile boolean away;
  volatile boolean lagUnknown;
  volatile boolean broken;

  /** Who asks for topics from now on waits. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void letGo() {
    gate.countDown();
  }

  @Override
  public void ensure(Collection<Topic> wanted) {
    reach();
    pass();
    wanted.forEach(topic -> topics.add(topic.name()));
  }

  @Override
  public Map<Input, Depth> depths(Collection<Input> inputs) {
    reach();
    if (lagUnknown) {
      throw new Unavailable("cannot read offsets", new IllegalStateException());
    }
    if (broken) {
      throw new IllegalStateException("a defect of ours");
    }
    return inputs.stream().collect(Collectors.toMap(i -> i, i -> depth(i.topic())));
  }

  private Depth depth(String topic) {
    long unread = lagOfTopic.getOrDefault(topic, 0L);
    return new Depth(unread, unread + READ);
  }

  @Override
  public void startAtEnd(Collection<Input> inputs) {
    reach();
    startedAtEnd.addAll(inputs);
  }

  @Override
  public void remove(Collection<String> gone, Collection<String> groups) {
    reach();
    topics.removeAll(gone);
    removedGroups.addAll(groups);
  }

  @Override
  public Purged purge(Collection<Buffer> buffers, Instant now) {
    reach();
    purges.add(List.copyOf(buffers));
    return purged;
  }

  @Override
  public void close() {}

  private void pass() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void reach() {
    if (away) {
      refused.incrementAndGet();
      throw new Unavailable("cannot reach kafka.example:9092", new IllegalStateException());
    }
  }
}
