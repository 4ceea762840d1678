package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.Sink;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ChoiceTest {

  private final Choice<Sink> queues =
      new Choice<>("fes.sink", List.of(Sink.SqsStandard.class, Sink.SqsFifo.class));

  @Test
  void readsTheRecordThatTheSettingsName() {
    assertThat(read(Map.of("fes.sink.type", "SqsFifo", "fes.sink.queue-name", "orders")))
        .isEqualTo(new Sink.SqsFifo("orders", null, null, List.of()));
  }

  @Test
  void readsWhatADefinitionCallsTheApp() {
    Map<String, String> settings = Map.of(Choice.LABEL, "sqs-fifo", "fes.sink.queue-name", "q");
    assertThat(read(settings)).isInstanceOf(Sink.SqsFifo.class);
  }

  @Test
  void readsTheOtherwiseWhereNothingSaysWhich() {
    Map<String, String> settings = Map.of(Choice.LABEL, "mine", "fes.sink.queue-name", "q");
    assertThat(queues.read(binder(settings), Sink.SqsStandard.class))
        .isInstanceOf(Sink.SqsStandard.class);
  }

  @Test
  void saysWhatItMayBe() {
    assertThatThrownBy(() -> read(Map.of("fes.sink.type", "Nakadi")))
        .hasMessageContaining("fes.sink.type")
        .hasMessageContaining("'Nakadi'")
        .hasMessageContaining("give SqsStandard or SqsFifo");
    assertThatThrownBy(() -> read(Map.of())).hasMessageContaining("fes.sink.type");
  }

  private Sink read(Map<String, String> settings) {
    return queues.read(binder(settings));
  }

  private static Binder binder(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings));
  }
}
