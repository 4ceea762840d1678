package dev.fes.compact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Starts the stages of a process, side by side, for none needs another; stops them writers before
 * readers.
 */
final class Host {

  private final ProcessSpec spec;
  private final SharedServer server;
  private final List<HostedStage> stages;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Host(ProcessSpec spec) {
    this.spec = spec;
    this.server = new SharedServer(spec.address(), spec.port());
    this.stages = spec.stages().stream().map(stage -> new HostedStage(stage, server)).toList();
  }

  void start() {
    server.start(new FrontDoor(stages));
    if (spec.portFile() instanceof Path file) {
      write(file, Integer.toString(server.port()));
    }
    stages.forEach(HostedStage::start);
  }

  /** Until each stage runs, or could not be started the first time. */
  void awaitFirstTries() throws InterruptedException {
    for (HostedStage stage : stages) {
      stage.awaitFirstTry();
    }
  }

  /** Why those of its stages that do not run cannot be started. */
  List<String> problems() {
    return stages.stream()
        .flatMap(
            stage ->
                Optional.ofNullable(stage.problem())
                    .map(why -> stage.spec().name() + ": " + why)
                    .stream())
        .toList();
  }

  /** Until it is told to end. */
  void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Writers before readers, those of one role side by side. */
  void stop() {
    for (List<HostedStage> group : byRole().reversed()) {
      group.stream()
          .map(stage -> Thread.ofPlatform().start(stage::stop))
          .toList()
          .forEach(Host::join);
    }
    server.stop();
    stopped.countDown();
  }

  private List<List<HostedStage>> byRole() {
    List<List<HostedStage>> groups = new ArrayList<>();
    String role = null;
    for (HostedStage stage : stages) {
      if (!stage.spec().role().equals(role)) {
        groups.add(new ArrayList<>());
        role = stage.spec().role();
      }
      groups.getLast().add(stage);
    }
    return groups;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Path file, String text) {
    try {
      Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
