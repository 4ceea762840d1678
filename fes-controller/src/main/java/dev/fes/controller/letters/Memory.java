package dev.fes.controller.letters;

import dev.fes.controller.plan.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The notes of all dead-letter topics, read once and written by nobody else. */
final class Memory {

  private final TopicSnapshots snapshots;
  private final NotesTopic durable;
  private final Map<String, Notes> byTopic = new ConcurrentHashMap<>();
  private boolean loaded;

  Memory(TopicSnapshots snapshots, NotesTopic durable) {
    this.snapshots = snapshots;
    this.durable = durable;
  }

  /** Reads what is remembered, and forgets what is about topics that are gone. */
  synchronized void load() {
    if (loaded) {
      return;
    }
    Optional<TopicSnapshot> own = snapshots.look(Topic.LETTERS.name());
    if (own.isPresent()) {
      keep(durable.read(own.get()));
    }
    loaded = true;
  }

  private void keep(Map<String, Map<Uuid, Notes>> found) {
    Map<String, TopicSnapshot> there = snapshots.look(found.keySet());
    List<String> stale = new ArrayList<>();
    found.forEach(
        (topic, byId) ->
            byId.forEach(
                (id, notes) -> {
                  if (there.get(topic) instanceof TopicSnapshot snapshot
                      && snapshot.id().equals(id)) {
                    byTopic.put(topic, notes);
                  } else {
                    stale.addAll(keys(topic, notes));
                  }
                }));
    durable.erase(stale);
  }

  Set<String> topics() {
    return Set.copyOf(byTopic.keySet());
  }

  Notes of(TopicSnapshot snapshot) {
    return byTopic.compute(
        snapshot.topic(),
        (_, known) ->
            known == null || !known.id().equals(snapshot.id()) ? Notes.none(snapshot.id()) : known);
  }

  /** Forgets what is about letters, or whole topics, that are not there any more. */
  void tidy(Collection<String> looked, Map<String, TopicSnapshot> there) {
    List<String> stale = new ArrayList<>();
    Map<String, Notes> all = new HashMap<>(byTopic);
    all.keySet().retainAll(looked);
    all.forEach((topic, notes) -> stale.addAll(stale(topic, notes, there.get(topic))));
    durable.erase(stale);
  }

  private List<String> stale(String topic, Notes notes, @Nullable TopicSnapshot snapshot) {
    if (snapshot != null && snapshot.id().equals(notes.id())) {
      return notes.marks().dropBelow(snapshot.start()).stream()
          .map(chunk -> NotesTopic.key(topic, notes.id(), chunk))
          .toList();
    }
    byTopic.remove(topic, notes);
    return keys(topic, notes);
  }

  private static List<String> keys(String topic, Notes notes) {
    List<String> keys = new ArrayList<>();
    notes.marks().numbers().forEach(chunk -> keys.add(NotesTopic.key(topic, notes.id(), chunk)));
    if (notes.job().get() != null) {
      keys.add(NotesTopic.jobKey(topic, notes.id()));
    }
    return keys;
  }
}
