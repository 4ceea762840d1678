package dev.fes.controller.letters;

import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Wiring.Input;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the flow of a stream has come with the letters that were sent to it: until it has passed
 * them on, none behind them may go to the sink, which it would reach first.
 */
final class FlowProgress {

  private final Input flow;
  private final Function<String, Map<TopicPartition, Long>> confirmed;
  private final Map<TopicPartition, Long> awaited = new HashMap<>();

  /**
   * @param confirmed the offsets that a consumer group has confirmed
   */
  FlowProgress(LetterBox box, Function<String, Map<TopicPartition, Long>> confirmed) {
    this.flow = box.inputs().getOrDefault(Role.FLOW, new Input("", ""));
    this.confirmed = confirmed;
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

  boolean isThrough() {
    if (!awaited.isEmpty()) {
      Map<TopicPartition, Long> now = confirmed.apply(flow.group());
      awaited.entrySet().removeIf(one -> now.getOrDefault(one.getKey(), 0L) >= one.getValue());
    }
    return awaited.isEmpty();
  }
}
