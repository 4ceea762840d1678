package dev.fes.stage;

import static org.apache.kafka.clients.admin.AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.admin.AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG;

import dev.fes.kafka.BoundedAnswers;
import java.util.Map;
import org.springframework.cloud.stream.binder.kafka.provisioning.AdminClientConfigCustomizer;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;
import org.springframework.cloud.stream.binder.kafka.support.ProducerConfigCustomizer;
import org.springframework.util.unit.DataSize;

/**
 * Bounds what the binder's clients accept from whatever answers at Kafka's address, and how long a
 * start without Kafka waits for each topic, since the stage reports nothing until then.
 */
record KafkaAnswers(DataSize largestRecord)
    implements ProducerConfigCustomizer, ConsumerConfigCustomizer, AdminClientConfigCustomizer {

  private static final int START_MILLIS = 5_000;

  @Override
  public void configure(Map<String, Object> settings, String binding, String destination) {
    bound(settings);
  }

  @Override
  public void configure(Map<String, Object> settings) {
    bound(settings);
    boolean chosen =
        settings.containsKey(REQUEST_TIMEOUT_MS_CONFIG)
            || settings.containsKey(DEFAULT_API_TIMEOUT_MS_CONFIG);
    if (!chosen) {
      settings.put(REQUEST_TIMEOUT_MS_CONFIG, START_MILLIS);
      settings.put(DEFAULT_API_TIMEOUT_MS_CONFIG, START_MILLIS);
    }
  }

  private void bound(Map<String, Object> settings) {
    BoundedAnswers.apply(settings, largestRecord.toBytes());
  }
}
