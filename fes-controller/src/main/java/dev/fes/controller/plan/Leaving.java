package dev.fes.controller.plan;

/**
 * A source that was stopped for good and whose reader is yet to be released.
 *
 * @param releasing whether that has begun, so that what it made may be gone already
 */
public record Leaving(Stage source, Reader reader, boolean releasing) {

  public Leaving begun() {
    return new Leaving(source, reader, true);
  }

  public boolean isOf(Stage stage) {
    return source.name().equals(stage.name());
  }
}
