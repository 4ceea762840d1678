package dev.fes.testbed.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A controller that is started again whenever it ends, as a kubelet does it. */
final class Restarted implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final House house;
  private final Settings settings;
  private final Thread warden;
  private volatile Controller controller;
  private volatile int starts;

  private Restarted(House house, Settings settings) {
    this.house = house;
    this.settings = settings;
    this.controller = begin();
    this.warden = Thread.ofVirtual().start(this::watch);
  }

  static Restarted start(House house, Path kubeconfig) {
    return new Restarted(house, house.settings().by(kubeconfig));
  }

  int starts() {
    return starts;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      warden.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    controller.close();
  }

  private Controller begin() {
    starts++;
    return house.start(settings);
  }

  private void watch() {
    try {
      while (!closed.await(PAUSE.toSeconds(), TimeUnit.SECONDS)) {
        if (!controller.isAlive()) {
          controller.close();
          controller = begin();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
