package dev.fes.controller.reconcile;

import dev.fes.controller.reconcile.StreamDetail.Vitals;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One resource as it was seen last: the figures of each of its event streams, when asked for. */
public final class ObservedResource {

  private final Observation observation;
  private final History history;

  private ObservedResource(Observation observation, History history) {
    this.observation = observation;
    this.history = history;
  }

  static Optional<ObservedResource> of(@Nullable Observation observation, History history) {
    return Optional.ofNullable(observation).map(seen -> new ObservedResource(seen, history));
  }

  /** When it was seen. */
  public Instant at() {
    return observation.at();
  }

  public Vitals vitals(String stream) {
    return new Details(observation, stream).vitals();
  }

  public StreamDetail detail(String stream) {
    return new Details(observation, stream).of(history, stream);
  }
}
