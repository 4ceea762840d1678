package dev.fes.controller.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Wiring.Input;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FlowProgressTest {

  private static final TopicPartition FIRST = new TopicPartition("a.changes", 0);
  private static final TopicPartition SECOND = new TopicPartition("a.changes", 1);

  private final Map<TopicPartition, Long> confirmed = new HashMap<>(Map.of(FIRST, 3L));
  private final Map<TopicPartition, Long> ends = Map.of(FIRST, 5L, SECOND, 2L);

  @Test
  void isThroughWhenTheFlowHasConfirmedTheLastLetter() {
    FlowProgress flow = of(Map.of(Role.FLOW, new Input("a.changes", "a.flow")), false);
    assertThat(flow.isThrough()).isTrue();

    flow.sent(letter(FIRST, 7));
    flow.sent(letter(FIRST, 4));
    flow.sent(letter(new TopicPartition("a.events", 0), 99));
    confirmed.put(FIRST, 7L);
    assertThat(flow.isThrough()).isFalse();

    confirmed.put(FIRST, 8L);
    assertThat(flow.isThrough()).isTrue();
  }

  @Test
  void waitsForAllThatIsThereWhereAnotherHasSentLettersBefore() {
    FlowProgress flow = of(Map.of(Role.FLOW, new Input("a.changes", "a.flow")), true);
    assertThat(flow.isThrough()).isFalse();

    confirmed.put(FIRST, 6L);
    assertThat(flow.isThrough()).isFalse();

    confirmed.put(SECOND, 2L);
    assertThat(flow.isThrough()).isTrue();
  }

  @Test
  void waitsForNoFlowThatIsGone() {
    FlowProgress flow = of(Map.of(Role.FLOW, new Input("a.changes", "a.flow")), false);
    flow.sent(letter(FIRST, 7));
    confirmed.clear();

    assertThat(flow.isThrough()).isTrue();
    assertThat(of(Map.of(Role.SINK, new Input("a.changes", "a.sink")), true).isThrough()).isTrue();
  }

  private FlowProgress of(Map<Role, Input> inputs, boolean follows) {
    return new FlowProgress(
        new LetterBox(new ResourceKey("default", "a"), "orders", "a.dead-letters", inputs),
        new FlowProgress.Offsets() {

          @Override
          public Map<TopicPartition, Long> confirmed(String group) {
            return confirmed;
          }

          @Override
          public Map<TopicPartition, Long> ends(String topic) {
            return ends;
          }
        },
        follows);
  }

  private static RecordMetadata letter(TopicPartition partition, int offset) {
    return new RecordMetadata(partition, offset, 0, 0, 0, 0);
  }
}
