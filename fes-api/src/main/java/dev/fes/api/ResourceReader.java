package dev.fes.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code FabricEventStream} resources from YAML (one or many documents) or JSON, alone or as
 * a {@code List}. Bad text is a {@link Reading.Invalid}, never an exception, and does not keep the
 * resources beside it from being read.
 */
public final class ResourceReader {

  /** How long a text may be: what Kubernetes stores at most. */
  public static final int MAX_LENGTH = 1_572_864;

  private static final String API_VERSION = "zalando.org/v1";
  private static final String KIND = "FabricEventStream";
  private static final String PREFIX = "fes.zalando.org/";

  /** The annotations that the controller reads. */
  private static final Set<String> SWITCHES =
      Stream.of(
              "accept-gap",
              "composition",
              "FES_CPU",
              "FES_MEMORY",
              "paused",
              "paused-stages",
              "paused-streams",
              "restarted-at",
              "service-account",
              "skip-cleanup",
              "skip-drain",
              "skipped")
          .map(PREFIX::concat)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> LISTS = Set.of("List", KIND + "List");

  private ResourceReader() {}

  /** A reading for each resource, in the order of the text. */
  public static List<Reading> read(String text) {
    List<Reading> readings = new ArrayList<>();
    for (Manifest manifest : ManifestReader.read(text)) {
      if (isList(manifest.tree())) {
        readings.addAll(list(manifest));
      } else {
        readings.add(resource(manifest));
      }
    }
    return List.copyOf(readings);
  }

  /** The spec of each resource as it stands in a text that was read without faults. */
  public static List<JsonNode> specs(String text) {
    return ManifestReader.read(text).stream()
        .map(Manifest::tree)
        .flatMap(tree -> isList(tree) ? tree.path("items").valueStream() : Stream.of(tree))
        .map(resource -> resource.path("spec"))
        .toList();
  }

  private static boolean isList(JsonNode tree) {
    return LISTS.contains(tree.path("kind").asString(""));
  }

  private static List<Reading> list(Manifest manifest) {
    JsonNode items = manifest.tree().path("items");
    if (!items.isArray()) {
      return List.of(invalid(manifest, "items", "is not a list: write the resources below it"));
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      readings.add(resource(manifest.part("items[" + i + "]", items.get(i))));
    }
    return readings;
  }

  private static Reading resource(Manifest manifest) {
    JsonNode tree = manifest.tree();
    if (!tree.isObject()) {
      return invalid(manifest, "", "is not a resource: write apiVersion, kind, metadata and spec");
    }
    FindingLog log = new FindingLog(manifest.findings());
    RecordBinder binder = new RecordBinder(log);
    binder.warnOfUnknown(tree, Set.of("apiVersion", "kind", "metadata", "spec", "status"), "");
    checkKind(log, tree);
    JsonNode metadata =
        binder.object(tree.get("metadata"), "metadata", "name the resource below it");
    JsonNode spec = binder.object(tree.get("spec"), "spec", "describe the event streams below it");
    binder.warnOfUnknown(spec, Set.of("applicationId", "eventStreams"), "spec");
    ResourceKey key = key(binder, metadata);
    Map<String, String> annotations = annotations(binder, metadata);
    warnOfSwitches(log, annotations);
    FabricEventStream resource =
        binder.construct(
            FabricEventStream.class,
            "",
            key,
            annotations,
            binder.bind(spec.get("applicationId"), String.class, "spec.applicationId"),
            binder.list(spec.get("eventStreams"), EventStream.class, "spec.eventStreams"));
    if (resource == null || log.hasFaults()) {
      return new Reading.Invalid(key, annotations, log.findings());
    }
    warnOfSlots(log, resource);
    return new Reading.Valid(resource, log.findings());
  }

  private static void checkKind(FindingLog log, JsonNode tree) {
    if (!tree.path("apiVersion").asString("").equals(API_VERSION)) {
      log.fault("apiVersion", "is not " + API_VERSION + ": write that");
    }
    if (!tree.path("kind").asString("").equals(KIND)) {
      log.fault("kind", "is not " + KIND + ": write that, or keep this resource elsewhere");
    }
  }

  private static @Nullable ResourceKey key(RecordBinder binder, JsonNode metadata) {
    String name = binder.bind(metadata.get("name"), String.class, "metadata.name");
    String namespace = binder.bind(metadata.get("namespace"), String.class, "metadata.namespace");
    return name == null ? null : new ResourceKey(namespace == null ? "default" : namespace, name);
  }

  private static Map<String, String> annotations(RecordBinder binder, JsonNode metadata) {
    Map<String, String> annotations = new TreeMap<>();
    JsonNode node = metadata.get("annotations");
    if (node != null && !node.isNull()) {
      binder
          .object(node, "metadata.annotations", "")
          .properties()
          .forEach(
              entry -> {
                String path = Finding.member("metadata.annotations", entry.getKey());
                String value = binder.bind(entry.getValue(), String.class, path);
                annotations.put(entry.getKey(), value == null ? "" : value);
              });
    }
    return annotations;
  }

  /** Who misspells one believes a stream to rest that runs. */
  private static void warnOfSwitches(FindingLog log, Map<String, String> annotations) {
    for (String annotation : annotations.keySet()) {
      if (annotation.startsWith(PREFIX) && !SWITCHES.contains(annotation)) {
        String mend = Spelling.didYouMean(annotation, SWITCHES);
        log.warn(
            Finding.member("metadata.annotations", annotation),
            "is unknown and ignored: take it out"
                + (mend.isEmpty() ? Spelling.known(SWITCHES) : mend));
      }
    }
  }

  private static void warnOfSlots(FindingLog log, FabricEventStream resource) {
    for (int i = 0; i < resource.eventStreams().size(); i++) {
      if (resource.eventStreams().get(i).source()
          instanceof Source.PostgresLogicalReplication postgres) {
        String slot = postgres.jdbcConnection().slotName();
        String lower = slot.toLowerCase(Locale.ROOT);
        if (!slot.equals(lower)) {
          log.warn(
              "spec.eventStreams[" + i + "].source.jdbcConnection.slotName",
              "has upper-case letters, which Postgres refuses in a slot's name: write " + lower);
        }
      }
    }
  }

  private static Reading invalid(Manifest manifest, String path, String message) {
    List<Finding> found = manifest.findings();
    return new Reading.Invalid(found.isEmpty() ? List.of(new Finding(path, message)) : found);
  }
}
