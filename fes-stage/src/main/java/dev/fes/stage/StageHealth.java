package dev.fes.stage;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** What the streams do, as health: a blocked stream is live and not ready. */
final class StageHealth implements HealthIndicator {

  private final StageEndpoint endpoint;
  private final Streams streams;

  StageHealth(StageEndpoint endpoint, Streams streams) {
    this.endpoint = endpoint;
    this.streams = streams;
  }

  @Override
  public Health health() {
    boolean ready = streams.all().stream().allMatch(this::isMoving);
    Health.Builder health = ready ? Health.up() : Health.outOfService();
    streams
        .all()
        .forEach(
            stream ->
                health.withDetail(stream.stream(), endpoint.stateOf(stream).activity().title()));
    return health.build();
  }

  private boolean isMoving(StreamProgress stream) {
    return switch (endpoint.stateOf(stream).activity()) {
      case RUNNING, PAUSED -> true;
      case STARTING, RETRYING, BLOCKED, FAILED -> false;
    };
  }
}
