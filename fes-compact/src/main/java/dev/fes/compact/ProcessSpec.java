package dev.fes.compact;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the process is told, as one JSON document.
 *
 * @param address where it listens
 * @param port where it listens; 0 is any
 * @param portFile where it writes down which one that is
 * @param stages readers before writers
 */
record ProcessSpec(
    @Nullable String address, int port, @Nullable Path portFile, List<StageSpec> stages) {

  ProcessSpec {
    stages = List.copyOf(Objects.requireNonNullElse(stages, List.of()));
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("there is no stage to run");
    }
  }

  static ProcessSpec read(Path file) {
    return JsonMapper.shared().readValue(file, ProcessSpec.class);
  }
}
