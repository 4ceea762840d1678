package dev.fes.controller;

import dev.fes.api.Finding;
import dev.fes.api.InvalidResource;
import dev.fes.api.Reading;
import dev.fes.api.ResourceKey;
import dev.fes.api.ResourceReader;
import dev.fes.api.Shorthand;
import dev.fes.controller.Arguments.Misused;
import dev.fes.controller.InstallationFile.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The two notations of a resource, each made from the other. */
final class Notations {

  private Notations() {}

  /** The manifest that the definitions stand for. */
  static String manifest(Arguments arguments) throws Misused, Unusable {
    if (arguments.files().isEmpty()) {
      throw new Misused(
          "give a definition, such as 'postgres --table=outbox … | sqs --queue-name=q'");
    }
    String name =
        arguments.option("--name").orElseThrow(() -> new Misused("compose needs --name NAME"));
    ResourceKey key = new ResourceKey(arguments.option("--namespace").orElse("default"), name);
    Optional<String> applicationId = arguments.option("--application-id");
    try {
      return Shorthand.compose(
          key, applicationId.orElse(name), String.join("\n", arguments.files()));
    } catch (InvalidResource e) {
      throw new Unusable(lines("", e.findings()));
    }
  }

  /** The definitions of the resources in the files, a comment with its name before each. */
  static String definitions(Arguments arguments) throws Misused, Unusable {
    if (arguments.files().isEmpty()) {
      throw new Misused("name at least one manifest");
    }
    StringBuilder definitions = new StringBuilder();
    for (String file : arguments.files()) {
      definitions.append(definitions(file));
    }
    return definitions.toString().stripTrailing();
  }

  private static String definitions(String file) throws Unusable {
    String text = text(file);
    List<Reading> readings = ResourceReader.read(text);
    List<JsonNode> specs = ResourceReader.specs(text);
    StringBuilder definitions = new StringBuilder();
    for (int i = 0; i < readings.size(); i++) {
      switch (readings.get(i)) {
        case Reading.Invalid invalid -> throw new Unusable(lines(file + ": ", invalid.findings()));
        case Reading.Valid valid ->
            definitions
                .append("# ")
                .append(valid.resource().key())
                .append('\n')
                .append(definition(file, specs.get(i)))
                .append('\n');
      }
    }
    return definitions.toString();
  }

  private static String definition(String file, JsonNode spec) throws Unusable {
    try {
      return Shorthand.of(spec);
    } catch (InvalidResource e) {
      throw new Unusable(lines(file + ": ", e.findings()));
    }
  }

  private static String text(String file) throws Unusable {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new Unusable(
          file
              + ": cannot be read ("
              + e.getClass().getSimpleName()
              + "): check its name and rights");
    }
  }

  private static String lines(String prefix, List<Finding> findings) {
    return String.join("\n", findings.stream().map(finding -> prefix + finding).toList());
  }
}
