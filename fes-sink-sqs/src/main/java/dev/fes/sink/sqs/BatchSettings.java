package dev.fes.sink.sqs;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What goes into one call, and how many calls are under way.
 *
 * @param maxBatchSize the most messages of one call; SQS takes ten
 * @param lanes how many calls may be under way at once where order allows
 * @param fifoBatching whether a call to a FIFO queue may carry several messages of one group
 */
@ConfigurationProperties("fes.sink")
public record BatchSettings(
    @DefaultValue("10") int maxBatchSize,
    @DefaultValue("8") int lanes,
    @DefaultValue("strict") FifoBatching fifoBatching) {

  private static final int MOST = 10;

  /** What a call to a FIFO queue carries. */
  public enum FifoBatching {
    /**
     * At most one message of each group, so that a failed one is always sent again before the next.
     */
    STRICT,
    /**
     * As many of one group as fit; a failed one comes after those of its call that were accepted.
     */
    RELAXED
  }

  public BatchSettings {
    maxBatchSize = Math.clamp(maxBatchSize, 1, MOST);
    if (lanes < 1) {
      throw new IllegalArgumentException("fes.sink.lanes must be at least 1");
    }
  }
}
