package dev.fes.testbed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The parts that a test or the demo needs, started side by side; a part not asked for starts when
 * it is first used.
 */
public final class Testbed implements AutoCloseable {

  private static final Executor THREADS = task -> Thread.ofPlatform().name("testbed").start(task);

  private final Map<Part, CompletableFuture<AutoCloseable>> parts = new EnumMap<>(Part.class);

  private Testbed() {}

  /** Returns when all of them are ready; where one fails, the others are closed again. */
  public static Testbed start(Set<Part> wanted) {
    Testbed testbed = new Testbed();
    List<CompletableFuture<AutoCloseable>> starting =
        wanted.stream().map(testbed::starting).toList();
    try {
      starting.forEach(CompletableFuture::join);
      return testbed;
    } catch (CompletionException e) {
      testbed.close();
      throw new IllegalStateException("The testbed did not start", e.getCause());
    }
  }

  /** Whether it was started, or is being. */
  synchronized boolean has(Part part) {
    return parts.containsKey(part);
  }

  public PostgresServer postgres() {
    return (PostgresServer) starting(Part.POSTGRES).join();
  }

  public KafkaBroker kafka() {
    return (KafkaBroker) starting(Part.KAFKA).join();
  }

  public SqsServer sqs() {
    return (SqsServer) starting(Part.SQS).join();
  }

  public DynamoDbServer dynamoDb() {
    return (DynamoDbServer) starting(Part.DYNAMODB).join();
  }

  public NakadiServer nakadi() {
    return (NakadiServer) starting(Part.NAKADI).join();
  }

  public LambdaServer lambda() {
    return (LambdaServer) starting(Part.LAMBDA).join();
  }

  @Override
  public void close() {
    List<RuntimeException> failures = new ArrayList<>();
    List<CompletableFuture<Void>> closing =
        started().stream()
            .map(part -> part.handleAsync((server, failure) -> close(server), THREADS))
            .toList();
    for (CompletableFuture<Void> one : closing) {
      try {
        one.join();
      } catch (CompletionException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }

  private synchronized CompletableFuture<AutoCloseable> starting(Part part) {
    return parts.computeIfAbsent(
        part, absent -> CompletableFuture.supplyAsync(absent::open, THREADS));
  }

  private synchronized Collection<CompletableFuture<AutoCloseable>> started() {
    Collection<CompletableFuture<AutoCloseable>> all = List.copyOf(parts.values());
    parts.clear();
    return all;
  }

  private static @Nullable Void close(@Nullable AutoCloseable server) {
    if (server == null) {
      return null;
    }
    try {
      server.close();
      return null;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close " + server.getClass().getSimpleName(), e);
    }
  }
}
