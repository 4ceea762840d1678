package dev.fes.controller.plan;

import dev.fes.api.ResourceKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a resource needs to run.
 *
 * @param readers what its sources read; a reader belongs to one resource of the installation
 * @param streams its event streams by name
 * @param stages readers before writers: the order they are started in, and stopped in reverse
 * @param composition where the stages run
 * @param leaving sources of before whose readers are yet to be released
 */
public record Plan(
    ResourceKey key,
    String applicationId,
    Set<Reader> readers,
    List<PlannedStream> streams,
    List<Topic> topics,
    List<Stage> stages,
    Composition composition,
    List<Leaving> leaving) {

  public Plan(
      ResourceKey key,
      String applicationId,
      Set<Reader> readers,
      List<PlannedStream> streams,
      List<Topic> topics,
      List<Stage> stages) {
    this(key, applicationId, readers, streams, topics, stages, Composition.STAGED, List.of());
  }

  /** A plan that an earlier version wrote down names no composition, and none that leave. */
  public Plan {
    readers = Set.copyOf(readers);
    streams = List.copyOf(streams);
    topics = List.copyOf(topics);
    stages = List.copyOf(stages);
    composition = Objects.requireNonNullElse(composition, Composition.STAGED);
    leaving = List.copyOf(Objects.requireNonNullElse(leaving, List.of()));
  }

  /** The same plan with those of its stages that match. */
  public Plan withStages(Predicate<Stage> wanted) {
    return withStages(stages.stream().filter(wanted).toList());
  }

  public Plan withStages(List<Stage> newStages) {
    return new Plan(key, applicationId, readers, streams, topics, newStages, composition, leaving);
  }

  public Plan withLeaving(List<Leaving> newLeaving) {
    return new Plan(key, applicationId, readers, streams, topics, stages, composition, newLeaving);
  }

  public Plan withComposition(Composition newComposition) {
    return new Plan(key, applicationId, readers, streams, topics, stages, newComposition, leaving);
  }

  /**
   * What runs as one process each, readers before writers.
   *
   * @param held names of stages that keep their place and do not run for now
   */
  public List<Unit> units(Set<String> held) {
    return switch (composition) {
      case STAGED -> stages.stream().map(stage -> Unit.of(stage, held)).toList();
      case COMPACT ->
          stages.isEmpty()
              ? List.of()
              : List.of(
                  new Unit(
                      Names.compact(key),
                      composition,
                      stages,
                      stages.stream()
                          .map(Stage::name)
                          .filter(held::contains)
                          .collect(Collectors.toSet())));
    };
  }

  /** What no other resource may read: its own readers, and those whose release has begun. */
  public Set<Reader> claims() {
    return Stream.concat(
            readers.stream(), leaving.stream().filter(Leaving::releasing).map(Leaving::reader))
        .collect(Collectors.toSet());
  }

  /** The reader of one of its sources. */
  public Optional<Reader> readerOf(Stage source) {
    String key = source.config().text("fes.source.reader");
    return readers.stream().filter(reader -> reader.key().equals(key)).findFirst();
  }

  public boolean has(String stream) {
    return streams.stream().anyMatch(s -> s.name().equals(stream));
  }
}
