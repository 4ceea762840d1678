package dev.fes.source.postgres;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a reader is released.
 *
 * @param release whether the reader is released instead of read
 * @param releaseTimeout how long that may take, waiting for the slot to be free included
 * @param releaseWordsFile where its one line of words is written
 */
@ConfigurationProperties("fes.source")
record ReleaseSettings(
    @DefaultValue("false") boolean release,
    @DefaultValue("60s") Duration releaseTimeout,
    @Nullable Path releaseWordsFile) {

  /** How long the slot may take to be free, so that what comes after it has time too. */
  Duration patience() {
    return releaseTimeout.multipliedBy(3).dividedBy(4);
  }
}
