package dev.fes.controller.plan;

import dev.fes.api.Finding;
import dev.fes.api.Source;
import dev.fes.api.Source.PostgresLogicalReplication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Event streams of one resource that cannot be told apart, or that share a reader and disagree about it. */
final class Conflicts {

    private Conflicts() {}

    static List<Finding> among(List<Draft> drafts) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Draft> byName = new HashMap<>();
        Map<Reader, Draft> byReader = new HashMap<>();
        for (Draft draft : drafts) {
            Draft twin = byName.putIfAbsent(draft.name(), draft);
            if (twin != null) {
                findings.add(twins(draft, twin));
            }
            Draft sharer = byReader.putIfAbsent(draft.reader(), draft);
            if (sharer != null && !connection(draft).equals(connection(sharer))) {
                findings.add(new Finding(
                        draft.path() + connectionPath(draft),
                        "shares its reader with " + sharer.path() + " and differs from it in how to connect:"
                                + " write both the same, or give one a reader of its own"));
            }
        }
        return findings;
    }

    private static Finding twins(Draft draft, Draft twin) {
        @Nullable String id = draft.stream().uniqueStreamId();
        return id == null
                ? new Finding(
                        draft.path(),
                        "has the source and target of " + twin.path() + ": give one of them a uniqueStreamId")
                : new Finding(
                        draft.path() + ".uniqueStreamId", "is also that of " + twin.path() + ": choose another");
    }

    private static Record connection(Draft draft) {
        return switch (draft.stream().source()) {
            case PostgresLogicalReplication postgres -> postgres.jdbcConnection();
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
