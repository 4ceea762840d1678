package dev.fes.controller.ops;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import dev.fes.controller.letters.DeadLetters;
import dev.fes.controller.letters.LetterBox;
import dev.fes.controller.letters.Waiting;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.reconcile.Condition;
import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.ObservedResource;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.StreamStatus;
import dev.fes.controller.resource.Manifests;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * How all streams are, at {@code /actuator/streams}, and those of one resource, at {@code
 * /actuator/streams/{namespace}/{name}}; the shape of the answers is in this module's README.
 */
@Endpoint(id = "streams")
public final class StreamsEndpoint {

  private final Reconciler reconciler;
  private final Leadership leadership;
  private final StreamActions actions;
  private final DeadLetters letters;

  StreamsEndpoint(
      Reconciler reconciler, Leadership leadership, StreamActions actions, DeadLetters letters) {
    this.reconciler = reconciler;
    this.leadership = leadership;
    this.actions = actions;
    this.letters = letters;
  }

  /** What an action came to, in words. */
  public record Done(String done) {}

  /** All resources, and what is wrong with files that belongs to none; a standby has none. */
  public record Streams(
      List<Resource> resources, List<Manifests.Fault> faults, Controller controller) {}

  /**
   * The controller that answers.
   *
   * @param leader the name of the one that leads; null where there is only one
   */
  public record Controller(String role, @Nullable String leader) {}

  /**
   * One resource and its event streams.
   *
   * @param seen when all this was so
   */
  public record Resource(
      String namespace,
      String name,
      String applicationId,
      @Nullable Instant seen,
      List<Condition> conditions,
      List<Finding> findings,
      List<StreamView> streams) {}

  /** How one event stream of a resource is told. */
  private interface Telling {
    StreamView of(StreamStatus status, @Nullable ObservedResource observed, Waiting letters);
  }

  @ReadOperation
  public Streams streams() {
    return new Streams(
        reconciler.statuses().stream().map(status -> resource(status, StreamView::brief)).toList(),
        reconciler.faults(),
        new Controller(
            leadership.isHeld() ? "leader" : "standby", leadership.leader().orElse(null)));
  }

  @ReadOperation
  public @Nullable Resource resource(@Selector String namespace, @Selector String name) {
    return reconciler
        .status(new ResourceKey(namespace, name))
        .map(status -> resource(status, StreamView::whole))
        .orElse(null);
  }

  private Resource resource(ResourceStatus status, Telling telling) {
    ObservedResource observed = reconciler.observed(status.key()).orElse(null);
    Optional<Plan> plan = reconciler.plan(status.key());
    return new Resource(
        status.key().namespace(),
        status.key().name(),
        status.applicationId(),
        observed == null ? null : observed.at(),
        status.conditions(),
        status.findings(),
        status.streams().stream()
            .map(stream -> telling.of(stream, observed, waiting(plan, stream.name())))
            .toList());
  }

  private Waiting waiting(Optional<Plan> plan, String stream) {
    return plan.flatMap(found -> LetterBox.of(found, stream))
        .map(letters::waiting)
        .orElse(Waiting.NOTHING);
  }

  /** Does something with a resource; the README of this module has the actions. */
  @WriteOperation
  public Done act(
      @Selector String namespace,
      @Selector String name,
      @Nullable Principal principal,
      @Nullable String action,
      @Nullable String stream,
      @Nullable String stage,
      @Nullable String event,
      @Nullable String position) {
    ActionRequest request = new ActionRequest(action, stream, stage, event, position);
    return new Done(actions.act(principal, new ResourceKey(namespace, name), request));
  }
}
