package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.api.event.EventId;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.reconcile.Reports;
import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.StateChanges;
import dev.fes.controller.reconcile.StateChanges.Change;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes Event for each change of a state; one that comes again counts up the Event there is.
 * Events are for people who look now: one that cannot be written is left out.
 */
final class EventWriter implements Reports, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
  private static final String COMPONENT = "fes-controller";
  private static final int MESSAGE = 1024;
  private static final int NAME = 200;
  private static final int AT_ONCE = 10;
  private static final Duration ONE_EACH = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final ClusterResources resources;
  private final Clock clock;
  private final Map<ResourceKey, Bucket> buckets = new ConcurrentHashMap<>();
  private final ExecutorService writer =
      Executors.newFixedThreadPool(2, Thread.ofVirtual().name("event-", 0).factory());

  EventWriter(KubernetesClient client, ClusterResources resources, Clock clock) {
    this.client = client;
    this.resources = resources;
    this.clock = clock;
  }

  @Override
  public void report(@Nullable ResourceStatus before, ResourceStatus now) {
    resources
        .get(now.key())
        .ifPresent(
            resource ->
                StateChanges.between(before, now).stream()
                    .filter(change -> change.warning() || isNews(change, resource))
                    .filter(_ -> mayWrite(now.key()))
                    .map(change -> event(now.key(), resource, change))
                    .forEach(event -> writer.execute(() -> write(event))));
  }

  @Override
  public void gone(ResourceKey key) {
    buckets.remove(key);
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }

  /** That it starts is told by its stages, and that it runs after a restart of ours is not new. */
  private static boolean isNews(Change change, ClusterResource resource) {
    ClusterResource.Since ready = resource.conditions().get("Ready");
    boolean known = ready != null && ready.status();
    return !change.reason().equals(StreamState.STARTING.title())
        && !(known && change.reason().equals(StreamState.RUNNING.title()));
  }

  private boolean mayWrite(ResourceKey key) {
    Bucket bucket =
        buckets.computeIfAbsent(key, _ -> new Bucket(AT_ONCE, ONE_EACH, clock.instant()));
    synchronized (bucket) {
      return bucket.take(clock.instant());
    }
  }

  Event event(ResourceKey key, ClusterResource resource, Change change) {
    String stream = Objects.requireNonNullElse(change.stream(), "");
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(key.namespace())
        .withName(
            StatusJson.cut(key.name(), NAME).replace("…", "x")
                + "."
                + EventId.of(resource.uid(), stream, change.reason(), cause(change)))
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(ResourceApi.API_VERSION)
        .withKind(ResourceApi.KIND)
        .withNamespace(key.namespace())
        .withName(key.name())
        .withUid(resource.uid())
        .endInvolvedObject()
        .withType(change.warning() ? "Warning" : "Normal")
        .withReason(change.reason())
        .withMessage(StatusJson.cut(message(stream, change), MESSAGE))
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .build();
  }

  /** Words that differ in numbers only are the same trouble. */
  private static String cause(Change change) {
    return change.words().replaceAll("\\d+", "#");
  }

  private static String message(String stream, Change change) {
    if (stream.isEmpty()) {
      return change.words();
    }
    return change.words().isEmpty() ? stream : stream + ": " + change.words();
  }

  private void write(Event event) {
    var events = client.v1().events().inNamespace(event.getMetadata().getNamespace());
    try {
      events.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        countUp(event, events.withName(event.getMetadata().getName()));
      } else {
        refused(e);
      }
    }
  }

  private static void countUp(Event event, Resource<Event> known) {
    try {
      known.edit(old -> again(old, event));
    } catch (KubernetesClientException e) {
      refused(e);
    }
  }

  /** Not worth a word where nothing can be made: the namespace is going. */
  private static void refused(KubernetesClientException e) {
    if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN
        && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
      LOG.warn("an Event cannot be written: {}", e.getMessage());
    }
  }

  private static Event again(Event known, Event event) {
    int count = Objects.requireNonNullElse(known.getCount(), 1) + 1;
    return new EventBuilder(known)
        .withCount(count)
        .withLastTimestamp(event.getLastTimestamp())
        .withMessage(event.getMessage())
        .build();
  }
}
