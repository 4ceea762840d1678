package dev.fes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedAnswersTest {

  private static final int MEGABYTE = 1024 * 1024;

  @Test
  void aClientWithoutTlsIsChecked() {
    assertThat(applied(Map.of()))
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.engine.factory.class", PlaintextEngineFactory.class);
  }

  @Test
  void soIsOneThatLogsInWithoutTls() {
    assertThat(applied(Map.of("security.protocol", "sasl_plaintext", "sasl.mechanism", "PLAIN")))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry("ssl.engine.factory.class", PlaintextEngineFactory.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSL", "SASL_SSL", "sasl_ssl", "NONSENSE"})
  void tlsIsNeverTakenAway(String protocol) {
    Map<String, Object> settings = Map.of("security.protocol", protocol, "fetch.max.bytes", 1);
    assertThat(applied(settings)).isEqualTo(settings);
  }

  @Test
  void anAnswerMayBeAsLargeAsAFetchUsuallyMay() {
    assertThat(applied(Map.of())).containsEntry(BoundedAnswers.LARGEST, 51 * MEGABYTE);
  }

  @Test
  void andLargerWhereMoreIsFetchedOrARecordIsLarger() {
    Map<String, Object> settings = new HashMap<>(Map.of("fetch.max.bytes", "" + 200 * MEGABYTE));
    BoundedAnswers.apply(settings, 300L * MEGABYTE);
    assertThat(settings).containsEntry(BoundedAnswers.LARGEST, 301 * MEGABYTE);
    assertThat(applied(Map.of("max.partition.fetch.bytes", 200 * MEGABYTE)))
        .containsEntry(BoundedAnswers.LARGEST, 201 * MEGABYTE);
  }

  @Test
  void noAnswerIsLargerThanKafkaCanSay() {
    Map<String, Object> settings = new HashMap<>();
    BoundedAnswers.apply(settings, Long.MAX_VALUE / 2);
    assertThat(settings).containsEntry(BoundedAnswers.LARGEST, Integer.MAX_VALUE);
  }

  private static Map<String, Object> applied(Map<String, Object> settings) {
    Map<String, Object> changed = new HashMap<>(settings);
    BoundedAnswers.apply(changed);
    return changed;
  }
}
