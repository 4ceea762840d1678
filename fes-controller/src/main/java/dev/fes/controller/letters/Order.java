package dev.fes.controller.letters;

import dev.fes.api.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done with letters of one event stream.
 *
 * @param letters their offsets, ascending; null for all that are kept
 * @param by who wants it
 */
public record Order(
    LetterAction action, ResourceKey key, String stream, @Nullable List<Long> letters, String by) {

  public Order {
    letters = letters == null ? null : letters.stream().distinct().sorted().toList();
  }
}
