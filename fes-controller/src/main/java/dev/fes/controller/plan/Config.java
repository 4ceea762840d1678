package dev.fes.controller.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    String content = json + '\n' + credentials;
    return HexFormat.of().formatHex(sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** The setting as it is written; empty where it is not. */
  public String text(String setting) {
    return JsonMapper.shared().readTree(json).path(setting).asString("");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
