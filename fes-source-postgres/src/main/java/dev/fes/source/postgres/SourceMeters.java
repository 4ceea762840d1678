package dev.fes.source.postgres;

import dev.fes.stage.StreamProgress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** How far reading is behind, for every stream of the reader. */
final class SourceMeters {

  private final Routes routes;
  private Duration behind = Duration.ZERO;
  private long measuredNanos = System.nanoTime();
  private volatile double seconds;
  private volatile double bytes;
  private volatile boolean connected;
  private volatile boolean heartbeats = true;
  private volatile Instant lastSign = Instant.now();

  SourceMeters(Routes routes, MeterRegistry meters) {
    this.routes = routes;
    routes.each(progress -> register(progress, meters));
  }

  synchronized void behind(Duration time, long retainedBytes) {
    behind = time;
    measuredNanos = System.nanoTime();
    seconds = time.toNanos() / 1e9;
    bytes = retainedBytes;
    routes.each(progress -> progress.lag(time, retainedBytes));
  }

  /** Nothing is read meanwhile, so that what was not read yet grows older. */
  synchronized void waiting(long retainedBytes) {
    behind(behind.plusNanos(System.nanoTime() - measuredNanos), retainedBytes);
  }

  /** There is no slot: it was lost, or never made. */
  synchronized void retainsNothing() {
    if (bytes > 0) {
      behind(behind, 0);
    }
  }

  /** When the slot last brought something; a server that takes no heartbeats need not for long. */
  void lastSign(Instant seen, boolean withHeartbeats) {
    lastSign = seen;
    heartbeats = withHeartbeats;
  }

  void connected(boolean now) {
    connected = now;
  }

  private void register(StreamProgress progress, MeterRegistry meters) {
    Gauge.builder("fes.source.lag.bytes", this, self -> self.bytes)
        .description("Log that Postgres keeps for the slot")
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
    Gauge.builder("fes.source.heartbeat.age.seconds", this, SourceMeters::heartbeatAge)
        .description("Since the slot last brought a heartbeat or a change")
        .tags(progress.tags())
        .register(meters);
    Gauge.builder("fes.source.connected", this, self -> self.connected ? 1 : 0)
        .description("1 while changes are read")
        .tags(progress.tags())
        .register(meters);
  }

  private double heartbeatAge() {
    return heartbeats ? Duration.between(lastSign, Instant.now()).toMillis() / 1e3 : Double.NaN;
  }
}
