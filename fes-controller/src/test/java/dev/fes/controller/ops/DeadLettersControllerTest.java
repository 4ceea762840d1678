package dev.fes.controller.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.letters.DeadLetters;
import dev.fes.controller.plan.TestInstallation;
import dev.fes.controller.reconcile.Leadership;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersControllerTest {

  private static final String PATH = "/actuator/deadletters/default/my-application/orders";

  @TempDir Path directory;

  private final DeadLetters letters =
      new DeadLetters(TestInstallation.at("127.0.0.1:1"), List::of, Leadership.alone());
  private Endpoints endpoints;

  @BeforeEach
  void open() throws IOException {
    LetterBoxes none = new LetterBoxes(_ -> Optional.empty(), Leadership.alone());
    endpoints = Endpoints.of(new DeadLettersController(Endpoints.guard(directory), none, letters));
  }

  @AfterEach
  void close() {
    letters.close();
  }

  @Test
  void nobodyActsWithoutTheToken() throws Exception {
    var refused = endpoints.sendWithoutToken(PATH, "{\"action\": \"replay\", \"all\": true}");

    assertThat(refused.getStatus()).isEqualTo(401);
    assertThat(refused.getHeader("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void aResourceThatIsNotThereIsSaid() throws Exception {
    var answer = endpoints.read(PATH);

    assertThat(answer.getStatus()).isEqualTo(404);
    assertThat(answer.getContentAsString()).contains("there is no resource default/my-application");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          after=x            | after: is no whole number from -1
          limit=201          | limit: is no whole number from 1 to 200
          limit=0            | limit: is no whole number from 1 to 200
          state=lost         | state: is none of kept, replayed and discarded
          payload=yes        | payload: is neither true nor false
          """)
  void aBadQueryIsSaidByItsField(String query, String words) throws Exception {
    var answer = endpoints.read(PATH + "?" + query);

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentAsString()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                                               | the body is no JSON object
          {                                                | the body is no JSON
          {"letters": [1]}                                 | action: is missing: write replay or discard
          {"action": "burn", "letters": [1]}               | action: is not known: write replay or discard
          {"action": "replay"}                             | letters: write either
          {"action": "replay", "all": true, "letters": [1]}| letters: write either
          {"action": "replay", "letters": []}              | letters: is no list of 1 to 10000 numbers
          {"action": "replay", "letters": [1, "x"]}        | letters[1]: is no whole number from 0
          {"action": "replay", "all": "yes"}               | all: is neither true nor false
          {"action": "replay", "all": true, "to": "x"}     | to: is not known: there are action, all, letters
          """)
  void aBadOrderIsSaidByItsField(String order, String words) throws Exception {
    var answer = endpoints.send(PATH, order);

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentAsString()).contains(words);
  }
}
