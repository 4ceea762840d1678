package dev.fes.sink.nakadi;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much goes into one request, and how many requests are under way.
 *
 * @param maxBatchSize the most events of one request
 * @param maxBatchBytes the most bytes of one request; a single event may be larger
 * @param lanes how many requests may be under way at once where order holds per key
 */
@ConfigurationProperties("fes.sink")
public record BatchSettings(
    @DefaultValue("200") int maxBatchSize,
    @DefaultValue("4MB") DataSize maxBatchBytes,
    @DefaultValue("8") int lanes) {

  public BatchSettings {
    require(maxBatchSize >= 1, "fes.sink.max-batch-size");
    require(maxBatchBytes.toBytes() >= 1, "fes.sink.max-batch-bytes");
    require(lanes >= 1, "fes.sink.lanes");
  }

  private static void require(boolean right, String key) {
    if (!right) {
      throw new IllegalArgumentException(key + " must be at least 1");
    }
  }
}
