package dev.fes.api;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One resource: the event streams of one application, as its team wrote them. */
public record FabricEventStream(
    ResourceKey key,
    Map<String, String> annotations,
    String applicationId,
    List<EventStream> eventStreams) {

  private static final Pattern LABEL = Pattern.compile("(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern APPLICATION_ID =
      Pattern.compile("(?=.{1,63}$)[A-Za-z0-9]([\\w.-]*[A-Za-z0-9])?");

  public FabricEventStream {
    annotations =
        annotations == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(annotations));
    Checks checks =
        new Checks()
            .required("metadata.name", key, "name the resource")
            .matches(
                "metadata.name",
                key == null ? null : key.name(),
                NAME,
                "is not a Kubernetes name: use lower-case letters, digits, dashes and dots")
            .matches(
                "metadata.namespace",
                key == null ? null : key.namespace(),
                LABEL,
                "is not a Kubernetes namespace: use lower-case letters, digits and dashes")
            .required(
                "spec.applicationId", applicationId, "say which application the events are of")
            .matches(
                "spec.applicationId",
                applicationId,
                APPLICATION_ID,
                "is not an id: use at most 63 letters, digits, dashes, underscores, dots")
            .required("spec.eventStreams", eventStreams, "describe at least one event stream");
    checkStreams(checks, eventStreams == null ? List.of() : eventStreams);
    checks.that(
        eventStreams == null || !eventStreams.isEmpty(),
        "spec.eventStreams",
        "is empty: describe at least one event stream, or delete the resource");
    checks.orThrow();
    eventStreams = List.copyOf(eventStreams);
  }

  /** The same with other annotations. */
  public FabricEventStream withAnnotations(Map<String, String> others) {
    return new FabricEventStream(key, others, applicationId, eventStreams);
  }

  private static void checkStreams(Checks checks, List<? extends @Nullable EventStream> streams) {
    Map<Object, Integer> firsts = new HashMap<>();
    for (int i = 0; i < streams.size(); i++) {
      String path = "spec.eventStreams[" + i + "]";
      EventStream stream = streams.get(i);
      if (stream == null) {
        checks.that(false, path, "is empty: describe the event stream, or take it out");
      } else if (stream.uniqueStreamId() != null) {
        Integer first = firsts.putIfAbsent(stream.uniqueStreamId(), i);
        checks.that(first == null, path + ".uniqueStreamId", taken(first));
      } else {
        Integer first = firsts.putIfAbsent(stream.identity(), i);
        checks.that(first == null, path + ".uniqueStreamId", twin(first));
      }
    }
  }

  private static String taken(@Nullable Integer first) {
    return "is that of eventStreams[" + first + "] too: give each its own";
  }

  private static String twin(@Nullable Integer first) {
    return "is required, for eventStreams["
        + first
        + "] has the same source and target: give at least one of the two an id that will stay";
  }
}
