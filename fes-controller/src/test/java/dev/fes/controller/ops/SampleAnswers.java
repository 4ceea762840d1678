package dev.fes.controller.ops;

import dev.fes.controller.deploy.StageReport.Quantiles;
import dev.fes.controller.deploy.StageReport.Seen;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.letters.Job;
import dev.fes.controller.letters.Waiting;
import dev.fes.controller.ops.StreamsEndpoint.Controller;
import dev.fes.controller.ops.StreamsEndpoint.Resource;
import dev.fes.controller.ops.StreamsEndpoint.Streams;
import dev.fes.controller.preview.Previewed;
import dev.fes.controller.reconcile.Condition;
import dev.fes.controller.reconcile.History;
import dev.fes.controller.reconcile.StreamDetail;
import dev.fes.controller.reconcile.StreamDetail.Letters;
import dev.fes.controller.reconcile.StreamDetail.Silent;
import dev.fes.controller.reconcile.StreamDetail.StageDetail;
import dev.fes.controller.reconcile.StreamDetail.StageError;
import dev.fes.controller.reconcile.StreamDetail.TopicDetail;
import dev.fes.controller.reconcile.StreamDetail.Traffic;
import dev.fes.controller.reconcile.StreamDetail.Vitals;
import dev.fes.controller.reconcile.StreamStatus;
import dev.fes.controller.reconcile.StreamStatus.Counts;
import dev.fes.controller.reconcile.StreamStatus.Figures;
import dev.fes.controller.reconcile.StreamStatus.Lag;
import dev.fes.controller.reconcile.StreamStatus.Problem;
import dev.fes.controller.reconcile.StreamStatus.StageOfStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Answers of a controller, made of its own records, whose figures move with each. */
final class SampleAnswers {

  static final String BLOCKING = "6e352854-faec-84cc-8bec-8822de68bde4";

  /** What a target may answer: nothing of it is markup to anybody. */
  static final String HOSTILE = "<img src=x onerror=alert(1)> and \"quotes\" ' & more";

  private static final Instant THEN = Instant.parse("2026-11-27T09:00:00Z");
  private static final List<String> ROLES = List.of("source", "flow", "sink", "dead-letter");

  private final long tick;
  private final Instant seen;
  private Waiting waiting = Waiting.NOTHING;

  SampleAnswers(long tick) {
    this(tick, Instant.now());
  }

  /**
   * @param seen when the controller looked at its resources last
   */
  SampleAnswers(long tick, Instant seen) {
    this.tick = tick;
    this.seen = seen;
  }

  /** The last job with dead letters, of every event stream. */
  SampleAnswers with(Job.View job) {
    waiting = new Waiting(2, job);
    return this;
  }

  static Streams empty() {
    return new Streams(List.of(), List.of(), new Controller("leader", null));
  }

  static Streams standby() {
    return new Streams(List.of(), List.of(), new Controller("standby", "fes-controller-5d7c-x2x"));
  }

  Streams five() {
    return new Streams(
        List.of(
            resource("my-application", running("orders"), blocked("payments")),
            resource("shipping", letters("shipments")),
            resource("catalog", unreachable("articles"), paused("prices"))),
        List.of(),
        new Controller("leader", null));
  }

  /** One event stream whose slot is lost. */
  Streams gap() {
    return failed(
        "slot-lost",
        "slot lost: slot fes is gone; what was committed since 0/1B95DD0 is no longer to be had: the"
            + " annotation fes.zalando.org/accept-gap: \"0/1B95DD0\" on the resource");
  }

  /** One event stream whose source does not go on, for this reason. */
  Streams failed(String reason, String words) {
    Problem problem = new Problem("source", reason, words);
    return new Streams(
        List.of(
            resource(
                "billing",
                view("bills", StreamState.FAILED, problem, new Letters(null, null), List.of()))),
        List.of(),
        new Controller("leader", null));
  }

  /** A record that becomes an event, one that is filtered, and one that is bad. */
  static Previewed preview() {
    return new Previewed(
        "my-events-outbox-f812e4e2",
        "postgres | generic-nakadi-event | nakadi",
        List.of(
            new Previewed.Item(
                0,
                "events",
                List.of(new Previewed.Sending(BLOCKING, "42", "{\"html\": \"<b>bold</b>\"}")),
                null),
            new Previewed.Item(1, "filtered", List.of(), "filter: does not match"),
            new Previewed.Item(2, "bad", List.of(), HOSTILE)));
  }

  /** One resource with all that is known of its event streams. */
  Resource whole(String name) {
    return five().resources().stream()
        .filter(resource -> resource.name().equals(name))
        .findFirst()
        .map(
            brief ->
                new Resource(
                    brief.namespace(),
                    brief.name(),
                    brief.applicationId(),
                    brief.seen(),
                    brief.conditions(),
                    brief.findings(),
                    brief.streams().stream().map(this::detailed).toList()))
        .orElseThrow();
  }

  private Resource resource(String name, StreamView... streams) {
    return new Resource(
        "default",
        name,
        name,
        seen,
        List.of(
            new Condition(Condition.Type.VALID, true, "Valid", "", THEN),
            new Condition(Condition.Type.DEPLOYED, true, "Deployed", "", THEN)),
        List.of(),
        List.of(streams));
  }

  private StreamView running(String name) {
    return view(name, StreamState.RUNNING, null, new Letters(null, null), List.of());
  }

  private StreamView blocked(String name) {
    Problem problem =
        new Problem(
            "sink",
            "refused",
            HOSTILE
                + ": #/metadata: required key [occurred_at] not found (event "
                + BLOCKING
                + " at 0/1B95DD0)");
    return view(name, StreamState.BLOCKED, problem, new Letters(0L, 2L), List.of());
  }

  private StreamView letters(String name) {
    Problem problem = new Problem("dead-letter", "connection", "connection refused: sqs.example");
    return view(name, StreamState.RUNNING, problem, new Letters(3L, 14L), List.of());
  }

  private StreamView unreachable(String name) {
    Problem problem = new Problem("flow", null, "does not answer; its last words: started");
    return view(
        name,
        StreamState.RETRYING,
        problem,
        new Letters(null, null),
        List.of(new Silent("flow", THEN)));
  }

  /** Its dead-letter sink is in trouble beside that, which is not what rests. */
  private StreamView paused(String name) {
    Problem problem = new Problem("dead-letter", "connection", "connection refused: sqs.example");
    return view(name, StreamState.PAUSED, problem, new Letters(null, null), List.of());
  }

  private StreamView view(
      String name, StreamState state, Problem problem, Letters letters, List<Silent> silent) {
    boolean moves = state == StreamState.RUNNING;
    StreamStatus status =
        new StreamStatus(
            name + "-1a2b3c4d",
            "postgres | generic-nakadi-event | nakadi",
            state,
            problem,
            new Figures(
                new Counts(12_345 + tick, 3, 0, letters.kept() == null ? 0 : letters.kept(), 0),
                new Lag(0.2 + tick * 7.3, 1024 * (1 + tick), moves ? tick : 41_233 + tick)),
            ROLES.stream().map(role -> stage(name, role, state, problem)).toList());
    Vitals vitals =
        new Vitals(
            moves ? 12.4 * (1 + tick) : 0.0,
            new Quantiles(0.041 * (1 + tick), 0.22 * (1 + tick)),
            problem == null ? 0 : 17 + tick,
            letters,
            silent);
    return new StreamView(status, waiting, vitals, null);
  }

  private static StageOfStream stage(String name, String role, StreamState state, Problem problem) {
    boolean fails = problem != null && problem.stage().equals(role);
    return new StageOfStream(
        "my-application-" + name + "-" + role,
        role,
        role.equals("source") ? "fes-source-postgres" : "fes-sink-nakadi",
        fails || state == StreamState.PAUSED ? state : StreamState.RUNNING,
        fails ? problem.error() : null,
        4711L,
        40_123,
        "",
        null,
        0,
        fails ? List.of(BLOCKING) : List.of(),
        backfill(name, role));
  }

  private static String backfill(String name, String role) {
    return name.equals("shipments") && role.equals("source")
        ? "running, 412000 of about 1000000 rows: " + HOSTILE
        : null;
  }

  private StreamView detailed(StreamView brief) {
    String name = brief.status().name();
    return new StreamView(
        brief.status(),
        brief.letters(),
        brief.vitals(),
        new StreamDetail(
            brief.vitals(),
            brief.status().stages().stream().map(stage -> detail(name, stage)).toList(),
            List.of(
                topic(name, "changes", "flow", 0),
                topic(name, "events", "sink", brief.status().figures().lag().records()),
                topic(name, "dead-letters", "dead-letter", 0)),
            errors(brief),
            List.of(
                new History.Entry(THEN, name, brief.status().state().title(), ""),
                new History.Entry(THEN, name, "Running", ""))));
  }

  private static List<StageError> errors(StreamView brief) {
    Problem problem = brief.status().problem();
    return problem == null
        ? List.of()
        : List.of(
            new StageError(problem.stage(), new Seen(THEN, THEN, 17, "refused", problem.error())));
  }

  private StageDetail detail(String stream, StageOfStream stage) {
    return new StageDetail(
        stage.name(),
        stage.role(),
        THEN,
        new Traffic(
            12.4 * (1 + tick),
            new Quantiles(0.012, 0.05 * (1 + tick)),
            new Quantiles(0.002, 0.02),
            2134 + tick,
            0),
        settings(stream, stage.role()));
  }

  private static Map<String, Object> settings(String stream, String role) {
    return switch (role) {
      case "source" ->
          Map.of(
              "fes.source.jdbc-url",
              "jdbc:postgresql://db.example:5432/orders?user=fes",
              "fes.source.slot-name",
              "fes",
              "fes.source.routes",
              List.of(Map.of("stream", stream, "schema", "public", "table", "outbox")));
      case "sink" -> Map.of("fes.sink.event-type", "my-important-business-events");
      case "dead-letter" -> Map.of("fes.sink.queue-name", "my-dead-letter-queue");
      default -> Map.of("fes.stage.recovery", "None");
    };
  }

  private static TopicDetail topic(String stream, String topic, String reader, long unread) {
    return new TopicDetail(
        "fes.default.my-application." + stream + "." + topic, reader, unread + 120, unread);
  }
}
