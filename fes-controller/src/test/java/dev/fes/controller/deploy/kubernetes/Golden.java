package dev.fes.controller.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects as they were once found to be right, as files that people can read. */
final class Golden {

  private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");
  static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Golden() {}

  static void check(String name, HasMetadata... objects) {
    Path file = DIRECTORY.resolve(name + ".yaml");
    String yaml = Stream.of(objects).map(SERIALIZATION::asYaml).collect(Collectors.joining());
    try {
      if ("write".equals(System.getProperty("golden"))) {
        Files.createDirectories(DIRECTORY);
        Files.writeString(file, yaml);
      }
      assertThat(yaml).as("%s (-Dgolden=write)", file).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
