package dev.fes.controller.reconcile;

import dev.fes.controller.reconcile.StreamDetail.Vitals;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One resource as it was seen last: the figures of each of its event streams, when asked for. */
public final class Sight {

  private final Look look;
  private final History history;

  private Sight(Look look, History history) {
    this.look = look;
    this.history = history;
  }

  static Optional<Sight> of(@Nullable Look look, History history) {
    return Optional.ofNullable(look).map(seen -> new Sight(seen, history));
  }

  /** When it was seen. */
  public Instant at() {
    return look.at();
  }

  public Vitals vitals(String stream) {
    return new Details(look, stream).vitals();
  }

  public StreamDetail detail(String stream) {
    return new Details(look, stream).of(history, stream);
  }
}
