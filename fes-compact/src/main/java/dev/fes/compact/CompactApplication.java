package dev.fes.compact;

import dev.fes.stage.Stage;
import java.nio.file.Path;
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
    Stage.holdLifeline();
    Environment environment = HostProcess.environment(args);
    String file = environment.getProperty(STAGES);
    if (file == null) {
      throw new IllegalArgumentException(
          STAGES + " is missing: name the file that has the stages of this process");
    }
    Host host = new Host(House.read(Path.of(file)));
    Runtime.getRuntime().addShutdownHook(new Thread(host::stop, "shutdown"));
    host.start();
    if (environment.getProperty(TRAINING, boolean.class, false)) {
      host.awaitFirstTries();
      Stage.endTraining();
    }
    host.awaitStop();
  }
}
