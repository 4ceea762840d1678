package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerPartitionIdleEvent;
import org.springframework.kafka.event.ListenerContainerPartitionNoLongerIdleEvent;

class InputLagTest {

  private static final TopicPartition FIRST = new TopicPartition("orders.events", 0);
  private static final TopicPartition SECOND = new TopicPartition("orders.events", 1);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
  private final InputLag lag =
      new InputLag(
          new InputContainer(new Commits()),
          new Streams(
                  new StageSettings("shop", "team", "orders", "orders-1", "sink", null, null),
                  new SimpleMeterRegistry())
              .of("orders-1"));

  @BeforeEach
  void assign() {
    consumer.assign(List.of(FIRST, SECOND));
    consumer.seek(FIRST, 40);
    consumer.seek(SECOND, 10);
    consumer.updateEndOffsets(Map.of(FIRST, 100L, SECOND, 10L));
  }

  @Test
  void growsWhileNothingIsFetched() {
    lag.onApplicationEvent(idle(FIRST));
    lag.onApplicationEvent(idle(SECOND));
    assertThat(lag.records()).isEqualTo(60);

    consumer.updateEndOffsets(Map.of(FIRST, 150L));
    lag.onApplicationEvent(idle(FIRST));
    assertThat(lag.records()).isEqualTo(110);
  }

  @Test
  void isTheConsumersAgainWhenItFetches() {
    lag.onApplicationEvent(idle(FIRST));
    lag.onApplicationEvent(
        new ListenerContainerPartitionNoLongerIdleEvent(
            this, this, 30_000, "input", FIRST, consumer));

    assertThat(lag.records()).isZero();
  }

  @Test
  void isNotOfPartitionsThatAnotherHas() {
    lag.onApplicationEvent(idle(FIRST));
    consumer.assign(List.of(SECOND));
    lag.onApplicationEvent(idle(SECOND));
    assertThat(lag.records()).isZero();

    consumer.updateEndOffsets(Map.of(SECOND, 30L));
    lag.onApplicationEvent(idle(SECOND));
    lag.onApplicationEvent(
        new ConsumerStoppedEvent(this, this, ConsumerStoppedEvent.Reason.NORMAL));
    assertThat(lag.records()).isZero();
  }

  @Test
  void staysAsItWasWhileKafkaIsAway() {
    lag.onApplicationEvent(idle(FIRST));
    consumer.setOffsetsException(new KafkaException("away"));
    lag.onApplicationEvent(idle(FIRST));

    assertThat(lag.records()).isEqualTo(60);
  }

  private ListenerContainerPartitionIdleEvent idle(TopicPartition partition) {
    return new ListenerContainerPartitionIdleEvent(
        this, this, 30_000, "input", partition, consumer, true);
  }
}
