package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifelineTest {

  @Test
  void aStageWhoseEndHangsEndsAllTheSame() throws Exception {
    Process stage =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Hanging.class.getName())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    try {
      assertThat(stage.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(stage.exitValue()).isEqualTo(1);
      assertThat(stage.inputReader().lines()).contains(Hanging.WAITS);
    } finally {
      stage.destroyForcibly();
    }
  }

  /** A stage whose orderly end waits for something that does not come; its starter is gone. */
  static final class Hanging {

    private static final String WAITS = "the orderly end waits";

    public static void main(String[] arguments) {
      Runtime.getRuntime().addShutdownHook(new Thread(Hanging::waitForEver));
      new Lifeline(Duration.ofMillis(10)).run();
    }

    private static void waitForEver() {
      System.out.println(WAITS);
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
