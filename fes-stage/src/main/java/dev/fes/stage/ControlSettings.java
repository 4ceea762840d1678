package dev.fes.stage;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an operator's tools may do with this stage.
 *
 * @param tokenSha256 the SHA-256, in hexadecimal, of the token that every change at the management
 *     port needs; without it none is needed
 * @param deadLetters the topic that an event goes to when it is skipped by hand
 */
@ConfigurationProperties("fes.stage")
record ControlSettings(@Nullable String tokenSha256, @Nullable String deadLetters) {

  private static final String HASH = "[0-9a-f]{64}";

  ControlSettings {
    tokenSha256 =
        tokenSha256 == null || tokenSha256.isBlank()
            ? null
            : tokenSha256.strip().toLowerCase(Locale.ROOT);
    deadLetters = deadLetters == null || deadLetters.isBlank() ? null : deadLetters;
    if (tokenSha256 != null && !tokenSha256.matches(HASH)) {
      throw new IllegalArgumentException(
          "fes.stage.token-sha256 is no SHA-256: write 64 hexadecimal digits");
    }
  }
}
