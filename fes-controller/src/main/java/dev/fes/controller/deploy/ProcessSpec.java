package dev.fes.controller.deploy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fes.controller.plan.Config;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the process of a compact unit is told: where it listens, and its stages with the settings
 * that each would have in a process of its own.
 *
 * @param address the loopback address, or absent for all
 * @param port 0 is any
 * @param portFile where it writes down which one that is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessSpec(
    @Nullable String address, int port, @Nullable String portFile, List<StageSpec> stages) {

  /** The variable that names the document. */
  public static final String VARIABLE = "FES_COMPACT_STAGES";

  /** One of its stages. */
  public record StageSpec(String name, String app, Map<String, Object> settings) {}

  static ProcessSpec local(
      Unit unit, Path portFile, Function<Config, ? extends Map<String, Object>> settings) {
    return new ProcessSpec(
        "127.0.0.1", 0, portFile.toString(), specs(unit, stage -> settings.apply(stage.config())));
  }

  /** In a container, whose network is its own. */
  public static ProcessSpec contained(
      Unit unit, int port, Function<Stage, ? extends Map<String, Object>> settings) {
    return new ProcessSpec(null, port, null, specs(unit, settings));
  }

  private static List<StageSpec> specs(
      Unit unit, Function<Stage, ? extends Map<String, Object>> settings) {
    return unit.started().stream()
        .map(
            stage ->
                new StageSpec(
                    stage.name(), stage.app().module(), new TreeMap<>(settings.apply(stage))))
        .toList();
  }
}
