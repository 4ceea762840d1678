package dev.fes.sink.nakadi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {

  @Test
  void isABearerTokenUnlessItSaysOtherwise() {
    assertThat(read("{\"access_token\":\"abc\"}").authorization()).isEqualTo("Bearer abc");
    assertThat(read("{\"access_token\":\"abc\",\"token_type\":\"bearer\"}").authorization())
        .isEqualTo("Bearer abc");
    assertThat(read("{\"access_token\":\"abc\",\"token_type\":\"MAC\"}").authorization())
        .isEqualTo("MAC abc");
  }

  @ParameterizedTest
  @CsvSource({"3600, PT59M", "60, PT45S", "0, PT0S", "-1, PT0S", "99999999999, PT23H59M"})
  void isUsedUntilShortlyBeforeItEnds(long expiresIn, Duration lasting) {
    assertThat(read("{\"access_token\":\"abc\",\"expires_in\":" + expiresIn + "}").lasting())
        .isEqualTo(lasting);
  }

  @Test
  void thatDoesNotSayWhenItEndsIsUsedUntilNakadiRefusesIt() {
    assertThat(read("{\"access_token\":\"abc\"}").lasting()).isGreaterThan(Duration.ofHours(23));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "null",
        "{}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":7}"
      })
  void isAwaitedWhereTheAnswerHoldsNone(String body) {
    assertThat(failure(200, body))
        .isEqualTo(
            Failure.transientFailure(
                "unreadable-answer", "the token service answered with no token"));
  }

  @Test
  void neverBreaksTheHeader() {
    assertThat(failure(200, "{\"access_token\":\"abc\\r\\nX-Evil: 1\"}").message())
        .doesNotContain("abc", "Evil");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 204})
  void isAwaitedWhereTheServiceIsDown(int status) {
    assertThat(failure(status, "")).returns(Failure.Kind.TRANSIENT, Failure::kind);
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_client",
    "400, invalid_client",
    "400, invalid_scope",
    "403, access_denied"
  })
  void isRefusedInWordsThatNameTheMend(int status, String code) {
    assertThat(
            failure(
                status, "{\"error\":\"" + code + "\",\"error_description\":\"secret x is wrong\"}"))
        .isEqualTo(
            Failure.misconfigured(
                "credentials-refused",
                ("the token service refuses the client credentials (%d %s): mend the files, the"
                        + " scopes or the address of fes.nakadi.oauth2")
                    .formatted(status, code)));
  }

  private static Grant read(String body) {
    return Grant.read(new Answer(200, body, Optional.empty()), "the token service");
  }

  private static Failure failure(int status, String body) {
    Failure[] found = new Failure[1];
    assertThatThrownBy(
            () -> Grant.read(new Answer(status, body, Optional.empty()), "the token service"))
        .isInstanceOfSatisfying(StageFailure.class, thrown -> found[0] = thrown.failure());
    return found[0];
  }
}
