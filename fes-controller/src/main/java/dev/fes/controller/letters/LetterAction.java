package dev.fes.controller.letters;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done with letters that are kept. */
public enum LetterAction {
  /** The event goes back to the stage that could not take it. */
  REPLAY(LetterState.REPLAYED),
  /** It is marked as done with, and goes when its time is over. */
  DISCARD(LetterState.DISCARDED);

  private final LetterState mark;

  LetterAction(LetterState mark) {
    this.mark = mark;
  }

  LetterState mark() {
    return mark;
  }

  @JsonValue
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static LetterAction read(String title) {
    return of(title).orElseThrow(() -> new IllegalArgumentException("no action " + title));
  }

  public static Optional<LetterAction> of(String title) {
    return Arrays.stream(values()).filter(action -> action.title().equals(title)).findFirst();
  }
}
