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
          "-XX:Tier3LoadFeedback=100", // decision 58
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0", // decision 61
          "-XX:-ShrinkHeapInSteps", // decision 66
          "-XX:MinHeapFreeRatio=10", // decision 66
          "-XX:MaxHeapFreeRatio=20", // decision 66
          "-XX:TrimNativeHeapInterval=30000", // decision 66
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");
  private static final List<String> LOCAL_HEAP = List.of("-Xms24m", "-Xmx256m");

  /** What is on its way in all stages together, twice over for the largest record in each. */
  private static final List<String> LOCAL_COMPACT_HEAP = List.of("-Xms48m", "-Xmx384m");

  /** The other half is for classes, code, threads and buffers. */
  private static final List<String> CONTAINER_HEAP =
      List.of("-XX:InitialRAMPercentage=5", "-XX:MaxRAMPercentage=50");

  private static final List<String> AS_BUILT = List.of("-Dspring.aot.enabled=true"); // decision 62

  /** What its beans are. */
  public enum Beans {
    /** Those of a stage, which the build wrote down. */
    OF_THE_BUILD,
    /** Others, for a single piece of work: worked out as it starts. */
    OF_THE_SETTINGS
  }

  private JvmOptions() {}

  static List<String> local(Unit unit, Beans beans) {
    return with(unit.isCompact() ? LOCAL_COMPACT_HEAP : LOCAL_HEAP, beans);
  }

  /** With a heap that follows the container's limit. */
  public static List<String> container(Beans beans) {
    return with(CONTAINER_HEAP, beans);
  }

  /** The cache of a start that fits the unit: with what its stages use, and nothing else. */
  public static String cache(Unit unit) {
    boolean readsDynamoDb =
        unit.stages().stream().anyMatch(stage -> stage.app() == App.DYNAMODB_SOURCE);
    return unit.module() + (unit.isCompact() && readsDynamoDb ? "-dynamodb" : "") + ".aot";
  }

  private static List<String> with(List<String> heap, Beans beans) {
    List<String> start =
        switch (beans) {
          case OF_THE_BUILD -> AS_BUILT;
          case OF_THE_SETTINGS -> List.of();
        };
    return Stream.of(SMALL, heap, start).flatMap(List::stream).toList();
  }
}
