package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrphanTest {

  private static final String READY = "ready ";

  @Test
  void killedOwnerLeavesNeitherProcessNorFolder() throws Exception {
    ChildProcess owner = ChildProcess.start(command(), line -> line.startsWith(READY));
    Path folder = Path.of(owner.readyLine().substring(READY.length()));
    ProcessHandle handle = ProcessHandle.of(owner.pid()).orElseThrow();
    List<ProcessHandle> servers = handle.descendants().toList();
    assertThat(servers).hasSizeGreaterThan(4);
    assertThat(folder).exists();

    handle.destroyForcibly();

    for (ProcessHandle server : servers) {
      server.onExit().get(20, TimeUnit.SECONDS);
    }
    assertThat(folder).doesNotExist();
  }

  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Owner.class.getName());
  }

  /** A program that starts servers and never closes them. */
  static final class Owner {

    public static void main(String[] arguments) throws Exception {
      Testbed.start(EnumSet.of(Part.POSTGRES, Part.DYNAMODB));
      System.out.println(READY + ScratchFolder.create("orphan").path());
      System.in.read();
    }
  }
}
