package dev.fes.api;

/** What happens to a bad event. */
public sealed interface Recovery {

  /** It is tried again until it succeeds; nothing moves past it. */
  record None() implements Recovery {}

  /** It is counted and skipped. */
  record Ignore() implements Recovery {}

  /** It goes to another sink, with its failure, and the stream goes on. */
  record DeadLetter(Sink sink) implements Recovery {

    public DeadLetter {
      new Checks()
          .required(
              "sink", sink, "say where dead letters go, or use the recovery type Ignore or None")
          .orThrow();
    }
  }
}
