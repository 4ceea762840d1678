package dev.fes.source.postgres;

import dev.fes.stage.StreamProgress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** How far reading is behind, for every stream of the reader. */
final class SourceMeters {

  private final Routes routes;
  private volatile double seconds;
  private volatile double bytes;
  private volatile boolean connected;

  SourceMeters(Routes routes, MeterRegistry meters) {
    this.routes = routes;
    routes.each(progress -> register(progress, meters));
  }

  void behind(Duration time, long retainedBytes) {
    seconds = time.toNanos() / 1e9;
    bytes = retainedBytes;
    routes.each(progress -> progress.lag(time, retainedBytes));
  }

  void connected(boolean now) {
    connected = now;
  }

  private void register(StreamProgress progress, MeterRegistry meters) {
    Gauge.builder("fes.source.lag.bytes", this, self -> self.bytes)
        .description("Log that Postgres keeps because it is not confirmed yet")
        .tags(progress.tags())
        .register(meters);
    Gauge.builder("fes.source.lag.seconds", this, self -> self.seconds)
        .description("Age of the oldest change that may not have been read yet")
        .tags(progress.tags())
        .register(meters);
    Gauge.builder("fes.source.buffered.bytes", HandOver::buffered)
        .description("Changes that were read and are not on their way to Kafka yet")
        .tags(progress.tags())
        .register(meters);
    Gauge.builder("fes.source.connected", this, self -> self.connected ? 1 : 0)
        .description("1 while changes are read")
        .tags(progress.tags())
        .register(meters);
  }
}
