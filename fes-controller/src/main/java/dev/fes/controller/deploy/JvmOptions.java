package dev.fes.controller.deploy;

import dev.fes.controller.plan.App;
import java.util.List;
import java.util.stream.Stream;

/** The flags of a stage's JVM, wherever it runs. */
public final class JvmOptions {

  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");
  private static final List<String> LOCAL_HEAP = List.of("-Xms24m", "-Xmx256m");

  /** The other half is for classes, code, threads and buffers. */
  private static final List<String> CONTAINER_HEAP =
      List.of("-XX:InitialRAMPercentage=5", "-XX:MaxRAMPercentage=50");

  private JvmOptions() {}

  static List<String> local(App app) {
    return with(LOCAL_HEAP, app);
  }

  /** With a heap that follows the container's limit. */
  public static List<String> container(App app) {
    return with(CONTAINER_HEAP, app);
  }

  private static List<String> with(List<String> heap, App app) {
    return Stream.of(SMALL, heap, compiler(app)).flatMap(List::stream).toList();
  }

  /** Only what is hot earns the memory of the full compiler. */
  private static List<String> compiler(App app) {
    return switch (app) {
      case POSTGRES_SOURCE -> List.of();
      case DYNAMODB_SOURCE, FLOW_FUNCTIONS, NAKADI_SINK, SQS_SINK ->
          List.of("-XX:TieredStopAtLevel=1");
    };
  }
}
