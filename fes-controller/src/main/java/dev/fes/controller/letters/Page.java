package dev.fes.controller.letters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some letters, oldest first.
 *
 * @param next what to ask for as {@code after} to see more; null at the end
 * @param job the stream's last one
 */
public record Page(List<Letter> letters, @Nullable Long next, Job.@Nullable View job) {

  public Page {
    letters = List.copyOf(letters);
  }

  /**
   * Which letters.
   *
   * @param after the offset before the first of them; -1 for the beginning
   * @param state null for any
   */
  public record Query(long after, int limit, @Nullable LetterState state, boolean withPayload) {}
}
