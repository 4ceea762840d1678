package dev.fes.controller.plan;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what every reader has confirmed stays in the topics between stages.
 *
 * @param replayWindow the least age of a record that is deleted
 * @param purgeInterval between two looks
 * @param deadLetterRetention the least age of a dead letter that is deleted
 */
public record BufferTopics(
    @DefaultValue("1h") Duration replayWindow,
    @DefaultValue("1m") Duration purgeInterval,
    @DefaultValue("14d") Duration deadLetterRetention) {

  public BufferTopics {
    Limits.notNegative("fes.buffer-topics.replay-window", replayWindow);
    Limits.positive("fes.buffer-topics.purge-interval", purgeInterval);
    Limits.notNegative("fes.buffer-topics.dead-letter-retention", deadLetterRetention);
  }

  /** How old a record is at least before it is deleted. */
  public Duration leastAge(Buffer buffer) {
    return buffer.deadLetters() ? deadLetterRetention : replayWindow;
  }

  static BufferTopics undescribed() {
    return new BufferTopics(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(14));
  }
}
