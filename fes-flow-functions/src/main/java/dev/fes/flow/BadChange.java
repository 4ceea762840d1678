package dev.fes.flow;

import dev.fes.api.event.Facts;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Says what is wrong with a change, and where it stands, but never what is in it. */
public record BadChange(Facts facts) {

  public StageFailure column(String reason, String column, String fault) {
    return new StageFailure(
        Failure.badEvent(
            reason,
            "column %s of %s at %s %s".formatted(column, facts.table(), facts.position(), fault)));
  }

  public StageFailure whole(String reason, String fault) {
    return new StageFailure(
        Failure.badEvent(
            reason, "the change of %s at %s %s".formatted(facts.table(), facts.position(), fault)));
  }

  /** Where JSON breaks; the parser's own words would quote it. */
  public static String brokenAt(JacksonException broken) {
    @Nullable TokenStreamLocation place = broken.getLocation();
    return place == null ? "is broken JSON" : "is broken JSON at byte " + place.getByteOffset();
  }
}
