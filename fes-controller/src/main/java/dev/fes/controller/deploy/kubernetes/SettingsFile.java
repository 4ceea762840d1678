package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.plan.Config;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A stage's settings as the file it reads: JSON, which is YAML as well. */
final class SettingsFile {

  static final String NAME = "application.yaml";
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

  static String text(Config config) {
    SortedMap<String, Object> settings = JSON.readValue(config.json(), SETTINGS);
    settings.put("server.port", PORT);
    return JSON.writeValueAsString(settings).replace("\u007f", "\\u007F");
  }

  /** Whether two instances may work side by side: each key stays with one of them. */
  static boolean isOrderedByKey(Config config) {
    return "PER_KEY".equals(config.text(ORDERING));
  }
}
