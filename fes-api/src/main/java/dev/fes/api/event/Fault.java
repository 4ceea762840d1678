package dev.fes.api.event;

/**
 * Why an event is bad: the stage that found it, the error in words, and how often it was tried. A
 * source marks a change it cannot render with one; a dead letter carries one.
 */
public record Fault(String stage, String error, int attempts) {

  public Fault withAttempts(int sum) {
    return new Fault(stage, error, sum);
  }
}
