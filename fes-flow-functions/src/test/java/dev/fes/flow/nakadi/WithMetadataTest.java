package dev.fes.flow.nakadi;

import static dev.fes.flow.nakadi.Outbox.COMPLETE;
import static dev.fes.flow.nakadi.Outbox.GENERATED;
import static dev.fes.flow.nakadi.Outbox.change;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.event.Event;
import dev.fes.stage.StageFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithMetadataTest {

  @Test
  void givesEachEventWhatItsMetadataLack() {
    List<Event> events = new WithMetadata().apply(List.of(change("{\"a\": 1}"), change(COMPLETE)));

    assertThat(events)
        .extracting(event -> new String(event.value(), UTF_8))
        .containsExactly("{\"metadata\":{" + GENERATED + "},\"a\": 1}", COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{} {}", "{\"a\""})
  void refusesWhatIsNotOneObject(String event) {
    assertThatThrownBy(() -> new WithMetadata().apply(List.of(change(event))))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("public.outbox");
  }
}
