package dev.fes.controller.plan;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which reader and which uniqueStreamId while the resources of an installation are planned
 * one by one.
 */
final class Claims {

  private record StreamId(String namespace, String id) {}

  private final Map<UUID, ResourceKey> readers = new HashMap<>();
  private final Map<StreamId, ResourceKey> ids = new HashMap<>();

  Claims(Map<Reader, ResourceKey> incumbents) {
    incumbents.forEach((reader, owner) -> readers.put(reader.claim(), owner));
  }

  /** Claims all that the drafts of one resource need, or nothing and says what is taken. */
  List<Finding> claim(List<Draft> drafts) {
    List<Finding> taken = new ArrayList<>();
    for (Draft draft : drafts) {
      if (owner(readers.get(draft.reader().claim()), draft) instanceof ResourceKey owner) {
        taken.add(readerTaken(draft, owner));
      }
      if (streamId(draft) instanceof StreamId id
          && owner(ids.get(id), draft) instanceof ResourceKey owner) {
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
    if (streamId(draft) instanceof StreamId id) {
      ids.put(id, draft.key());
    }
  }

  private static @Nullable ResourceKey owner(@Nullable ResourceKey owner, Draft draft) {
    return draft.key().equals(owner) ? null : owner;
  }

  private static @Nullable StreamId streamId(Draft draft) {
    String id = draft.stream().uniqueStreamId();
    return id == null ? null : new StreamId(draft.key().namespace(), id);
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
