package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.Installation.Kafka;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdminSettingsTest {

  @Test
  void isImpatientWhereNothingIsSaid() {
    AdminSettings settings = settings(Map.of());

    assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.properties())
        .containsEntry("bootstrap.servers", "kafka.example:9092")
        .containsEntry("request.timeout.ms", "5000")
        .containsEntry("default.api.timeout.ms", "10000");
  }

  @Test
  void takesTheInstallationsTimeOuts() {
    AdminSettings settings =
        settings(Map.of("request.timeout.ms", "700", "default.api.timeout.ms", "900"));

    assertThat(settings.patience()).isEqualTo(Duration.ofMillis(900));
    assertThat(settings.properties())
        .containsEntry("request.timeout.ms", "700")
        .containsEntry("default.api.timeout.ms", "900");
  }

  @Test
  void keepsARequestWithinItsCall() {
    assertThat(settings(Map.of("request.timeout.ms", "30000")).properties())
        .containsEntry("default.api.timeout.ms", "30000");
    assertThat(settings(Map.of("default.api.timeout.ms", "2000")).properties())
        .containsEntry("request.timeout.ms", "2000");
  }

  @Test
  void leavesNonsenseToTheClientToRefuse() {
    assertThat(settings(Map.of("request.timeout.ms", "soon")).properties())
        .containsEntry("request.timeout.ms", "soon");
  }

  private static AdminSettings settings(Map<String, String> properties) {
    return AdminSettings.of(new Kafka("kafka.example:9092", (short) -1, 4, properties));
  }
}
