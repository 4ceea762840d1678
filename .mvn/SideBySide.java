import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs several programs at once, with the JVM that runs this one, and fails when one of them does.
 *
 * <p>Arguments: for each program a file for its output and the arguments of its JVM; a comma stands between two of them.
 */
public final class SideBySide {

  public static void main(String[] args) throws Exception {
    Map<Path, Process> running = new LinkedHashMap<>();
    for (List<String> program : programs(args)) {
      Path output = Path.of(program.getFirst());
      running.put(output, start(output, program.subList(1, program.size())));
    }
    boolean failed = false;
    for (Map.Entry<Path, Process> one : running.entrySet()) {
      if (one.getValue().waitFor() != 0) {
        System.err.println("failed, as " + one.getKey() + " says");
        failed = true;
      }
    }
    System.exit(failed ? 1 : 0);
  }

  private static List<List<String>> programs(String... args) {
    List<List<String>> programs = new ArrayList<>(List.of(new ArrayList<>()));
    for (String arg : args) {
      if (arg.equals(",")) {
        programs.add(new ArrayList<>());
      } else {
        programs.getLast().add(arg);
      }
    }
    return programs;
  }

  private static Process start(Path output, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(arguments);
    command.addFirst(ProcessHandle.current().info().command().orElseThrow());
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }
}
