package dev.fes.sink.nakadi;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A token as an OAuth2 service grants it (RFC 6749, section 4.4).
 *
 * @param authorization the value of the {@code Authorization} header
 * @param lasting how long it may be used
 */
record Grant(String authorization, Duration lasting) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

  /** A token that does not say when it ends is used for so long, or until Nakadi refuses it. */
  private static final Duration UNSAID = Duration.ofDays(1);

  /**
   * Judges the service's answer.
   *
   * @throws StageFailure if it is no grant
   */
  static Grant read(Answer answer, String service) {
    if (answer.status() == 200) {
      return read(answer.body())
          .orElseThrow(() -> passing("unreadable-answer", service, "answered with no token"));
    }
    if (passes(answer.status())) {
      throw passing("http-" + answer.status(), service, "answers " + answer.status());
    }
    throw new StageFailure(
        Failure.misconfigured(
            "credentials-refused",
            "%s refuses the client credentials (%d%s): mend the files, the scopes or the address of fes.nakadi.oauth2"
                .formatted(service, answer.status(), error(answer.body()))));
  }

  private static boolean passes(int status) {
    return status >= 500 || status == 408 || status == 425 || status == 429 || status < 300;
  }

  private static StageFailure passing(String reason, String service, String what) {
    return new StageFailure(Failure.transientFailure(reason, service + " " + what));
  }

  private static Optional<Grant> read(String body) {
    try {
      JsonNode granted = JSON.readTree(body);
      String type = word(granted, "token_type").orElse(Token.BEARER);
      return word(granted, "access_token")
          .map(
              token ->
                  new Grant(
                      (type.equalsIgnoreCase(Token.BEARER) ? Token.BEARER : type) + " " + token,
                      lasting(granted)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Duration lasting(JsonNode granted) {
    long seconds =
        granted
            .optional("expires_in")
            .filter(JsonNode::isNumber)
            .map(said -> Math.clamp(said.asLong(0), 0, UNSAID.toSeconds()))
            .orElse(UNSAID.toSeconds());
    return Duration.ofSeconds(seconds - Math.min(seconds / 4, LONGEST_MARGIN.toSeconds()));
  }

  /** The code alone: the rest of the answer may hold more than should be read. */
  private static String error(String body) {
    try {
      return word(JSON.readTree(body), "error")
          .map(code -> " " + Problem.shortened(code))
          .orElse("");
    } catch (JacksonException e) {
      return "";
    }
  }

  private static Optional<String> word(JsonNode node, String field) {
    return node.optional(field)
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .filter(text -> CredentialFile.ONE_WORD.matcher(text).matches());
  }
}
