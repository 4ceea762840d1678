package dev.fes.controller.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stage reads and where it writes. */
public record Wiring(@Nullable Input input, List<String> outputs) {

  /** A topic read by a consumer group. */
  public record Input(String topic, String group) {}

  public Wiring {
    outputs = List.copyOf(outputs);
  }
}
