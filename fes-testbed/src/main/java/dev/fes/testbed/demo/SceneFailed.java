package dev.fes.testbed.demo;

/** The demo cannot go on; the message tells a newcomer why. */
final class SceneFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SceneFailed(String message) {
    super(message);
  }
}
