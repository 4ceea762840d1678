package dev.fes.controller.plan;

/**
 * One event stream of a plan.
 *
 * @param name uniqueStreamId, or made of source and target alone
 * @param definition one line for people, such as {@code postgres | generic-nakadi-event | nakadi}
 * @param stem what the names of its topics and groups begin with
 */
public record PlannedStream(String name, String definition, String stem) {

  /** Where its dead letters are, if it has any. */
  public String deadLetters() {
    return stem + ".dead-letters";
  }
}
