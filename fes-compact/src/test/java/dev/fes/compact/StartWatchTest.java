package dev.fes.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartWatchTest {

  @Test
  void saysWhereAStartHangs() throws Exception {
    CompletableFuture<String> hangs = new CompletableFuture<>();
    try (StartWatch _ = new StartWatch(Duration.ofMillis(1), hangs::complete)) {
      assertThat(hangs.get(1, TimeUnit.MINUTES)).contains("at ", "saysWhereAStartHangs");
    }
  }

  @Test
  void isOverWithTheStartAndSaysNothing() throws Exception {
    CompletableFuture<String> hangs = new CompletableFuture<>();
    StartWatch watch = new StartWatch(Duration.ofDays(1), hangs::complete);
    List<Thread> watching = watching();
    watch.close();
    assertThat(watching).isNotEmpty();
    for (Thread thread : watching) {
      assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
    }
    assertThat(hangs).isNotDone();
  }

  private static List<Thread> watching() {
    String name = "watch-" + Thread.currentThread().getName();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .toList();
  }
}
