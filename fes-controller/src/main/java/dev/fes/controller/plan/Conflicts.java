package dev.fes.controller.plan;

import dev.fes.api.Finding;
import dev.fes.api.Source;
import dev.fes.api.Source.PostgresLogicalReplication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Event streams of one resource that share a name, or a reader and disagree about how to reach it.
 */
final class Conflicts {

  private Conflicts() {}

  static List<Finding> among(List<Draft> drafts) {
    List<Finding> findings = new ArrayList<>(names(drafts));
    Map<UUID, Draft> firsts = new HashMap<>();
    for (Draft draft : drafts) {
      Draft first = firsts.putIfAbsent(draft.reader().claim(), draft);
      if (first != null && !connection(draft).equals(connection(first))) {
        findings.add(
            switch (draft.reader()) {
              case Reader.Slot _ -> otherConnection(draft, first);
              case Reader.Leases _ -> sharedLeases(draft, first);
            });
      }
    }
    return findings;
  }

  private static Finding otherConnection(Draft draft, Draft first) {
    return new Finding(
        draft.path() + ".source.jdbcConnection",
        "names the reader of "
            + first.path()
            + " but connects in another way:"
            + " write both alike, or give one a reader of its own");
  }

  private static Finding sharedLeases(Draft draft, Draft first) {
    return new Finding(
        draft.path() + ".source.subscription.leaseTableName",
        "is that of "
            + first.path()
            + ", whose stream, role or arnResolutionMode is another:"
            + " write both alike, or give each a lease table of its own");
  }

  /** A name made of source and target may be what a neighbour calls itself. */
  private static List<Finding> names(List<Draft> drafts) {
    Map<String, Draft> derived = new HashMap<>();
    drafts.stream()
        .filter(draft -> draft.stream().uniqueStreamId() == null)
        .forEach(draft -> derived.put(draft.name(), draft));
    return drafts.stream()
        .filter(draft -> draft.stream().uniqueStreamId() != null)
        .flatMap(
            draft ->
                Stream.ofNullable(derived.get(draft.name())).map(other -> sameName(draft, other)))
        .toList();
  }

  private static Finding sameName(Draft draft, Draft other) {
    return new Finding(
        draft.path() + ".uniqueStreamId", "is the name of " + other.path() + ": choose another");
  }

  private static Object connection(Draft draft) {
    return switch (draft.stream().source()) {
      case PostgresLogicalReplication postgres -> {
        Source.JdbcConnection connection = postgres.jdbcConnection();
        yield Arrays.asList(
            connection.url(), connection.databaseAuthentication(), connection.publicationName());
      }
      case Source.DynamoDbStreamsSubscription dynamo -> dynamo.subscription();
    };
  }
}
