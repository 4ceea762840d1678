package dev.fes.testbed.demo;

import dev.fes.testbed.OpenHouse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The testbed's image: all that a stream needs around it, for a cluster that has none of it. Rows
 * are written without end, and what arrives is printed.
 */
public final class ClusterDemo {

  private static final Duration ARRIVAL = Duration.ofSeconds(30);
  private static final Duration BEAT = Duration.ofSeconds(5);

  private ClusterDemo() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: ClusterDemo NAME, the host by which others find this one");
      System.exit(2);
    }
    Thread main = Thread.currentThread();
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      main.interrupt();
                      await(closed);
                    }));
    try (OpenHouse house = OpenHouse.of(args[0])) {
      List<Story> stories = Props.in(house.testbed()).stories();
      house.openDoors();
      System.out.println("PostgreSQL, Kafka, SQS, DynamoDB, Lambda and Nakadi are at " + args[0]);
      tellForEver(stories);
    } catch (InterruptedException e) {
      System.out.println("stopped");
    } finally {
      closed.countDown();
    }
  }

  private static void tellForEver(List<Story> stories) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!never.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
      for (Story story : stories) {
        System.out.println(told(story));
      }
    }
  }

  /** A stream that does not run yet is no reason to stop. */
  private static String told(Story story) throws InterruptedException {
    try {
      return story.tell(ARRIVAL).inBrief();
    } catch (SceneFailed notYet) {
      return "%-28s nothing within %d s".formatted(story.title(), ARRIVAL.toSeconds());
    }
  }

  private static void await(CountDownLatch closed) {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
