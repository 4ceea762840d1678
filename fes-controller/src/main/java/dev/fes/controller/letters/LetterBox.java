package dev.fes.controller.letters;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Wiring.Input;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dead letters of one event stream, and what each of its stages reads.
 *
 * @param topic which need not exist
 */
public record LetterBox(ResourceKey key, String stream, String topic, Map<Role, Input> inputs) {

  public LetterBox {
    inputs = Map.copyOf(inputs);
  }

  public static Optional<LetterBox> of(Plan plan, String stream) {
    return plan.streams().stream()
        .filter(planned -> planned.name().equals(stream))
        .findFirst()
        .map(planned -> of(plan, planned));
  }

  /** Those of all event streams of a plan. */
  public static Stream<LetterBox> all(Plan plan) {
    return plan.streams().stream().map(stream -> of(plan, stream));
  }

  private static LetterBox of(Plan plan, PlannedStream stream) {
    Map<Role, Input> inputs = new EnumMap<>(Role.class);
    for (Stage stage : plan.stages()) {
      if (stage.streams().contains(stream.name()) && stage.wiring().input() instanceof Input in) {
        inputs.put(stage.role(), in);
      }
    }
    return new LetterBox(plan.key(), stream.name(), stream.deadLetters(), inputs);
  }

  /**
   * The input by which a letter comes back to the stage that could not take it; what a source could
   * not render goes to whoever reads that source. Empty where the stream has no such stage.
   */
  Optional<Input> inputOf(String stage) {
    Input flow = inputs.get(Role.FLOW);
    if (stage.equals(Role.FLOW.title())) {
      return Optional.ofNullable(flow);
    }
    Input sink = inputs.get(Role.SINK);
    if (stage.equals(Role.SINK.title())) {
      return Optional.ofNullable(sink);
    }
    return stage.equals(Role.SOURCE.title())
        ? Optional.ofNullable(flow == null ? sink : flow)
        : Optional.empty();
  }
}
