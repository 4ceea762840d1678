package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GapsTest {

  private static final TopicPartition PARTITION = new TopicPartition("events", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Gaps gaps = new Gaps(new Commits());

  GapsTest() {
    consumer.assign(List.of(PARTITION));
    logStartsAt(0);
  }

  @Test
  void recordsDeletedBelowWhatIsNextAreAGap() {
    begin();
    assertThat(gaps.before(received(0))).isEmpty();
    logStartsAt(5);
    assertThat(gaps.before(received(5)))
        .hasValueSatisfying(
            gap -> assertThat(gap.message()).startsWith("records 1 to 4 of events-0 were deleted"));
  }

  @Test
  void recordsDeletedBetweenTheAssignmentAndTheFirstRecordAreAGap() {
    commit(3);
    begin();
    logStartsAt(5);
    assertThat(gaps.before(received(5)))
        .hasValueSatisfying(gap -> assertThat(gap.message()).startsWith("records 3 to 4"));
  }

  @Test
  void recordsDeletedBeforeTheAssignmentAreAGap() {
    commit(3);
    logStartsAt(5);
    assertThat(gaps.atStart(consumer, List.of(PARTITION)))
        .hasValueSatisfying(gap -> assertThat(gap.message()).startsWith("records 3 to 4"));
  }

  @Test
  void confirmedRecordsMayGo() {
    begin();
    assertThat(gaps.before(received(0))).isEmpty();
    logStartsAt(1);
    assertThat(gaps.before(received(1))).isEmpty();
  }

  @Test
  void offsetsThatTheLogSkipsItselfAreNoGap() {
    begin();
    assertThat(gaps.before(received(0))).isEmpty();
    logStartsAt(1);
    assertThat(gaps.before(received(2))).isEmpty();
  }

  @Test
  void recordsThatComeAgainAreNoGapAndAreFollowedFromThere() {
    begin();
    assertThat(gaps.before(received(0))).isEmpty();
    assertThat(gaps.before(received(1))).isEmpty();
    assertThat(gaps.before(received(0))).isEmpty();
    logStartsAt(2);
    assertThat(gaps.before(received(2))).isPresent();
  }

  @Test
  void anOffsetSetForwardMeanwhileIsNoGapForTheNextAssignment() {
    begin();
    assertThat(gaps.before(received(0))).isEmpty();
    logStartsAt(7);
    commit(7);
    begin();
    assertThat(gaps.before(received(7))).isEmpty();
  }

  private void begin() {
    assertThat(gaps.atStart(consumer, List.of(PARTITION))).isEmpty();
  }

  private void logStartsAt(long offset) {
    consumer.updateBeginningOffsets(Map.of(PARTITION, offset));
  }

  private void commit(long offset) {
    consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
  }

  private Received received(long offset) {
    return new Received(new InFlight(event("a"), () -> {}), consumer, PARTITION, offset);
  }
}
