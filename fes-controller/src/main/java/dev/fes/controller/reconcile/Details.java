package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageStatus;
import dev.fes.controller.deploy.Topics.Depth;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Wiring.Input;
import dev.fes.controller.reconcile.Observation.Heard;
import dev.fes.controller.reconcile.StreamDetail.Letters;
import dev.fes.controller.reconcile.StreamDetail.Silent;
import dev.fes.controller.reconcile.StreamDetail.StageDetail;
import dev.fes.controller.reconcile.StreamDetail.StageError;
import dev.fes.controller.reconcile.StreamDetail.TopicDetail;
import dev.fes.controller.reconcile.StreamDetail.Traffic;
import dev.fes.controller.reconcile.StreamDetail.Vitals;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** From what was seen of a resource to the details of one of its event streams. */
final class Details {

  private static final int FEW = 10;
  private static final TypeReference<Map<String, Object>> SETTINGS = new TypeReference<>() {};

  private final Observation observation;
  private final List<Part> parts;

  /** One stage and what it said of this stream. */
  private record Part(
      Stage stage, boolean silent, @Nullable Heard heard, StageReport.@Nullable Entry entry) {

    StageReport.@Nullable Recent recent() {
      return entry == null ? null : entry.recent();
    }
  }

  Details(Observation observation, String stream) {
    this.observation = observation;
    this.parts =
        observation.stages().stream()
            .filter(stage -> stage.stage().streams().contains(stream))
            .map(stage -> part(stage, stream))
            .toList();
  }

  private Part part(StageStatus status, String stream) {
    Heard heard = observation.heard().get(status.stage().name());
    StageReport.Entry entry =
        heard == null
            ? null
            : heard.report().streams().stream()
                .filter(e -> e.stream().equals(stream))
                .findFirst()
                .orElse(null);
    return new Part(status.stage(), isSilent(status), heard, entry);
  }

  private static boolean isSilent(StageStatus status) {
    return switch (status.state()) {
      case PAUSED, STARTING, DRAINING -> false;
      case RUNNING, RETRYING, BLOCKED, FAILED -> status.report().streams().isEmpty();
    };
  }

  Vitals vitals() {
    StageReport.Recent sink = recent(Role.SINK).findFirst().orElse(null);
    return new Vitals(
        sink == null ? null : sink.perSecond(),
        sink == null ? null : sink.latency(),
        recent(null).mapToLong(StageReport.Recent::retries).sum(),
        letters(),
        parts.stream().filter(Part::silent).map(Details::silent).toList());
  }

  private static Silent silent(Part part) {
    return new Silent(part.stage().role().title(), heard(part));
  }

  private static @Nullable Instant heard(Part part) {
    Heard heard = part.heard();
    return heard == null ? null : heard.at();
  }

  private Letters letters() {
    Optional<Depth> depth = of(Role.DEAD_LETTER).flatMap(part -> depth(part).stream()).findFirst();
    return new Letters(
        depth.map(Depth::unread).orElse(null), depth.map(Depth::records).orElse(null));
  }

  StreamDetail of(History history, String stream) {
    return new StreamDetail(
        vitals(),
        parts.stream().map(Details::stage).toList(),
        topics(),
        errors(),
        history.of(stream).stream().limit(FEW).toList());
  }

  private static StageDetail stage(Part part) {
    return new StageDetail(
        part.stage().name(),
        part.stage().role().title(),
        heard(part),
        traffic(part),
        JsonMapper.shared().readValue(part.stage().config().json(), SETTINGS));
  }

  private static @Nullable Traffic traffic(Part part) {
    StageReport.Entry entry = part.entry();
    StageReport.Recent recent = part.recent();
    return entry == null || recent == null
        ? null
        : new Traffic(
            recent.perSecond(),
            recent.latency(),
            recent.work(),
            entry.published(),
            recent.retries());
  }

  private List<TopicDetail> topics() {
    return parts.stream()
        .sorted(Comparator.comparing((Part part) -> part.stage().role()).reversed())
        .flatMap(part -> Stream.ofNullable(topic(part)))
        .toList();
  }

  private @Nullable TopicDetail topic(Part part) {
    Input input = part.stage().wiring().input();
    if (input == null) {
      return null;
    }
    Optional<Depth> depth = depth(part);
    return new TopicDetail(
        input.topic(),
        part.stage().role().title(),
        depth.map(Depth::records).orElse(null),
        depth.map(Depth::unread).orElse(null));
  }

  private List<StageError> errors() {
    return parts.stream()
        .flatMap(part -> seen(part).map(seen -> new StageError(part.stage().role().title(), seen)))
        .sorted(Comparator.comparing((StageError error) -> error.seen().last()).reversed())
        .limit(FEW)
        .toList();
  }

  private static Stream<StageReport.Seen> seen(Part part) {
    StageReport.Recent recent = part.recent();
    return recent == null ? Stream.empty() : recent.errors().stream();
  }

  private Optional<Depth> depth(Part part) {
    return Optional.ofNullable(part.stage().wiring().input()).map(observation.depths()::get);
  }

  private Stream<StageReport.Recent> recent(@Nullable Role role) {
    return of(role).map(Part::recent).filter(Objects::nonNull);
  }

  private Stream<Part> of(@Nullable Role role) {
    return parts.stream().filter(part -> role == null || part.stage().role() == role);
  }
}
