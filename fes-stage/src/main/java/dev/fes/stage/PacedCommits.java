package dev.fes.stage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, OffsetAndMetadata> waiting = new HashMap<>();
  private @Nullable OffsetCommitCallback answer;
  private long due;

  private PacedCommits(Consumer<?, ?> consumer, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong();
  }

  @SuppressWarnings("unchecked")
  static <K, V> Consumer<K, V> around(Consumer<K, V> consumer, LongSupplier nanoTime) {
    return (Consumer<K, V>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new PacedCommits(consumer, nanoTime));
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
    waiting.putAll((Map<TopicPartition, OffsetAndMetadata>) given[0]);
    answer = (OffsetCommitCallback) given[1];
    commitIfDue();
  }

  private void commitIfDue() {
    if (due - nanoTime.getAsLong() <= 0) {
      commit();
    }
  }

  private void commit() {
    if (!waiting.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(waiting);
      waiting.clear();
      due = nanoTime.getAsLong() + PAUSE_NANOS;
      consumer.commitAsync(offsets, answer);
    }
  }

  private Duration noLongerThanTheTurn(Duration timeout) {
    Duration turn = Duration.ofNanos(due - nanoTime.getAsLong());
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
      container.onPartitionsRevoked(partitions);
      commit();
    }

    /** They are somebody else's already, and so is how far they are confirmed. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      container.onPartitionsLost(partitions);
      waiting.keySet().removeAll(partitions);
    }
  }
}
