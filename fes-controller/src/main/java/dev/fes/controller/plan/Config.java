package dev.fes.controller.plan;

import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of one stage.
 *
 * @param json one JSON object with dotted, sorted keys and no secrets, as {@code
 *     SPRING_APPLICATION_JSON} takes it
 */
public record Config(String json, Credentials credentials) {

  /** Differs exactly when the settings do: a stage is restarted when its hash changes. */
  public String hash() {
    return Sha256.hex(json + '\n' + credentials);
  }

  /** The setting as it is written; empty where it is not. */
  public String text(String setting) {
    return JsonMapper.shared().readTree(json).path(setting).asString("");
  }
}
