package dev.fes.controller.plan;

import dev.fes.api.ResourceKey;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a resource needs to run.
 *
 * @param readers what its sources read; a reader belongs to one resource of the installation
 * @param streams its event streams by name
 * @param stages readers before writers: the order they are started in, and stopped in reverse
 */
public record Plan(
    ResourceKey key,
    String applicationId,
    Set<Reader> readers,
    List<PlannedStream> streams,
    List<Topic> topics,
    List<Stage> stages) {

  public Plan {
    readers = Set.copyOf(readers);
    streams = List.copyOf(streams);
    topics = List.copyOf(topics);
    stages = List.copyOf(stages);
  }

  /** The same plan with those of its stages that match. */
  public Plan withStages(Predicate<Stage> wanted) {
    return withStages(stages.stream().filter(wanted).toList());
  }

  public Plan withStages(List<Stage> newStages) {
    return new Plan(key, applicationId, readers, streams, topics, newStages);
  }

  public boolean has(String stream) {
    return streams.stream().anyMatch(s -> s.name().equals(stream));
  }
}
