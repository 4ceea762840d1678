package dev.fes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {

  private static final String CHANGE =
      "{\"id\":\"a\",\"position\":\"0/1\",\"op\":\"INSERT\",\"table\":\"t\",\"committedAt\":1,"
          + "\"key\":\"aw==\",\"value\":\"e30=\"}";

  @TempDir Path directory;

  @Test
  void saysTheEventsOfAChange() {
    assertThat(new Preview(changes -> changes).of(CHANGE))
        .isEqualTo("{\"events\":[{\"id\":\"a\",\"key\":\"aw==\",\"value\":\"e30=\"}]}");
    assertThat(new Preview(_ -> List.of()).of(CHANGE)).isEqualTo("{\"events\":[]}");
  }

  @Test
  void saysWhyAChangeIsBad() {
    Preview preview =
        new Preview(
            _ -> {
              throw new StageFailure(Failure.badEvent("not-json", "is broken JSON"));
            });

    assertThat(preview.of(CHANGE)).isEqualTo("{\"error\":\"is broken JSON\"}");
  }

  @Test
  void answersEachLineOfAFile() throws Exception {
    Path input = Files.write(directory.resolve("in"), List.of(CHANGE, CHANGE));
    Path output = directory.resolve("out");

    int code =
        new PreviewRun(new Preview(changes -> changes), new PreviewSettings(input, output)).run();

    assertThat(code).isZero();
    assertThat(Files.readAllLines(output)).hasSize(2);
  }
}
