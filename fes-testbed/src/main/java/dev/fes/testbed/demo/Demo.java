package dev.fes.testbed.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code ./fes demo}: rows go into tables, events come out, and a person sees both. */
public final class Demo {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration ARRIVAL = Duration.ofSeconds(30);
  private static final Duration BEAT = Duration.ofSeconds(5);

  private Demo() {}

  public static void main(String[] args) throws InterruptedException {
    List<String> arguments = List.of(args);
    if (!arguments.isEmpty() && !arguments.equals(List.of("--once"))) {
      System.err.println("usage: ./fes demo [--once]");
      System.exit(2);
    }
    System.exit(run(Path.of(System.getProperty("fes.home", ".")), arguments.contains("--once")));
  }

  private static int run(Path home, boolean once) throws InterruptedException {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(1);
    Thread toStop = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      if (ended.getCount() > 0) {
                        interrupted.set(true);
                        toStop.interrupt();
                        await(ended);
                      }
                    }));
    try (Scene scene = Scene.set(home)) {
      return play(scene, once);
    } catch (InterruptedException e) {
      System.out.println("stopped");
      return 0;
    } catch (RuntimeException e) {
      if (interrupted.get()) { // Ctrl-C reaches the parts as well
        System.out.println("stopped");
        return 0;
      }
      System.err.println("demo: " + rootMessage(e));
      return 1;
    } finally {
      ended.countDown();
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private static int play(Scene scene, boolean once) throws InterruptedException {
    scene.awaitRunning(START);
    List<Sighting> sightings = new ArrayList<>();
    for (Story story : scene.stories()) {
      sightings.add(story.tell(ARRIVAL));
      if (sightings.size() == 1) {
        System.out.println(
            "the first event arrived " + scene.sinceStart().toSeconds() + " s after the start");
      }
    }
    sightings.forEach(sighting -> System.out.println(sighting.inFull()));
    if (!once) {
      System.out.println(scene.whereToLook());
      goOn(scene);
    }
    return 0;
  }

  private static void goOn(Scene scene) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!never.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
      for (Story story : scene.stories()) {
        System.out.println(story.tell(ARRIVAL).inBrief());
      }
    }
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
