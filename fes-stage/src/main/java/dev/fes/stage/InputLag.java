package dev.fes.stage;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.KafkaEvent;
import org.springframework.kafka.event.ListenerContainerPartitionIdleEvent;
import org.springframework.kafka.event.ListenerContainerPartitionNoLongerIdleEvent;

/**
 * How many records of its topic a stage has not confirmed. A consumer knows how many it has not
 * fetched only while it fetches, which it does not while its stage stands at an event, so then
 * Kafka is asked.
 */
final class InputLag implements ApplicationListener<KafkaEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(InputLag.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final InputContainer input;
  private final StreamProgress progress;

  /** Of the partitions of which nothing is fetched, by number. */
  private final Map<Integer, Long> asked = new ConcurrentHashMap<>();

  InputLag(InputContainer input, StreamProgress progress) {
    this.input = input;
    this.progress = progress;
  }

  /** On the consumer's thread. */
  @Override
  public void onApplicationEvent(KafkaEvent event) {
    switch (event) {
      case ListenerContainerPartitionIdleEvent idle ->
          ask(idle.getConsumer(), idle.getTopicPartition());
      case ListenerContainerPartitionNoLongerIdleEvent busy ->
          asked.remove(busy.getTopicPartition().partition());
      case ConsumerStoppedEvent _ -> asked.clear();
      default -> {}
    }
  }

  double records() {
    double fetching =
        input.unfetched().entrySet().stream()
            .filter(partition -> !asked.containsKey(partition.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    return fetching
        + asked.values().stream().mapToLong(Long::longValue).sum()
        + progress.unconfirmed();
  }

  private void ask(Consumer<?, ?> consumer, TopicPartition partition) {
    asked
        .keySet()
        .retainAll(consumer.assignment().stream().map(TopicPartition::partition).toList());
    try {
      long position = consumer.position(partition, PATIENCE);
      Map<TopicPartition, Long> ends = consumer.endOffsets(Set.of(partition), PATIENCE);
      asked.put(
          partition.partition(), Math.max(0, ends.getOrDefault(partition, position) - position));
    } catch (KafkaException e) {
      LOG.debug("the end of {} is not known now: {}", partition, e.getMessage());
    }
  }
}
