package dev.fes.stage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stands around a consumer and commits ten times a second at most: where each event is a poll, each
 * would be a commit. What has to be committed waits for its turn, but not behind a partition that
 * is given away, nor behind the end. Like the consumer, for one thread.
 */
final class PacedCommits implements InvocationHandler {

  static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final Consumer<?, ?> consumer;
  private final Commits commits;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, OffsetAndMetadata> waiting = new HashMap<>();
  private @Nullable OffsetCommitCallback answer;
  private long due;

  private PacedCommits(Consumer<?, ?> consumer, Commits commits, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.commits = commits;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong();
  }

  @SuppressWarnings("unchecked")
  static <K, V> Consumer<K, V> around(
      Consumer<K, V> consumer, Commits commits, LongSupplier nanoTime) {
    return (Consumer<K, V>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new PacedCommits(consumer, commits, nanoTime));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] given = arguments == null ? new Object[0] : arguments;
    switch (method.getName()) {
      case "commitAsync" -> {
        commitInTurn(given);
        return null;
      }
      case "poll" -> {
        commitIfDue();
        return pass(method, noLongerThanTheTurn((Duration) given[0]));
      }
      case "subscribe" -> {
        return pass(method, committing(given));
      }
      case "commitSync", "unsubscribe", "close" -> commit();
      default -> {}
    }
    return pass(method, given);
  }

  @SuppressWarnings("unchecked")
  private void commitInTurn(Object... given) {
    if (given.length != 2) {
      throw new IllegalArgumentException("offsets are committed by name, with a callback");
    }
    Map<TopicPartition, OffsetAndMetadata> offsets =
        (Map<TopicPartition, OffsetAndMetadata>) given[0];
    offsets.forEach((partition, offset) -> waiting.merge(partition, offset, Commits::later));
    answer = (OffsetCommitCallback) given[1];
    commitIfDue();
  }

  private void commitIfDue() {
    if (due - nanoTime.getAsLong() <= 0) {
      commit();
    }
  }

  /** A refusal at once is an answer like a later one: the container catches it nowhere else. */
  private void commit() {
    OffsetCommitCallback told = answer;
    if (waiting.isEmpty() || told == null) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(waiting);
    waiting.clear();
    due = nanoTime.getAsLong() + PAUSE_NANOS;
    commits.sent(offsets);
    try {
      consumer.commitAsync(offsets, told);
    } catch (RuntimeException refused) {
      told.onComplete(offsets, refused);
    }
  }

  /** Rounded up, for a poll of no time at all would be one of many. */
  private Duration noLongerThanTheTurn(Duration timeout) {
    long left = Math.max(0, due - nanoTime.getAsLong());
    Duration turn = Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    return waiting.isEmpty() || timeout.compareTo(turn) < 0 ? timeout : turn;
  }

  private Object[] committing(Object... given) {
    return given.length == 2 && given[1] instanceof ConsumerRebalanceListener listener
        ? new Object[] {given[0], new Giving(listener)}
        : given;
  }

  private @Nullable Object pass(Method method, Object... given) throws Throwable {
    try {
      return method.invoke(consumer, given);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * Commits once the container has said what is confirmed, before the partitions are given away.
   */
  private final class Giving implements ConsumerRebalanceListener {

    private final ConsumerRebalanceListener container;

    private Giving(ConsumerRebalanceListener container) {
      this.container = container;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      container.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      try {
        container.onPartitionsRevoked(partitions);
      } finally {
        commit();
      }
    }

    /** They are somebody else's already, and so is how far they are confirmed. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      waiting.keySet().removeAll(partitions);
      container.onPartitionsLost(partitions);
      waiting.keySet().removeAll(partitions);
    }
  }
}
