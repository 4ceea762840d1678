package dev.fes.controller.ops;

import dev.fes.controller.letters.LetterAction;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants done with letters.
 *
 * @param letters null for all that are kept
 */
record LetterOrder(LetterAction action, @Nullable List<Long> letters) {

  static final int MOST_BYTES = 256 * 1024;
  private static final int MOST_LETTERS = 10_000;

  static LetterOrder read(JsonBody body) {
    body.allowOnly(Set.of("action", "letters", "all"));
    String mend = "write replay or discard";
    String title = body.text("action", mend);
    LetterAction action =
        LetterAction.of(title)
            .orElseThrow(() -> JsonBody.malformed("action: is not known: " + mend));
    boolean all = body.flag("all");
    if (all == body.has("letters")) {
      throw JsonBody.malformed(
          "letters: write either the offsets of letters here, or \"all\": true");
    }
    return new LetterOrder(action, all ? null : body.numbers("letters", MOST_LETTERS));
  }

  /** For the audit log. */
  String described() {
    if (letters == null) {
      return "all";
    }
    return letters.size() == 1
        ? "letter=" + letters.getFirst()
        : "letters=%d of %d to %d"
            .formatted(
                letters.size(),
                letters.stream().mapToLong(Long::longValue).min().orElse(0),
                letters.stream().mapToLong(Long::longValue).max().orElse(0));
  }
}
