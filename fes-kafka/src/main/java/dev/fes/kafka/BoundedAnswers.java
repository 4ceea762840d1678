package dev.fes.kafka;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Kafka's clients from reading what is no answer of Kafka's: they allocate at once whatever
 * its first four bytes say, more than a gigabyte for a web server's {@code HTTP}. With TLS the
 * handshake fails before; without, a check takes the handshake's place.
 */
public final class BoundedAnswers {

  static final String LARGEST = "fes.largest.answer";

  /** As much as a consumer asks for unless it is told otherwise. */
  private static final long USUAL = ConsumerConfig.DEFAULT_FETCH_MAX_BYTES;

  /** What there is around the records. */
  private static final long ENVELOPE = 1024 * 1024;

  private BoundedAnswers() {}

  /** Changes the settings of a client of small records, where it works without TLS. */
  public static void apply(Map<String, Object> settings) {
    apply(settings, 0);
  }

  /**
   * Changes a client's settings where it works without TLS.
   *
   * @param largestRecord in bytes
   */
  public static void apply(Map<String, Object> settings, long largestRecord) {
    Object chosen = settings.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    String protocol =
        chosen == null
            ? CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL
            : chosen.toString().strip().toUpperCase(Locale.ROOT);
    if (protocol.equals(SecurityProtocol.PLAINTEXT.name)) {
      apply(settings, SecurityProtocol.SSL, largestRecord);
    } else if (protocol.equals(SecurityProtocol.SASL_PLAINTEXT.name)) {
      apply(settings, SecurityProtocol.SASL_SSL, largestRecord);
    }
  }

  private static void apply(
      Map<String, Object> settings, SecurityProtocol checked, long largestRecord) {
    settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, checked.name);
    settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, PlaintextEngineFactory.class);
    settings.put(LARGEST, (int) Math.min(Integer.MAX_VALUE, largest(settings, largestRecord)));
  }

  private static long largest(Map<String, Object> settings, long largestRecord) {
    long fetched =
        Stream.of(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG)
            .mapToLong(key -> number(settings.get(key)))
            .max()
            .orElse(0);
    return Math.max(USUAL, Math.max(largestRecord, fetched)) + ENVELOPE;
  }

  /** What is no number is left to the client to refuse by name. */
  private static long number(@Nullable Object setting) {
    String said = setting == null ? "" : setting.toString().strip();
    return said.matches("\\d{1,10}") ? Long.parseLong(said) : 0;
  }
}
