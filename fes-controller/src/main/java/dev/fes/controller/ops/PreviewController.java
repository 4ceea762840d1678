package dev.fes.controller.ops;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.controller.deploy.FlowRun;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.preview.Preview;
import dev.fes.controller.preview.Previewed;
import dev.fes.controller.preview.Samples;
import dev.fes.controller.preview.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /actuator/preview}: what a manifest's filter and flow would make of records that are
 * given, or of the last ones that its source has published. Publishes nothing.
 */
@RestController
@RequestMapping("${management.endpoints.web.base-path:/actuator}/preview")
final class PreviewController {

  private static final int MOST_RECORDS = 200;
  private static final int MOST_BYTES = 8 * 1024 * 1024;
  private static final Set<String> FIELDS =
      Set.of("manifest", "stream", "records", "captured", "invoke");

  private final Guard guard;
  private final StreamPlanner planner;
  private final Captures captures;
  private final Preview preview;
  private final boolean inCluster;

  /** The last records of a topic. */
  interface Captures {
    List<Event> last(String topic, int most);
  }

  PreviewController(
      Guard guard, StreamPlanner planner, Captures captures, Preview preview, boolean inCluster) {
    this.guard = guard;
    this.planner = planner;
    this.captures = captures;
    this.preview = preview;
    this.inCluster = inCluster;
  }

  @PostMapping
  Previewed preview(HttpServletRequest request) {
    JsonBody body = JsonBody.read(request, MOST_BYTES);
    body.allowOnly(FIELDS);
    Target target = fit(() -> target(body));
    boolean calls = callsFunction(target, body);
    return guard.run(
        request.getUserPrincipal(),
        Action.on(
            target.key(),
            "preview",
            calls ? Right.ACT : Right.READ_PAYLOADS,
            target.name(),
            body.has("captured") ? "captured" : "given"),
        () -> fit(() -> preview.of(target, changes(target, body))));
  }

  private Target target(JsonBody body) {
    String manifest =
        body.text("manifest", "write a FabricEventStream here, as YAML or JSON in a text");
    return Target.find(manifest, stream(body.tree().path("stream")), planner);
  }

  private static @Nullable String stream(JsonNode stream) {
    if (stream.isMissingNode() || stream.isNull()) {
      return null;
    }
    if (!stream.isString() && !stream.isIntegralNumber()) {
      throw JsonBody.malformed("stream: is neither a name nor a number: write one of them");
    }
    return stream.asString();
  }

  private List<Event> changes(Target target, JsonBody body) {
    if (body.has("records") == body.has("captured")) {
      throw JsonBody.malformed(
          "records: write either records here, or in captured how many of the last ones");
    }
    if (body.has("captured")) {
      int most = (int) body.number("captured", 1, MOST_RECORDS);
      return DeadLettersController.asking(() -> captures.last(target.changes(), most));
    }
    JsonNode records = body.tree().path("records");
    if (!records.isArray() || records.isEmpty() || records.size() > MOST_RECORDS) {
      throw JsonBody.malformed(
          "records: is no list of 1 to " + MOST_RECORDS + " records: write one");
    }
    return new Samples(target).read(records);
  }

  /**
   * A function in AWS has effects of its own, and in a cluster its rights are not this process's.
   */
  private boolean callsFunction(Target target, JsonBody body) {
    boolean invoke = body.flag("invoke");
    if (!(target.stream().flow() instanceof Flow.AwsLambdaConversion)) {
      return false;
    }
    if (inCluster) {
      throw JsonBody.malformed(
          "manifest: its flow is a function in AWS, which the controller may not call: preview it"
              + " with ./fes preview and your own rights");
    }
    if (!invoke) {
      throw JsonBody.malformed(
          "invoke: the flow would call its function in AWS for real: write \"invoke\": true to"
              + " have that done");
    }
    return true;
  }

  private static <T> T fit(Supplier<T> work) {
    try {
      return work.get();
    } catch (Target.Unfit e) {
      throw JsonBody.malformed(String.valueOf(e.getMessage()));
    } catch (FlowRun.Failed e) {
      throw new Refusal(Reason.STAGE_UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }
}
