package dev.fes.controller.plan;

/** A stage's place in its stream; declared, and therefore started, readers before writers. */
public enum Role {
  DEAD_LETTER("dead-letter"),
  SINK("sink"),
  FLOW("flow"),
  SOURCE("source");

  private final String title;

  Role(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
