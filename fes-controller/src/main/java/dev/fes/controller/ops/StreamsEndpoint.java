package dev.fes.controller.ops;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import dev.fes.controller.reconcile.Condition;
import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.StreamStatus;
import dev.fes.controller.resource.Manifests;
import java.security.Principal;
import java.util.List;
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

  StreamsEndpoint(Reconciler reconciler, Leadership leadership, StreamActions actions) {
    this.reconciler = reconciler;
    this.leadership = leadership;
    this.actions = actions;
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

  /** One resource and its event streams. */
  public record Resource(
      String namespace,
      String name,
      String applicationId,
      List<Condition> conditions,
      List<Finding> findings,
      List<StreamStatus> streams) {

    static Resource of(ResourceStatus status) {
      return new Resource(
          status.key().namespace(),
          status.key().name(),
          status.applicationId(),
          status.conditions(),
          status.findings(),
          status.streams());
    }
  }

  @ReadOperation
  public Streams streams() {
    return new Streams(
        reconciler.statuses().stream().map(Resource::of).toList(),
        reconciler.faults(),
        new Controller(
            leadership.isHeld() ? "leader" : "standby", leadership.leader().orElse(null)));
  }

  @ReadOperation
  public @Nullable Resource resource(@Selector String namespace, @Selector String name) {
    return reconciler.status(new ResourceKey(namespace, name)).map(Resource::of).orElse(null);
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
