package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.deploy.Topics.Depth;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Wiring.Input;
import dev.fes.controller.reconcile.StreamStatus.Counts;
import dev.fes.controller.reconcile.StreamStatus.Figures;
import dev.fes.controller.reconcile.StreamStatus.Lag;
import dev.fes.controller.reconcile.StreamStatus.Problem;
import dev.fes.controller.reconcile.StreamStatus.StageOfStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From what the stages say to what their event streams are. */
final class Statuses {

  private final List<StageStatus> stages;
  private final Map<Input, Depth> depths;

  Statuses(List<StageStatus> stages, Map<Input, Depth> depths) {
    this.stages = stages;
    this.depths = depths;
  }

  /**
   * @param atLeast what the stream is even while all its stages run: paused, draining, or just
   *     running
   */
  StreamStatus of(PlannedStream stream, StreamState atLeast) {
    List<Part> parts =
        stages.stream()
            .filter(stage -> stage.stage().streams().contains(stream.name()))
            .map(stage -> Part.of(stage, stream.name()))
            .toList();
    List<Part> carriers = parts.stream().filter(Part::carries).toList();
    StreamState state =
        carriers.stream()
            .map(part -> part.view().state())
            .reduce(
                carriers.isEmpty() ? StreamState.STARTING : atLeast,
                (a, b) -> a.compareTo(b) >= 0 ? a : b);
    return new StreamStatus(
        stream.name(),
        stream.definition(),
        state,
        problem(parts),
        new Figures(counts(parts), lag(parts)),
        parts.stream().map(Part::view).toList());
  }

  /**
   * The worst stage that says why; a dead-letter sink only when the stream itself is well, and then
   * before what a stage that runs has to say.
   */
  private static @Nullable Problem problem(List<Part> parts) {
    return parts.stream()
        .filter(part -> part.view().error() != null)
        .max(
            Comparator.comparing((Part part) -> part.carries() && !part.isWell())
                .thenComparing(part -> part.view().state())
                .thenComparing(Part::carries))
        .map(
            part ->
                new Problem(
                    part.role().title(),
                    part.entry().map(StageReport.Entry::reason).orElse(null),
                    Objects.requireNonNull(part.view().error())))
        .orElse(null);
  }

  private static Counts counts(List<Part> parts) {
    return new Counts(
        sum(parts, Role.SINK, StageReport.Entry::published),
        sum(parts, null, StageReport.Entry::filtered),
        sum(parts, null, StageReport.Entry::ignored),
        sum(parts, null, StageReport.Entry::deadLettered),
        sum(parts, Role.DEAD_LETTER, StageReport.Entry::deadLetterRefused));
  }

  private Lag lag(List<Part> parts) {
    Double seconds =
        entries(parts)
            .map(StageReport.Entry::lagSeconds)
            .filter(Objects::nonNull)
            .max(Double::compare)
            .orElse(null);
    Long bytes =
        entries(parts)
            .map(StageReport.Entry::lagBytes)
            .filter(Objects::nonNull)
            .max(Long::compare)
            .orElse(null);
    Long records =
        parts.stream()
            .filter(Part::carries)
            .flatMap(part -> Stream.ofNullable(part.stage().wiring().input()))
            .flatMap(input -> Stream.ofNullable(depths.get(input)))
            .map(Depth::unread)
            .reduce(Long::sum)
            .orElse(null);
    return new Lag(seconds, bytes, records);
  }

  private static long sum(
      List<Part> parts, @Nullable Role role, ToLongFunction<StageReport.Entry> count) {
    return entries(parts.stream().filter(part -> role == null || part.role() == role).toList())
        .mapToLong(count)
        .sum();
  }

  private static Stream<StageReport.Entry> entries(List<Part> parts) {
    return parts.stream().flatMap(part -> part.entry().stream());
  }

  /** One stage, as one of its event streams sees it. */
  private record Part(Stage stage, StageOfStream view, Optional<StageReport.Entry> entry) {

    static Part of(StageStatus status, String stream) {
      Optional<StageReport.Entry> entry =
          status.report().streams().stream().filter(e -> e.stream().equals(stream)).findFirst();
      StageOfStream view =
          new StageOfStream(
              status.stage().name(),
              status.stage().role().title(),
              status.stage().app().module(),
              entry.map(StageReport.Entry::state).orElse(status.state()),
              entry.map(StageReport.Entry::error).orElse(status.error()),
              status.instance().pid(),
              status.instance().port(),
              status.instance().path(),
              status.instance().pod(),
              status.instance().restarts(),
              entry.map(StageReport.Entry::blocking).orElse(List.of()),
              entry.map(StageReport.Entry::backfill).orElse(null));
      return new Part(status.stage(), view, entry);
    }

    Role role() {
      return stage.role();
    }

    boolean carries() {
      return role() != Role.DEAD_LETTER;
    }

    boolean isWell() {
      return view.state() == StreamState.RUNNING;
    }
  }
}
