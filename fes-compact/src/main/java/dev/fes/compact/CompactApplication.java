package dev.fes.compact;

import dev.fes.stage.Stage;
import java.nio.file.Path;
import java.util.List;
import org.springframework.core.env.Environment;

/**
 * The stages of one resource in one process. Each is an application of its own, with the settings,
 * bindings and endpoints that it has where it runs alone; they share the JVM and one port.
 */
public final class CompactApplication {

  private static final String STAGES = "fes.compact.stages";
  private static final String TRAINING = "fes.compact.training";

  private CompactApplication() {}

  public static void main(String... args) throws InterruptedException {
    Stage.beginProcess();
    Environment environment = HostProcess.environment(args);
    String file = environment.getProperty(STAGES);
    if (file == null) {
      throw new IllegalArgumentException(
          STAGES + " is missing: name the file that has the stages of this process");
    }
    Host host = new Host(ProcessSpec.read(Path.of(file)));
    Runtime.getRuntime().addShutdownHook(new Thread(host::stop, "shutdown"));
    host.start();
    if (environment.getProperty(TRAINING, boolean.class, false)) {
      host.awaitFirstTries();
      endTraining(host.problems());
    }
    host.awaitStop();
  }

  /** A cache of starts that fail would pass for one. */
  private static void endTraining(List<String> problems) {
    if (!problems.isEmpty()) {
      System.err.println("stages that cannot be started: " + problems);
      Runtime.getRuntime().halt(1);
    }
    Stage.endTraining();
  }
}
