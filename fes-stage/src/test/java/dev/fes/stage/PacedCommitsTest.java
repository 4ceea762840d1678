package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacedCommitsTest {

  private static final TopicPartition PARTITION = new TopicPartition("events", 0);

  private final AtomicLong now = new AtomicLong(-5);
  private final AtomicLong step = new AtomicLong();
  private final List<Duration> polled = new ArrayList<>();
  private final List<Long> committed = new ArrayList<>();
  private final List<Long> refused = new ArrayList<>();
  private @Nullable RuntimeException refusal;
  private final MockConsumer<byte[], byte[]> real =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
          polled.add(timeout);
          return super.poll(timeout);
        }

        @Override
        public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
          if (refusal != null) {
            throw refusal;
          }
          committed.add(offsets.get(PARTITION).offset());
          super.commitAsync(offsets, callback);
        }
      };
  private final Consumer<byte[], byte[]> consumer =
      PacedCommits.around(real, new Commits(), () -> now.getAndAdd(step.get()));

  PacedCommitsTest() {
    real.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.subscribe(List.of("events"), new Container());
    real.rebalance(List.of(PARTITION));
    poll();
    polled.clear();
  }

  @Test
  void anEventByItselfIsCommittedAtOnce() {
    commit(1);

    assertThat(committed).containsExactly(1L);
  }

  @Test
  void whatFollowsSoonIsCommittedTogetherInItsTurn() {
    commit(1);
    commit(2);
    commit(3);
    now.addAndGet(PacedCommits.PAUSE_NANOS - 1);
    poll();
    assertThat(committed).containsExactly(1L);

    now.incrementAndGet();
    poll();

    assertThat(committed).containsExactly(1L, 3L);
  }

  @Test
  void noPollOutlastsTheTurn() {
    poll();
    commit(1);
    poll();
    commit(2);
    poll();

    assertThat(polled)
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofNanos(PacedCommits.PAUSE_NANOS).plusMillis(1));
  }

  @Test
  void aPollThatBeginsLateIsNoneOfNegativeTime() {
    commit(1);
    commit(2);
    now.addAndGet(PacedCommits.PAUSE_NANOS - 1);
    step.set(Duration.ofSeconds(1).toNanos());

    poll();

    assertThat(polled).containsExactly(Duration.ofMillis(1));
  }

  @Test
  void anOlderOffsetDoesNotTakeTheNewersPlace() {
    commit(1);
    commit(40);
    commit(30);

    consumer.close();

    assertThat(committed).containsExactly(1L, 40L);
  }

  @Test
  void aRefusalAtOnceIsAnAnswer() {
    refusal = new GroupAuthorizationException("group");
    commit(1);
    commit(2);

    real.rebalance(List.of());
    consumer.close();

    assertThat(refused).containsExactly(1L, 3L);
    assertThat(real.closed()).isTrue();
  }

  @Test
  void nothingWaitsWhenThePartitionIsGivenAway() {
    commit(1);
    commit(2);

    real.rebalance(List.of());

    assertThat(committed).containsExactly(1L, 3L); // the container has said one more
  }

  @Test
  void nothingWaitsWhenTheConsumerIsClosed() {
    commit(1);
    commit(2);

    consumer.close();

    assertThat(committed).containsExactly(1L, 2L);
  }

  @Test
  void whatTheConsumerThrowsIsThrownAsItIs() {
    consumer.wakeup();

    assertThatThrownBy(this::poll).isInstanceOf(WakeupException.class);
  }

  private void poll() {
    var _ = consumer.poll(Duration.ofSeconds(5));
  }

  private void commit(long offset) {
    consumer.commitAsync(Map.of(PARTITION, new OffsetAndMetadata(offset)), this::answer);
  }

  private void answer(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (failure != null) {
      refused.add(offsets.get(PARTITION).offset());
    }
  }

  /** Says what was confirmed last when it is asked for its partitions, as Spring's does. */
  private final class Container implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commit(3);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
