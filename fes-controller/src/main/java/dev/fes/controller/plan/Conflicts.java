package dev.fes.controller.plan;

import dev.fes.api.Finding;
import dev.fes.api.Source;
import dev.fes.api.Source.PostgresLogicalReplication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Event streams of one resource that share a reader and disagree about how to reach it. */
final class Conflicts {

  private Conflicts() {}

  static List<Finding> among(List<Draft> drafts) {
    List<Finding> findings = new ArrayList<>();
    Map<Reader, Draft> firsts = new HashMap<>();
    for (Draft draft : drafts) {
      Draft first = firsts.putIfAbsent(draft.reader(), draft);
      if (first != null && !connection(draft).equals(connection(first))) {
        findings.add(
            new Finding(
                draft.path() + connectionPath(draft),
                "names the reader of "
                    + first.path()
                    + " but connects in another way:"
                    + " write both alike, or give one a reader of its own"));
      }
    }
    return findings;
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

  private static String connectionPath(Draft draft) {
    return switch (draft.stream().source()) {
      case PostgresLogicalReplication _ -> ".source.jdbcConnection";
      case Source.DynamoDbStreamsSubscription _ -> ".source.subscription";
    };
  }
}
