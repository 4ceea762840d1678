package dev.fes.controller.letters;

import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Wiring.Input;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the flow of a stream has come with the letters that were sent to it: until it has passed
 * them on, none behind them may go to the sink, which it would reach first.
 */
final class FlowProgress {

  private final Input flow;
  private final Offsets offsets;
  private final Map<TopicPartition, Long> awaited = new HashMap<>();
  private boolean follows;

  /** What the brokers say; they may be unavailable. */
  interface Offsets {

    /** What a consumer group has confirmed; none where there is no such group. */
    Map<TopicPartition, Long> confirmed(String group);

    /** Where the next record of each partition will be. */
    Map<TopicPartition, Long> ends(String topic);
  }

  /**
   * @param follows somebody else has sent letters before, nobody knows which
   */
  FlowProgress(LetterBox box, Offsets offsets, boolean follows) {
    this.flow = box.inputs().getOrDefault(Role.FLOW, new Input("", ""));
    this.offsets = offsets;
    this.follows = follows && box.inputs().containsKey(Role.FLOW);
  }

  boolean isOf(Input input) {
    return flow.equals(input);
  }

  /** It is there; nothing to wait for where it is in another stage's input. */
  void sent(RecordMetadata letter) {
    if (letter.topic().equals(flow.topic())) {
      awaited.merge(
          new TopicPartition(letter.topic(), letter.partition()), letter.offset() + 1, Math::max);
    }
  }

  /** Also where the flow's group is gone, and the flow with it. */
  boolean isThrough() {
    if (follows) {
      offsets.ends(flow.topic()).forEach((in, end) -> awaited.merge(in, end, Math::max));
      follows = false;
    }
    if (!awaited.isEmpty()) {
      Map<TopicPartition, Long> now = offsets.confirmed(flow.group());
      awaited
          .entrySet()
          .removeIf(one -> now.isEmpty() || now.getOrDefault(one.getKey(), 0L) >= one.getValue());
    }
    return awaited.isEmpty();
  }
}
