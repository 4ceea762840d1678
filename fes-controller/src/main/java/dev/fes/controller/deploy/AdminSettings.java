package dev.fes.controller.deploy;

import dev.fes.controller.plan.Installation.Kafka;
import dev.fes.kafka.BoundedAnswers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The controller's own client: the installation's properties, and short time-outs where they say
 * nothing.
 *
 * @param patience how long an answer may take
 */
public record AdminSettings(Map<String, Object> properties, Duration patience) {

  private static final long REQUEST_MILLIS = 5_000;
  private static final long CALL_MILLIS = 10_000;

  public static AdminSettings of(Kafka kafka) {
    long request = millis(kafka, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    long call =
        millis(
            kafka, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.max(CALL_MILLIS, request));
    Map<String, Object> properties = new HashMap<>();
    properties.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(Math.min(request, call)));
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(call));
    properties.putAll(kafka.properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.brokers());
    BoundedAnswers.apply(properties);
    return new AdminSettings(Map.copyOf(properties), Duration.ofMillis(call));
  }

  /** What is no number is left to the client to refuse by name. */
  private static long millis(Kafka kafka, String key, long usual) {
    String said = kafka.properties().getOrDefault(key, "").strip();
    return said.matches("\\d{1,9}") ? Long.parseLong(said) : usual;
  }
}
