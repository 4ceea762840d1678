package dev.fes.source.dynamodb;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long DynamoDB may take.
 *
 * @param connectTimeout to connect
 * @param callTimeout for a whole call, its repetitions included
 */
@ConfigurationProperties("fes.dynamodb")
record DynamoDbSettings(
    @DefaultValue("5s") Duration connectTimeout, @DefaultValue("10s") Duration callTimeout) {

  DynamoDbSettings {
    positive(connectTimeout, "connect-timeout");
    positive(callTimeout, "call-timeout");
  }

  private static void positive(Duration given, String key) {
    if (!given.isPositive()) {
      throw new IllegalArgumentException("fes.dynamodb." + key + " must be positive");
    }
  }
}
