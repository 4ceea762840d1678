package dev.fes.flow.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LambdaSettingsTest {

  @Test
  void haveDefaults() {
    assertThat(settings(Map.of()))
        .isEqualTo(new LambdaSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 16));
  }

  @Test
  void bindEveryKey() {
    assertThat(
            settings(
                Map.of(
                    "fes.lambda.connect-timeout", "1s",
                    "fes.lambda.call-timeout", "15m",
                    "fes.lambda.concurrency", "1")))
        .isEqualTo(new LambdaSettings(Duration.ofSeconds(1), Duration.ofMinutes(15), 1));
  }

  @Test
  void refuseNoCallsAtOnce() {
    assertThatThrownBy(() -> settings(Map.of("fes.lambda.concurrency", "0")))
        .rootCause()
        .hasMessageContaining("fes.lambda.concurrency");
  }

  private static LambdaSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("fes.lambda", LambdaSettings.class);
  }
}
