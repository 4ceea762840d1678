package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class KafkaAnswersTest {

  private final KafkaAnswers answers = new KafkaAnswers(DataSize.ofMegabytes(32));

  @Test
  void aStartWaitsShortlyForEachTopic() {
    Map<String, Object> admin = new HashMap<>();
    answers.configure(admin);
    assertThat(admin)
        .containsEntry("default.api.timeout.ms", 5_000)
        .containsEntry("request.timeout.ms", 5_000);
  }

  @Test
  void whatSomebodyHasChosenStays() {
    Map<String, Object> admin = new HashMap<>(Map.of("request.timeout.ms", "10000"));
    answers.configure(admin);
    assertThat(admin)
        .containsEntry("request.timeout.ms", "10000")
        .doesNotContainKey("default.api.timeout.ms");
  }

  @Test
  void producersAndConsumersKeepTheirTimes() {
    Map<String, Object> producer = new HashMap<>();
    answers.configure(producer, "output", "orders");
    assertThat(producer).doesNotContainKeys("default.api.timeout.ms", "request.timeout.ms");
  }
}
