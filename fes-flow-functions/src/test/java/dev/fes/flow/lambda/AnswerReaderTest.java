package dev.fes.flow.lambda;

import static dev.fes.flow.lambda.Changes.ID;
import static dev.fes.flow.lambda.Changes.change;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.flow.OrderingKey;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private static final Event CHANGE = change("{}");

  @Test
  void anObjectIsTheEventAndKeepsTheFactsOfItsChange() {
    Event event = read(" {\"a\": 1e400} \n").getFirst();

    assertThat(event.value()).asString(UTF_8).isEqualTo("{\"a\": 1e400}");
    assertThat(event.facts()).isEqualTo(CHANGE.facts());
    assertThat(event.key()).asString(UTF_8).isEqualTo("k");
  }

  @Test
  void anArrayIsOneEventForEachElementWithItsBytesAsTheyAre() {
    assertThat(read("[ {\"n\": 1.50, \"t\": \"ü]\"} ,{}\n, {\"a\":[{}]}]"))
        .extracting(event -> new String(event.value(), UTF_8))
        .containsExactly("{\"n\": 1.50, \"t\": \"ü]\"}", "{}", "{\"a\":[{}]}");
  }

  @Test
  void theIdOfAnElementDoesNotDependOnHowManyThereAre() {
    assertThat(read("[{},{},{}]"))
        .extracting(event -> event.facts().id())
        .containsExactly(EventId.ofNth(ID, 0), EventId.ofNth(ID, 1), EventId.ofNth(ID, 2));
    assertThat(read("[{}]").getFirst().facts())
        .isEqualTo(CHANGE.facts().withId(EventId.ofNth(ID, 0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "null", "[]", "[ ]"})
  void nothingIsNoEvent(String answer) {
    assertThat(read(answer)).isEmpty();
  }

  @Test
  void theKeyIsMadeOfFieldsOfEachEvent() {
    assertThat(
            new AnswerReader(new OrderingKey(List.of("a.b")))
                .read("[{\"a\":{\"b\":1}},{\"a\":{\"b\":2}}]".getBytes(UTF_8), CHANGE))
        .extracting(event -> new String(event.key(), UTF_8))
        .containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "true",
        "\"{}\"",
        "[1]",
        "[{},null]",
        "[{},[{}]]",
        "{",
        "[{}",
        "[{},]",
        "{\"secret\":x}",
        "{} {}",
        "null 1",
        "<html>"
      })
  void anythingElseIsABadEvent(String answer) {
    Failure failure = catchThrowableOfType(StageFailure.class, () -> read(answer)).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_EVENT);
    assertThat(failure.message())
        .startsWith("the change of public.orders at 0/16B3748 became an answer")
        .endsWith("return an object, an array of objects, or null")
        .doesNotContain("secret");
  }

  private static List<Event> read(String answer) {
    return new AnswerReader(new OrderingKey(List.of())).read(answer.getBytes(UTF_8), CHANGE);
  }
}
