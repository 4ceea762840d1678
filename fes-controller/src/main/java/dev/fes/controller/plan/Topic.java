package dev.fes.controller.plan;

/** A topic that a plan needs; one that exists keeps the partitions it has. */
public record Topic(String name, int partitions) {

  /**
   * Where sources record what they found and how far they confirmed; compacted, one for the
   * installation.
   */
  public static final Topic READERS = new Topic("fes.readers", 1);

  /** What became of dead letters; compacted, one for the installation. */
  public static final Topic LETTERS = new Topic("fes.letters", 1);
}
