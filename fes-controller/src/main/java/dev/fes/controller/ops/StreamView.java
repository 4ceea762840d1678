package dev.fes.controller.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.fes.controller.letters.Waiting;
import dev.fes.controller.reconcile.ObservedResource;
import dev.fes.controller.reconcile.StreamDetail;
import dev.fes.controller.reconcile.StreamStatus;
import org.jspecify.annotations.Nullable;

/**
 * One event stream as the endpoint tells it: its status, and beside it what moves.
 *
 * @param letters what is kept of its dead letters
 * @param vitals its figures of the last minutes
 * @param detail the rest, where one resource is asked for
 */
public record StreamView(
    @JsonUnwrapped StreamStatus status,
    Waiting letters,
    StreamDetail.@Nullable Vitals vitals,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StreamDetail detail) {

  static StreamView brief(
      StreamStatus status, @Nullable ObservedResource observed, Waiting letters) {
    return new StreamView(
        status, letters, observed == null ? null : observed.vitals(status.name()), null);
  }

  static StreamView whole(
      StreamStatus status, @Nullable ObservedResource observed, Waiting letters) {
    StreamDetail detail = observed == null ? null : observed.detail(status.name());
    return new StreamView(status, letters, detail == null ? null : detail.vitals(), detail);
  }
}
