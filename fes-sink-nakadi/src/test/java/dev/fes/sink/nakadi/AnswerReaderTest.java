package dev.fes.sink.nakadi;

import static dev.fes.sink.nakadi.NakadiStub.item;
import static dev.fes.sink.nakadi.NakadiStub.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.Failure;
import dev.fes.stage.Outcome;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {

  private static final String SUBMITTED = item("submitted", "publishing", "");
  private static final String ABORTED = item("aborted", "none", "");

  private final AnswerReader reader =
      new AnswerReader(new EventType("orders.created", URI.create("https://nakadi.example")));

  @ParameterizedTest
  @CsvSource({
    "200, ACCEPTED", "201, TRANSIENT", "301, MISCONFIGURED", "401, TRANSIENT", "403, MISCONFIGURED",
    "404, MISCONFIGURED", "405, MISCONFIGURED", "408, TRANSIENT", "409, MISCONFIGURED",
        "429, TRANSIENT",
    "500, TRANSIENT", "503, TRANSIENT", "504, TRANSIENT", "599, TRANSIENT"
  })
  void judgesByStatusWhatHasNoBody(int status, String verdict) {
    assertThat(kindsOf(read(status, "", 2))).containsExactly(verdict, verdict);
  }

  @Test
  void takesAStatusAtItsWordWhateverTheProblemClaims() {
    assertThat(kindsOf(read(503, "{\"status\":500,\"detail\":\"token service is down\"}", 1)))
        .containsExactly("TRANSIENT");
  }

  @Test
  void rejectsABatchForAProblemThatNamesNoItem() {
    assertThat(read(400, problem("metadata is missing"), 3))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> assertThat(rejected.failure().message()).contains("metadata is missing"));
    assertThat(read(422, problem("no"), 3)).isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void doesNotAccuseAnybodyWhereAllWereAborted() {
    assertThat(kindsOf(read(422, array(ABORTED, ABORTED), 2)))
        .containsExactly("TRANSIENT", "TRANSIENT");
  }

  @Test
  void believesOnlyOneResponsePerItem() {
    assertThat(kindsOf(read(422, array(item("failed", "validating", "")), 2)))
        .containsOnly("TRANSIENT");
    assertThat(kindsOf(read(207, array(SUBMITTED), 2))).containsOnly("TRANSIENT");
    assertThat(kindsOf(read(207, "[null,null]", 2))).containsOnly("TRANSIENT");
    assertThat(kindsOf(read(207, "null", 2))).containsOnly("TRANSIENT");
    assertThat(kindsOf(read(207, array(SUBMITTED, item("lost", "none", "")), 2)))
        .containsOnly("TRANSIENT");
  }

  @Test
  void acceptsOfABrokersFailureOnlyWhatStandsBeforeIt() {
    assertThat(kindsOf(read(207, array(SUBMITTED, item("failed", "publishing", ""), SUBMITTED), 3)))
        .containsExactly("ACCEPTED", "TRANSIENT", "UNSENT");
    assertThat(kindsOf(read(207, array(ABORTED, item("failed", "publishing", "")), 2)))
        .containsExactly("TRANSIENT", "UNSENT");
    assertThat(kindsOf(read(207, array(SUBMITTED, SUBMITTED), 2)))
        .containsExactly("ACCEPTED", "ACCEPTED");
  }

  @Test
  void refusesInABrokersFailureWhatFailedBeforeTheBroker() {
    assertThat(kindsOf(read(207, array(item("failed", "enriching", "no"), SUBMITTED), 2)))
        .containsExactly("BAD_EVENT", "UNSENT");
  }

  @Test
  void acceptsAllWhereEveryItemIsSubmitted() {
    assertThat(kindsOf(read(200, array(SUBMITTED, SUBMITTED), 2)))
        .containsExactly("ACCEPTED", "ACCEPTED");
    assertThat(kindsOf(read(200, array(SUBMITTED, ABORTED), 2))).containsOnly("TRANSIENT");
  }

  @Test
  void keepsWordsShort() {
    Failure failure =
        failureOf(read(422, array(item("failed", "validating", "x".repeat(10_000))), 1));

    assertThat(failure.message()).hasSizeLessThan(700);
  }

  private Verdict read(int status, String body, int items) {
    return reader.read(new Answer(status, body, Optional.empty()), items);
  }

  private static String array(String... items) {
    return List.of(items).toString();
  }

  private static List<String> kindsOf(Verdict verdict) {
    return ((Verdict.Settled) verdict).outcomes().stream().map(AnswerReaderTest::kindOf).toList();
  }

  private static String kindOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "ACCEPTED";
      case Outcome.Unsent _ -> "UNSENT";
      case Outcome.Refused(Failure failure) -> failure.kind().name();
      case Outcome.Failed(Failure failure) -> failure.kind().name();
    };
  }

  private static Failure failureOf(Verdict verdict) {
    return ((Outcome.Refused) ((Verdict.Settled) verdict).outcomes().getFirst()).failure();
  }
}
