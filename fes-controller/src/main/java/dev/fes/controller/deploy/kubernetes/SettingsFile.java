package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.deploy.ProcessSpec;
import dev.fes.controller.plan.Config;
import dev.fes.controller.plan.Credentials;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The settings of a unit's stages as the file it reads: JSON, which is YAML as well. */
final class SettingsFile {

  private static final String ALONE = "application.yaml";
  private static final String TOGETHER = "stages.json";

  static final String DIRECTORY = "/etc/fes";
  static final int PORT = 8080;

  private static final String ORDERING = "fes.stage.ordering";
  private static final TypeReference<TreeMap<String, Object>> SETTINGS = new TypeReference<>() {};

  /** Plain ASCII: YAML's readers refuse some characters that JSON allows. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private SettingsFile() {}

  static String name(Unit unit) {
    return unit.isCompact() ? TOGETHER : ALONE;
  }

  static String text(Unit unit) {
    Object document =
        switch (unit.composition()) {
          case STAGED -> {
            SortedMap<String, Object> settings = settings(unit.stages().getFirst().config());
            settings.put("server.port", PORT);
            yield settings;
          }
          case COMPACT -> ProcessSpec.contained(unit, PORT, stage -> settings(unit, stage));
        };
    return JSON.writeValueAsString(document).replace("\u007f", "\\u007F");
  }

  /** Whether two instances may work side by side: each key stays with one of them. */
  static boolean isOrderedByKey(Config config) {
    return "PER_KEY".equals(config.text(ORDERING));
  }

  /** Where stages are together, each has variables of its own. */
  private static SortedMap<String, Object> settings(Unit unit, Stage stage) {
    SortedMap<String, Object> settings = settings(stage.config());
    switch (stage.config().credentials()) {
      case Credentials.InSettings _ -> {}
      case Credentials.Secret _ -> {
        settings.put("fes.source.username", "${" + StageVariables.username(unit, stage) + "}");
        settings.put("fes.source.password", "${" + StageVariables.password(unit, stage) + "}");
      }
    }
    return settings;
  }

  private static SortedMap<String, Object> settings(Config config) {
    return JSON.readValue(config.json(), SETTINGS);
  }
}
