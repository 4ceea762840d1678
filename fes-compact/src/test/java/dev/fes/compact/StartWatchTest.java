package dev.fes.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
  void saysNothingOfAStartThatIsOver() throws Exception {
    CompletableFuture<String> hangs = new CompletableFuture<>();
    new StartWatch(Duration.ofDays(1), hangs::complete).close();
    Thread watch =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("watch-" + Thread.currentThread().getName()))
            .findFirst()
            .orElse(null);
    if (watch != null) {
      watch.join();
    }
    assertThat(hangs).isNotDone();
  }
}
