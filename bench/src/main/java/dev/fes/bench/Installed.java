package dev.fes.bench;

import dev.fes.testbed.LocalInstallation;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A running FES; asked for its streams once its controller was there. */
record Installed(LocalInstallation installation, long started) implements Entrant.Running {

  private static final long BEAT = 20_000_000;

  /**
   * Starts the controller, waits for it, and applies the manifests.
   *
   * @param settings YAML that outweighs the example configuration
   */
  static Installed start(House house, String settings, Map<String, String> manifests) {
    LocalInstallation installation =
        LocalInstallation.start(
            house.testbed(), house.home(), LocalInstallation.usualOrFreePort(), settings);
    awaitController(installation);
    long started = System.nanoTime();
    manifests.forEach((name, manifest) -> installation.apply(name + ".yaml", manifest));
    return new Installed(installation, started);
  }

  @Override
  public Processes processes() {
    return new Processes(installation.stages());
  }

  @Override
  public void close() {
    installation.close();
  }

  /** It is the platform's, and there before anybody's stream. */
  private static void awaitController(LocalInstallation installation) {
    long deadline = System.nanoTime() + Scale.PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        installation.get("/actuator/streams");
        return;
      } catch (IOException notYet) {
        LockSupport.parkNanos(BEAT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    throw new IllegalStateException("the controller does not answer");
  }
}
