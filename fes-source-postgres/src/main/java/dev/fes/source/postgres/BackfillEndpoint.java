package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@code /actuator/backfill}: how far each event stream's backfill is; a POST of {@code {"stream",
 * "action": "start" | "cancel"}} begins or ends one.
 */
@Endpoint(id = "backfill")
final class BackfillEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(BackfillEndpoint.class);

  private static final int CONFLICT = 409;

  private final Backfills backfills;
  private final BackfillSource source;

  BackfillEndpoint(Backfills backfills, BackfillSource source) {
    this.backfills = backfills;
    this.source = source;
  }

  /** All that are known. */
  record Answer(List<Backfill> backfills) {}

  /** Why nothing was done. */
  record Refusal(String reason, String error) {}

  /**
   * One event stream's backfill.
   *
   * @param read rows of the table so far, those included that the stream's filter does not keep
   * @param published rows that Kafka has; the others were filtered, or a newer change went ahead
   * @param estimate how many rows there may be in all; null if the server has never counted
   * @param error what it waits for, or why it does not go on
   */
  record Backfill(
      String id,
      String stream,
      String state,
      long read,
      long published,
      @Nullable Long estimate,
      String started,
      @Nullable String finished,
      @Nullable String error) {}

  @ReadOperation
  Answer read() {
    return new Answer(backfills.all().stream().map(BackfillEndpoint::tell).toList());
  }

  @WriteOperation
  WebEndpointResponse<Object> write(String stream, String action) throws InterruptedException {
    Optional<Route> route = backfills.route(stream);
    if (route.isEmpty()) {
      return refuse(
          WebEndpointResponse.STATUS_NOT_FOUND,
          "unknown-stream",
          "there is no event stream " + stream + " here");
    }
    try {
      backfills.load();
    } catch (StageFailure e) {
      return refuse(
          WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
          e.failure().reason(),
          e.failure().message());
    }
    return switch (action) {
      case "start" -> start(route.get());
      case "cancel" -> answer(stream, backfills.cancel(stream));
      default ->
          refuse(
              WebEndpointResponse.STATUS_BAD_REQUEST,
              "unknown-action",
              "action is start or cancel, not " + action);
    };
  }

  private WebEndpointResponse<Object> start(Route route) throws InterruptedException {
    Failure refusal = refusal(route);
    return refusal == null
        ? answer(route.settings().stream(), backfills.request(route.settings().stream()))
        : refuse(CONFLICT, refusal.reason(), refusal.message());
  }

  /** What cannot be asked now is found out later, and said then. */
  private @Nullable Failure refusal(Route route) {
    try {
      return source.refusal(route);
    } catch (SQLException | StageFailure e) {
      LOG.debug("the database cannot be asked now", e);
      return null;
    }
  }

  private WebEndpointResponse<Object> answer(String stream, boolean remembered) {
    if (!remembered) {
      return refuse(
          WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
          "kafka-unreachable",
          "Kafka has not taken the request yet; it holds as soon as it has");
    }
    return new WebEndpointResponse<>(
        backfills.of(stream).<Object>map(BackfillEndpoint::tell).orElseGet(this::read));
  }

  private static WebEndpointResponse<Object> refuse(int status, String reason, String words) {
    return new WebEndpointResponse<>(new Refusal(reason, words), status);
  }

  private static Backfill tell(Backfills.Report report) {
    BackfillRecord record = report.record();
    String state = report.activity().name();
    return new Backfill(
        record.id(),
        record.stream(),
        state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT),
        record.progress().read(),
        record.progress().published(),
        record.progress().estimate(),
        record.requested(),
        record.finished(),
        report.words());
  }
}
