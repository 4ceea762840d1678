package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommitsTest {

  private static final TopicPartition PARTITION = new TopicPartition("events", 0);
  private static final Exception AWAY = new RetriableCommitFailedException("coordinator is away");

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Commits commits = new Commits();

  CommitsTest() {
    consumer.assign(List.of(PARTITION));
  }

  @Test
  void whatHasFailedIsCommittedWhenNothingFollows() {
    commits.answered(offset(7), AWAY);

    commits.again(consumer);

    assertThat(committed()).isEqualTo(7);
  }

  @Test
  void whatALaterCommitCoversIsNotCommittedAgain() {
    commits.answered(offset(7), AWAY);
    commits.answered(offset(9), null);
    commits.answered(offset(8), AWAY);
    consumer.commitSync(offset(9));

    commits.again(consumer);

    assertThat(committed()).isEqualTo(9);
  }

  @Test
  void theLatestThatHasFailedCountsWhicheverAnswerCameFirst() {
    commits.answered(offset(8), AWAY);
    commits.answered(offset(7), AWAY);

    commits.again(consumer);

    assertThat(committed()).isEqualTo(8);
  }

  @Test
  void nothingIsCommittedAgainBehindWhatIsOnItsWay() {
    commits.sent(offset(7));
    commits.answered(offset(7), AWAY);
    commits.sent(offset(9));

    commits.again(consumer);
    assertThat(consumer.committed(Set.of(PARTITION))).doesNotContainKey(PARTITION);

    commits.answered(offset(9), AWAY);
    commits.again(consumer);
    assertThat(committed()).isEqualTo(9);
  }

  @Test
  void partitionsThatWereGivenAwayAreLeftAlone() {
    commits.answered(offset(7), AWAY);
    consumer.assign(List.of(new TopicPartition("events", 1)));

    commits.again(consumer);

    assertThat(consumer.committed(Set.of(PARTITION))).doesNotContainKey(PARTITION);
  }

  @Test
  void whatSomebodyElseHasCommittedMeanwhileIsNotSetBack() {
    commits.answered(offset(7), AWAY);
    consumer.commitSync(offset(9));
    commits.known(Map.of(PARTITION, 9L));
    commits.answered(offset(8), AWAY);

    commits.again(consumer);

    assertThat(committed()).isEqualTo(9);
  }

  @Test
  void whatHasFailedIsCommittedAlsoWhenThePartitionCameBackAsItWas() {
    commits.answered(offset(7), AWAY);
    commits.known(Map.of(PARTITION, 3L));

    commits.again(consumer);

    assertThat(committed()).isEqualTo(7);
  }

  private long committed() {
    return consumer.committed(Set.of(PARTITION)).get(PARTITION).offset();
  }

  private static Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
    return Map.of(PARTITION, new OffsetAndMetadata(offset));
  }
}
