package dev.fes.controller;

import dev.fes.api.Flow;
import dev.fes.controller.Arguments.Misused;
import dev.fes.controller.InstallationFile.Unusable;
import dev.fes.controller.deploy.FlowRun;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.preview.Preview;
import dev.fes.controller.preview.Samples;
import dev.fes.controller.preview.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code preview}: on this machine, with the rights of whoever runs it. */
record PreviewCommand(
    Path manifest,
    Path records,
    Optional<String> stream,
    boolean invoke,
    StreamPlanner planner,
    FlowRun flows) {

  private static final String STAGES = "FES_STAGES_DIRECTORY";
  private static final JsonMapper JSON = JsonMapper.shared();

  static PreviewCommand of(Arguments arguments, Map<String, String> environment)
      throws Misused, Unusable {
    if (arguments.files().size() != 1) {
      throw new Misused("name exactly one manifest");
    }
    Optional<Path> config = arguments.file("--config");
    Installation installation =
        config.isPresent()
            ? InstallationFile.read(config.get(), Map.of(), environment)
            : Installation.undescribed(
                Optional.ofNullable(environment.get(STAGES)).map(Path::of).orElse(null));
    return new PreviewCommand(
        Path.of(arguments.files().getFirst()),
        arguments.file("--records").orElseThrow(() -> new Misused("preview needs --records FILE")),
        arguments.option("--stream"),
        arguments.option("--invoke").filter("yes"::equals).isPresent(),
        config.isPresent() ? StreamPlanner.of(installation) : StreamPlanner.withoutInstallation(),
        new FlowRun(installation, environment));
  }

  /** What would be sent, as JSON. */
  String run() throws Unusable {
    try {
      Target target = Target.find(read(manifest), stream.orElse(null), planner);
      if (target.stream().flow() instanceof Flow.AwsLambdaConversion && !invoke) {
        throw new Unusable(
            manifest + ": the flow would call its function in AWS for real: add --invoke yes");
      }
      JsonNode given = JSON.readTree(read(records));
      if (!given.isArray()) {
        throw new Unusable(records + ": is no JSON array: write the records into one");
      }
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(new Preview(flows).of(target, new Samples(target).read(given)));
    } catch (JacksonException e) {
      throw new Unusable(records + ": is no JSON: " + e.getOriginalMessage());
    } catch (Target.Unfit | FlowRun.Failed e) {
      throw new Unusable(manifest + ": " + e.getMessage());
    }
  }

  private static String read(Path file) throws Unusable {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Unusable(
          file
              + ": cannot be read ("
              + e.getClass().getSimpleName()
              + "): check its name and its rights");
    }
  }
}
