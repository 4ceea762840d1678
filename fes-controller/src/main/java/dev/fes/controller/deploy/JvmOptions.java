package dev.fes.controller.deploy;

import dev.fes.controller.plan.App;
import dev.fes.controller.plan.Unit;
import java.util.List;
import java.util.stream.Stream;

/** The flags of a stage's JVM, wherever it runs. */
public final class JvmOptions {

  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1", // decision 58
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0", // decision 61
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");
  private static final List<String> LOCAL_HEAP = List.of("-Xms24m", "-Xmx256m");

  /** What is on its way in all stages together, twice over for the largest record in each. */
  private static final List<String> LOCAL_COMPACT_HEAP = List.of("-Xms48m", "-Xmx384m");

  /** The other half is for classes, code, threads and buffers. */
  private static final List<String> CONTAINER_HEAP =
      List.of("-XX:InitialRAMPercentage=5", "-XX:MaxRAMPercentage=50");

  private JvmOptions() {}

  static List<String> local(Unit unit) {
    return with(unit.isCompact() ? LOCAL_COMPACT_HEAP : LOCAL_HEAP);
  }

  /** With a heap that follows the container's limit. */
  public static List<String> container() {
    return with(CONTAINER_HEAP);
  }

  /** The cache of a start that fits the unit: with what its stages use, and nothing else. */
  public static String cache(Unit unit) {
    boolean readsDynamoDb =
        unit.stages().stream().anyMatch(stage -> stage.app() == App.DYNAMODB_SOURCE);
    return unit.module() + (unit.isCompact() && readsDynamoDb ? "-dynamodb" : "") + ".aot";
  }

  private static List<String> with(List<String> heap) {
    return Stream.of(SMALL, heap).flatMap(List::stream).toList();
  }
}
