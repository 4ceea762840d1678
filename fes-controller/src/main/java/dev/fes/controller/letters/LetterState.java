package dev.fes.controller.letters;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of a dead letter. */
public enum LetterState {
  /** It waits for somebody to decide. */
  KEPT,
  REPLAYED,
  DISCARDED;

  @JsonValue
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<LetterState> of(String title) {
    return Arrays.stream(values()).filter(state -> state.title().equals(title)).findFirst();
  }
}
