package dev.fes.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSpecTest {

  @TempDir Path directory;

  @Test
  void readsEveryKey() throws IOException {
    ProcessSpec spec =
        read(
            """
            {"address": "127.0.0.1", "port": 0, "portFile": "/run/fes/port", "stages": [
              {"name": "x-sink", "app": "fes-sink-sqs", "settings": {"fes.stage.name": "sink", "fes.sink.lanes": 4}}]}
            """);

    assertThat(spec)
        .isEqualTo(
            new ProcessSpec(
                "127.0.0.1",
                0,
                Path.of("/run/fes/port"),
                List.of(
                    new StageSpec(
                        "x-sink",
                        "fes-sink-sqs",
                        Map.of("fes.stage.name", "sink", "fes.sink.lanes", 4)))));
  }

  @Test
  void listensEverywhereAndWritesNothingUnlessItIsTold() throws IOException {
    ProcessSpec spec = read("{\"port\": 8080, \"stages\": [{\"name\": \"a\", \"app\": \"b\"}]}");

    assertThat(spec)
        .isEqualTo(new ProcessSpec(null, 8080, null, List.of(new StageSpec("a", "b", Map.of()))));
  }

  @Test
  void refusesToRunNothing() {
    assertThatThrownBy(() -> read("{\"port\": 8080}")).hasMessageContaining("no stage to run");
  }

  @Test
  void knowsTheStreamsOfAStageAndOfASharedSource() {
    assertThat(new StageSpec("a", "b", Map.of("fes.stage.stream", "orders")).streams())
        .containsExactly("orders");
    assertThat(
            new StageSpec(
                    "a",
                    "b",
                    Map.of(
                        "fes.stage.stream",
                        "reader",
                        "fes.source.routes",
                        List.of(Map.of("stream", "x"), Map.of("stream", "y"))))
                .streams())
        .containsExactly("x", "y");
  }

  private ProcessSpec read(String json) throws IOException {
    return ProcessSpec.read(Files.writeString(directory.resolve("stages.json"), json));
  }
}
