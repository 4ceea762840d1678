package dev.fes.testbed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An event type with all that was published to it, in order. */
final class NakadiTopic {

  final LongAdder posts = new LongAdder();
  private final Queue<String> traces = new ConcurrentLinkedQueue<>();
  private final NakadiRules rules;
  private final byte[] definition;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<Received> published = new ArrayList<>();
  private long items;
  private volatile Set<String> writers = Set.of();
  private volatile @Nullable Predicate<String> refused;

  NakadiTopic(NakadiRules rules, byte[] definition) {
    this.rules = rules;
    this.definition = definition;
  }

  void sawTrace(@Nullable String traceparent) {
    if (traceparent != null) {
      traces.add(traceparent);
    }
  }

  List<String> traces() {
    return List.copyOf(traces);
  }

  NakadiRules rules() {
    return rules;
  }

  byte[] definition() {
    return definition;
  }

  /** No tokens: everybody may write. */
  void allowOnly(Set<String> tokens) {
    writers = Set.copyOf(tokens);
  }

  boolean mayWrite(@Nullable String token) {
    return writers.isEmpty() || token != null && writers.contains(token);
  }

  void refuse(@Nullable Predicate<String> events) {
    refused = events;
  }

  @Nullable String violation(NakadiItem item) {
    String violation = rules.violation(item);
    Predicate<String> test = refused;
    if (violation == null
        && test != null
        && test.test(new String(item.bytes(), StandardCharsets.UTF_8))) {
      return "#: refused by the event type's schema";
    }
    return violation;
  }

  void append(List<NakadiItem> batch, String flowId, boolean keep) {
    Instant now = Instant.now();
    lock.lock();
    try {
      items += batch.size();
      if (keep) {
        batch.forEach(item -> published.add(new Received(item.eid(), now, flowId, item.bytes())));
      }
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long items() {
    lock.lock();
    try {
      return items;
    } finally {
      lock.unlock();
    }
  }

  List<Received> published(int from) {
    lock.lock();
    try {
      return List.copyOf(published.subList(Math.min(from, published.size()), published.size()));
    } finally {
      lock.unlock();
    }
  }

  /** Waits until this many items have come; false when the time is over. */
  boolean awaitItems(long count, Duration within) throws InterruptedException {
    long left = within.toNanos();
    lock.lock();
    try {
      while (items < count && left > 0) {
        left = grown.awaitNanos(left);
      }
      return items >= count;
    } finally {
      lock.unlock();
    }
  }
}
