package dev.fes.controller.plan;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Reading;
import dev.fes.api.ResourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Resources for tests, read from text as users write it. */
public final class Manifests {

  private Manifests() {}

  public static FabricEventStream read(String yaml) {
    Reading reading = ResourceReader.read(yaml).getFirst();
    if (reading instanceof Reading.Valid valid) {
      return valid.resource();
    }
    throw new IllegalArgumentException(reading.toString());
  }

  public static FabricEventStream sample(String file) {
    return read(text("/manifests/" + file));
  }

  public static String text(String resource) {
    try (InputStream in = Manifests.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An outbox to Nakadi; the parameters are the resource's name, the slot, and the event streams.
   */
  public static String outbox(String name, String slot, String... streams) {
    return """
                apiVersion: zalando.org/v1
                kind: FabricEventStream
                metadata: {name: %s}
                spec:
                  applicationId: my-application
                  eventStreams:
                %s
                """
        .formatted(name, String.join("\n", streams).replace("SLOT", slot));
  }

  /** One event stream from a table of db.example to an event type of the same name. */
  public static String stream(String table) {
    return stream(table, "flow: {type: PostgresWalToGenericNakadiEvent}");
  }

  public static String stream(String table, String more) {
    return """
                    - source:
                        type: PostgresLogicalReplication
                        jdbcConnection: {slotName: SLOT, jdbcUrl: "jdbc:postgresql://db.example/orders"}
                        table: {name: %s}
                      sink: {type: Nakadi, eventType: %s}
                      %s
                """
        .formatted(table, table.length() > 200 ? "long" : table.replace('_', '-'), more)
        .stripTrailing();
  }

  /** One event stream from a DynamoDB table to an event type of the same name. */
  public static String items(String table, String leases, String more) {
    return """
                    - source:
                        type: DynamoDbStreamsSubscription
                        subscription:
                          streamArn: "arn:aws:dynamodb:eu-central-1:000000000000:table/%1$s/stream/1"
                          leaseTableName: %2$s
                      sink: {type: Nakadi, eventType: %1$s}
                      %3$s
                """
        .formatted(table, leases, more)
        .stripTrailing();
  }

  public static Plan plan(String yaml) {
    Outcome outcome =
        StreamPlanner.withoutInstallation().plan(List.of(read(yaml)), List.of()).getFirst();
    if (outcome instanceof Outcome.Planned planned) {
      return planned.plan();
    }
    throw new IllegalArgumentException(outcome.toString());
  }
}
