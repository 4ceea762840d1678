package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One FES for all acceptance tests: real parts around it, every stage a process of its own, the
 * examples applied.
 */
final class RunningFes implements ParameterResolver {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> EXAMPLES =
      List.of(
          "postgres-outbox-to-nakadi.yaml",
          "postgres-outbox-to-sqs.yaml",
          "postgres-outbox-to-sqs-fifo.yaml");

  /** What a test works with. */
  record House(
      Testbed testbed, LocalInstallation fes, String shipments, String invoices, String deadLetters)
      implements AutoCloseable {

    static House open() {
      Testbed testbed = Testbed.start(EnumSet.of(Part.POSTGRES, Part.KAFKA, Part.SQS, Part.NAKADI));
      prepare(testbed.postgres());
      testbed.nakadi().createEventType("my-important-business-events", "business");
      SqsServer sqs = testbed.sqs();
      LocalInstallation fes = LocalInstallation.start(testbed, HOME, FreePort.next());
      EXAMPLES.forEach(example -> fes.apply(example, read(example)));
      House house =
          new House(
              testbed,
              fes,
              sqs.createQueue("shipments"),
              sqs.createFifoQueue("invoices"),
              sqs.createQueue("my-dead-letter-queue"));
      house.awaitRunning(EXAMPLES.size());
      return house;
    }

    void awaitRunning(int streams) {
      try {
        if (!fes.awaitRunning(streams, Duration.ofMinutes(4))) {
          throw new IllegalStateException("not all streams run: " + fes.states());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public void close() {
      fes.close();
      testbed.close();
    }

    private static void prepare(PostgresServer postgres) {
      postgres.createDatabase("orders");
      postgres.createReplicationRole(
          LocalInstallation.DATABASE_USER, LocalInstallation.DATABASE_PASSWORD);
      postgres.execute(
          "orders",
          "GRANT CREATE ON DATABASE orders TO fes",
          "CREATE TABLE my_events_outbox (id bigserial PRIMARY KEY, my_event_payload text)",
          "CREATE TABLE shipments_outbox (id bigserial PRIMARY KEY, payload jsonb)",
          "CREATE TABLE invoices_outbox (id bigserial PRIMARY KEY, draft boolean, payload json)",
          "ALTER TABLE my_events_outbox OWNER TO fes",
          "ALTER TABLE shipments_outbox OWNER TO fes",
          "ALTER TABLE invoices_outbox OWNER TO fes");
    }

    private static String read(String example) {
      try {
        return Files.readString(HOME.resolve("deploy/examples").resolve(example));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == House.class;
  }

  @Override
  public House resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(RunningFes.class))
        .computeIfAbsent(House.class, key -> House.open(), House.class);
  }
}
