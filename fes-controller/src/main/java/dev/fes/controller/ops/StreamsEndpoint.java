package dev.fes.controller.ops;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import dev.fes.controller.reconcile.Condition;
import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.Sight;
import dev.fes.controller.reconcile.StreamStatus;
import dev.fes.controller.resource.Manifests;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * How all streams are, at {@code /actuator/streams}, and those of one resource, at {@code
 * /actuator/streams/{namespace}/{name}}; the shape of the answers is in this module's README.
 */
@Endpoint(id = "streams")
public final class StreamsEndpoint {

  private final Reconciler reconciler;
  private final Leadership leadership;

  StreamsEndpoint(Reconciler reconciler, Leadership leadership) {
    this.reconciler = reconciler;
    this.leadership = leadership;
  }

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

  private Resource resource(
      ResourceStatus status, BiFunction<StreamStatus, @Nullable Sight, StreamView> view) {
    Sight sight = reconciler.sight(status.key()).orElse(null);
    return new Resource(
        status.key().namespace(),
        status.key().name(),
        status.applicationId(),
        sight == null ? null : sight.at(),
        status.conditions(),
        status.findings(),
        status.streams().stream().map(stream -> view.apply(stream, sight)).toList());
  }
}
