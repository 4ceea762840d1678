package dev.fes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/** What it was measured on, and when. */
final class Machine {

  private Machine() {}

  static String text() {
    return "%s, %d cores, %s GB of memory, %s %s, Java %s, on %s."
        .formatted(
            field("/proc/cpuinfo", "model name"),
            Runtime.getRuntime().availableProcessors(),
            memory(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            LocalDate.now(ZoneOffset.UTC));
  }

  private static String memory() {
    String kib = field("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return kib.isEmpty()
        ? "?"
        : String.format(Locale.ROOT, "%.0f", Double.parseDouble(kib) / 1024 / 1024);
  }

  private static String field(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
