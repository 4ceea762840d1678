package dev.fes.controller.reconcile;

import dev.fes.api.Finding;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.plan.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The three conditions of a resource, and since when. */
final class Conditions {

  static final String DEPLOYING = "Deploying";

  private Conditions() {}

  static Condition deploying() {
    return Condition.of(Condition.Type.DEPLOYED, false, DEPLOYING, "about to be deployed");
  }

  /**
   * @param before what ran of it before
   */
  static Condition kept(Desired.Keep keep, Desired.@Nullable Run before) {
    String fate =
        before == null
            ? ""
            : before.barred()
                ? "what ran before is stopped, for the installation may no longer allow it: "
                : "what ran before goes on: ";
    return Condition.of(
        Condition.Type.DEPLOYED, false, keep.reason(), fate + words(keep.findings()));
  }

  static Condition valid(Desired desired) {
    return switch (desired) {
      case Desired.Keep keep when !keep.valid() ->
          Condition.of(Condition.Type.VALID, false, keep.reason(), words(keep.findings()));
      case Desired.Keep _, Desired.Run _, Desired.Gone _ ->
          Condition.of(Condition.Type.VALID, true, "Valid", "");
    };
  }

  static Condition ready(Condition deployed, List<StreamStatus> streams) {
    StreamStatus worst =
        streams.stream().max(Comparator.comparing(StreamStatus::state)).orElse(null);
    if (worst == null) {
      return Condition.of(Condition.Type.READY, false, deployed.reason(), deployed.message());
    }
    if (worst.state() == StreamState.RUNNING) {
      return Condition.of(Condition.Type.READY, true, "Running", "");
    }
    if (!deployed.status() && worst.problem() == null) {
      return Condition.of(Condition.Type.READY, false, deployed.reason(), deployed.message());
    }
    if (worst.state() == StreamState.PAUSED && worst.problem() == null) {
      return Condition.of(Condition.Type.READY, false, worst.state().title(), paused(streams));
    }
    StreamStatus.Problem problem = worst.problem();
    String why = problem == null ? "" : ": " + problem.stage() + ": " + problem.error();
    return Condition.of(Condition.Type.READY, false, worst.state().title(), worst.name() + why);
  }

  /** What a source does not read is kept for it where it reads; the rest waits in Kafka. */
  private static String paused(List<StreamStatus> streams) {
    if (streams.stream().noneMatch(Conditions::hasRestingSource)) {
      return "paused: the sources go on, and what they read waits in Kafka until it is resumed";
    }
    String warning =
        "paused: the database keeps its write-ahead log, or DynamoDB its changes for 24 hours,"
            + " until it is resumed";
    return streams.stream()
        .flatMap(stream -> Stream.ofNullable(stream.figures().lag().bytes()))
        .max(Long::compare)
        .map(bytes -> warning + "; " + bytes + " bytes of log when last seen")
        .orElse(warning);
  }

  private static boolean hasRestingSource(StreamStatus stream) {
    return stream.stages().stream()
        .anyMatch(
            stage ->
                stage.role().equals(Role.SOURCE.title()) && stage.state() == StreamState.PAUSED);
  }

  /** Keeps the time of those whose status is as before. */
  static List<Condition> timed(List<Condition> now, List<Condition> before, Instant time) {
    return now.stream()
        .map(
            condition ->
                before.stream()
                    .filter(
                        old -> old.type() == condition.type() && old.status() == condition.status())
                    .map(old -> condition.at(old.lastTransitionTime()))
                    .findFirst()
                    .orElseGet(() -> condition.at(time)))
        .toList();
  }

  static String words(List<Finding> findings) {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
  }
}
