package dev.fes.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerPartitionIdleEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The listener container behind the binding {@code input}: held, so that the stage can begin again
 * without a look at the binding, which is an operator's.
 */
final class InputContainer
    implements ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>,
        ApplicationListener<ListenerContainerPartitionIdleEvent> {

  /** One for each partition. */
  private static final String LAG = "records-lag";

  private static final long IDLE_MILLIS = 30_000;
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 30_000;

  private final Commits commits;
  private volatile @Nullable AbstractMessageListenerContainer<?, ?> container;

  InputContainer(Commits commits) {
    this.commits = commits;
  }

  @Override
  public void configure(
      AbstractMessageListenerContainer<?, ?> bound, String destination, String group) {
    bound.setCommonErrorHandler(endless());
    bound.getContainerProperties().setSyncCommits(false);
    bound.getContainerProperties().setCommitCallback(commits::answered);
    bound.getContainerProperties().setIdlePartitionEventInterval(IDLE_MILLIS);
    container = bound;
  }

  /** On the consumer's thread, when nothing has come of a partition for a while. */
  @Override
  public void onApplicationEvent(ListenerContainerPartitionIdleEvent idle) {
    commits.again(idle.getConsumer());
  }

  /**
   * Stops it, giving its partitions up; false if it did not run, because an operator stopped it.
   */
  boolean stop() {
    AbstractMessageListenerContainer<?, ?> held = container;
    if (held == null || !held.isRunning()) {
      return false;
    }
    held.stop();
    return true;
  }

  boolean isRunning() {
    AbstractMessageListenerContainer<?, ?> held = container;
    return held != null && held.isRunning();
  }

  void start() {
    AbstractMessageListenerContainer<?, ?> held = container;
    if (held != null) {
      held.start();
    }
  }

  /** What Kafka had more of each partition when the consumer fetched of it last. */
  Map<Integer, Double> unfetched() {
    Map<Integer, Double> records = new HashMap<>();
    AbstractMessageListenerContainer<?, ?> held = container;
    if (held != null) {
      for (Map<MetricName, ? extends Metric> metrics : held.metrics().values()) {
        metrics.forEach(
            (name, metric) -> {
              if (name.name().equals(LAG)
                  && metric.metricValue() instanceof Double value
                  && Double.isFinite(value)) {
                records.merge(Integer.valueOf(name.tags().get("partition")), value, Double::sum);
              }
            });
      }
    }
    return records;
  }

  /** Nothing is ever skipped: the usual handler gives a record up after ten tries. */
  private static DefaultErrorHandler endless() {
    ExponentialBackOff backOff = new ExponentialBackOff();
    backOff.setInitialInterval(FIRST_MILLIS);
    backOff.setMaxInterval(LONGEST_MILLIS);
    DefaultErrorHandler handler = new DefaultErrorHandler(backOff);
    handler.setClassifications(Map.of(), true);
    return handler;
  }
}
