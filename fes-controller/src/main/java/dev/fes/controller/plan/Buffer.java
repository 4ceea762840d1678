package dev.fes.controller.plan;

import java.util.Set;

/**
 * A topic between stages that is there to stay.
 *
 * @param readers the groups that read it or are about to; what all of them have confirmed may go
 * @param deadLetters whether it holds dead letters, which are kept for longer
 */
public record Buffer(String topic, Set<String> readers, boolean deadLetters) {

  public Buffer {
    readers = Set.copyOf(readers);
  }
}
