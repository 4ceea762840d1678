package dev.fes.controller.resource;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestDirectoryTest {

  private static final String ONE = outbox("one", "slot_1", stream("t"));
  private static final Duration MOMENT = Duration.ofMillis(50);

  @TempDir Path directory;

  private final List<Manifests> told = new CopyOnWriteArrayList<>();

  @Test
  void takesAFileThatStandsStill() throws IOException {
    write("a.yaml", ONE);
    ManifestDirectory watched = watched();

    assertThat(watched.scan()).isFalse();
    assertThat(told).isEmpty();
    assertThat(watched.scan()).isTrue();
    assertThat(names()).containsExactly("one");
  }

  @Test
  void takesAFileWhoseExtensionIsInCapitals() throws IOException {
    write("a.YAML", ONE);
    ManifestDirectory watched = watched();

    assertThat(watched.scan()).isFalse();
    assertThat(watched.scan()).isTrue();
    assertThat(names()).containsExactly("one");
  }

  @Test
  void doesNotTakeAHalfWrittenFileAtItsWord() throws IOException {
    ManifestDirectory watched = settled();
    write("a.yaml", ONE.substring(0, 60));
    watched.scan();
    write("a.yaml", ONE);
    watched.scan();
    watched.scan();

    assertThat(told).hasSize(2);
    assertThat(told.getLast().faults()).isEmpty();
    assertThat(names()).containsExactly("one");
  }

  @Test
  void removesNothingWhenAFileIsReplaced() throws IOException {
    write("a.yaml", ONE);
    ManifestDirectory watched = settled();
    Files.delete(directory.resolve("a.yaml"));
    watched.scan();
    write("a.yaml", ONE);
    watched.scan();
    watched.scan();

    assertThat(told).hasSize(1);
  }

  @Test
  void removesTheResourcesOfADeletedFile() throws IOException {
    write("a.yaml", ONE);
    ManifestDirectory watched = settled();
    Files.delete(directory.resolve("a.yaml"));
    watched.scan();
    watched.scan();

    assertThat(names()).isEmpty();
  }

  @Test
  void ignoresFilesThatAreNoManifests() throws IOException {
    write(".a.yaml.swp", ONE);
    write(".a.yaml", ONE);
    write("a.yaml~", ONE);
    settled();

    assertThat(names()).isEmpty();
  }

  @Test
  void keepsEverythingWhileTheDirectoryIsAway() throws IOException {
    write("a.yaml", ONE);
    ManifestDirectory watched = settled();
    Path elsewhere =
        Files.move(directory, directory.resolveSibling(directory.getFileName() + "-away"));
    watched.scan();

    assertThat(names()).containsExactly("one");
    assertThat(told.getLast().complete()).isFalse();
    assertThat(told.getLast().faults()).hasSize(1);

    Files.move(elsewhere, directory);
    watched.scan();
    assertThat(told.getLast().faults()).isEmpty();
    assertThat(told.getLast().complete()).isTrue();
  }

  @Test
  void noticesChangesByItself() throws IOException {
    try (ManifestDirectory watched = watched()) {
      watched.start();
      await().until(() -> told.size() == 1);

      write("a.yaml", ONE);

      await().untilAsserted(() -> assertThat(names()).containsExactly("one"));
    }
  }

  @Test
  void removesNothingWhileALinkLeadsNowhere() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), ONE);
    Files.createSymbolicLink(directory.resolve("a.yaml"), target);
    ManifestDirectory watched = settled();
    assertThat(names()).containsExactly("one");

    Files.delete(target);
    watched.scan();
    watched.scan();

    assertThat(names()).containsExactly("one");
    assertThat(told.getLast().faults()).extracting(Manifests.Fault::file).containsExactly("a.yaml");

    Files.delete(directory.resolve("a.yaml"));
    watched.scan();
    watched.scan();
    assertThat(names()).isEmpty();
  }

  @Test
  void readsTheOthersWhenAFileCannotBeRead() throws IOException {
    write("a.yaml", ONE);
    Files.createSymbolicLink(directory.resolve("b.yaml"), directory.resolve("b.yaml"));
    settled();

    assertThat(names()).containsExactly("one");
    assertThat(told.getLast().faults()).extracting(Manifests.Fault::file).containsExactly("b.yaml");
  }

  @Test
  void saysThatAFileIsNoTextInUtf8() throws IOException {
    write("a.yaml", ONE);
    Files.write(directory.resolve("b.yaml"), new byte[] {'k', (byte) 0xff});
    settled();

    assertThat(names()).containsExactly("one");
    assertThat(told.getLast().faults().getFirst().findings())
        .containsExactly(new Finding("", "is not UTF-8 text: save it as YAML or JSON in UTF-8"));
  }

  @Test
  void doesNotReadAFileThatIsTooLarge() throws IOException {
    write("a.yaml", ONE);
    try (var file = new RandomAccessFile(directory.resolve("b.yaml").toFile(), "rw")) {
      file.setLength(8L * 1024 * 1024 * 1024);
    }
    settled();

    assertThat(names()).containsExactly("one");
    assertThat(told.getLast().faults().getFirst().findings())
        .containsExactly(new Finding("", "has more than 1572864 bytes: split it"));
  }

  @Test
  void goesOnAndTellsAgainWhenTheListenerFails() throws IOException {
    write("a.yaml", ONE);
    AtomicInteger calls = new AtomicInteger();
    Consumer<Manifests> listener =
        manifests -> {
          if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("not now");
          }
          told.add(manifests);
        };
    try (ManifestDirectory watched =
        new ManifestDirectory(directory, MOMENT, Duration.ofMillis(100), listener)) {
      watched.start();

      await().untilAsserted(() -> assertThat(told).isNotEmpty());
      assertThat(names()).containsExactly("one");
    }
  }

  private ManifestDirectory watched() {
    return new ManifestDirectory(directory, MOMENT, Duration.ofSeconds(60), told::add);
  }

  private ManifestDirectory settled() {
    ManifestDirectory watched = watched();
    watched.scan();
    watched.scan();
    return watched;
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  private List<String> names() {
    return told.getLast().resources().keySet().stream().map(ResourceKey::name).toList();
  }
}
