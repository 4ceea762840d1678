package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseRunTest {

  @TempDir Path folder;

  @Test
  void endsWithZeroAndOneLineWhenItIsDone() {
    assertThat(run(() -> "slot is dropped\npublication too")).isZero();
    assertThat(words()).content().isEqualTo("slot is dropped publication too\n");
  }

  @Test
  void saysWhyItIsNotDone() {
    int code =
        run(
            () -> {
              throw new StageFailure(Failure.transientFailure("connection", "db is away"));
            });

    assertThat(code).isEqualTo(1);
    assertThat(words()).content().isEqualTo("not released yet: db is away\n");
  }

  @Test
  void endsInTime() {
    CountDownLatch never = new CountDownLatch(1);

    int code =
        run(
            () -> {
              never.await();
              return "";
            });

    assertThat(code).isEqualTo(1);
    assertThat(words()).content().contains("it takes longer than");
  }

  private int run(Callable<String> release) {
    ReleaseSettings settings = new ReleaseSettings(true, Duration.ofMillis(500), words());
    return new ReleaseRun(release, settings).release();
  }

  private Path words() {
    return folder.resolve("words");
  }
}
