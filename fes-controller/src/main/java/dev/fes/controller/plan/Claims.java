package dev.fes.controller.plan;

import static java.util.stream.Collectors.toCollection;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which reader and which name of an event stream, and which letters wait for a person,
 * while the resources of an installation are planned one by one.
 */
final class Claims {

  private record StreamName(String namespace, String name) {}

  private final Map<UUID, ResourceKey> readers = new HashMap<>();
  private final Map<StreamName, ResourceKey> names = new HashMap<>();
  private final Set<String> unread = new HashSet<>();

  /**
   * @param atWork the plans that run or are about to; what they have, they keep
   */
  Claims(Collection<Plan> atWork) {
    for (Plan plan : atWork) {
      plan.claims().forEach(reader -> readers.put(reader.claim(), plan.key()));
      plan.streams()
          .forEach(
              stream ->
                  names.put(new StreamName(plan.key().namespace(), stream.name()), plan.key()));
      unread.addAll(unread(plan));
    }
  }

  /**
   * Whether there is a topic of dead letters that only people read. What was skipped may be in it,
   * also where the annotation that says so was lost.
   */
  boolean hasUnreadLetters(Draft draft) {
    return unread.contains(draft.deadLetters());
  }

  private static Set<String> unread(Plan plan) {
    Set<String> topics =
        plan.topics().stream().map(Topic::name).collect(toCollection(HashSet::new));
    plan.stages().stream()
        .flatMap(stage -> Stream.ofNullable(stage.wiring().input()))
        .forEach(input -> topics.remove(input.topic()));
    return topics;
  }

  /** Claims all that the drafts of one resource need, or nothing and says what is taken. */
  List<Finding> claim(List<Draft> drafts) {
    List<Finding> taken = new ArrayList<>();
    for (Draft draft : drafts) {
      if (owner(readers.get(draft.reader().claim()), draft) instanceof ResourceKey owner) {
        taken.add(readerTaken(draft, owner));
      }
      if (chosenName(draft) instanceof StreamName name
          && owner(names.get(name), draft) instanceof ResourceKey owner) {
        taken.add(
            new Finding(
                draft.path() + ".uniqueStreamId",
                "belongs to " + owner + " and is unique in a namespace: choose another"));
      }
    }
    if (taken.isEmpty()) {
      drafts.forEach(this::take);
    }
    return taken;
  }

  private void take(Draft draft) {
    readers.put(draft.reader().claim(), draft.key());
    if (chosenName(draft) instanceof StreamName name) {
      names.put(name, draft.key());
    }
  }

  private static @Nullable ResourceKey owner(@Nullable ResourceKey owner, Draft draft) {
    return draft.key().equals(owner) ? null : owner;
  }

  private static @Nullable StreamName chosenName(Draft draft) {
    String id = draft.stream().uniqueStreamId();
    return id == null ? null : new StreamName(draft.key().namespace(), id);
  }

  private static Finding readerTaken(Draft draft, ResourceKey owner) {
    String name =
        owner.namespace().equals(draft.key().namespace())
            ? owner.toString()
            : "a resource elsewhere";
    return switch (draft.reader()) {
      case Reader.Slot slot ->
          new Finding(
              draft.path() + ".source.jdbcConnection.slotName",
              slot.slot()
                  + " is already read by "
                  + name
                  + ": give this resource a slot of its own");
      case Reader.Leases leases ->
          new Finding(
              draft.path() + ".source.subscription.leaseTableName",
              leases.leaseTable()
                  + " is already used by "
                  + name
                  + ": give this resource a lease table of its own");
    };
  }
}
