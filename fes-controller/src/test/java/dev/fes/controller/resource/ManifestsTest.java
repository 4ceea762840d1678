package dev.fes.controller.resource;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Reading;
import dev.fes.api.ResourceKey;
import dev.fes.api.ResourceReader;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestsTest {

  private static final String ONE = outbox("one", "slot_1", stream("t"));
  private static final String TWO = outbox("two", "slot_2", stream("t"));
  private static final String UNREADABLE = "apiVersion: [\n";

  @Test
  void readsSeveralDocumentsOfAFile() {
    assertThat(next(Manifests.none(), "a.yaml", ONE + "---\n" + TWO).resources())
        .containsOnlyKeys(key("one"), key("two"));
  }

  @Test
  void dropsAResourceThatIsGoneFromItsFile() {
    Manifests before = next(Manifests.none(), "a.yaml", ONE + "---\n" + TWO);

    assertThat(next(before, "a.yaml", TWO).resources()).containsOnlyKeys(key("two"));
  }

  @Test
  void keepsAResourceThatHasBecomeInvalidAndSaysWhy() {
    Manifests before = next(Manifests.none(), "a.yaml", ONE);

    Manifest now =
        next(before, "a.yaml", ONE.replace("type: Nakadi", "type: Nokadi"))
            .resources()
            .get(key("one"));

    assertThat(now.resource()).isNull();
    assertThat(now.findings())
        .singleElement()
        .asString()
        .startsWith("spec.eventStreams[0].sink.type: ");
  }

  @Test
  void keepsTheResourcesOfAFileThatCannotBeRead() {
    Manifests before = next(Manifests.none(), "a.yaml", ONE + "---\n" + TWO);

    Manifests now = next(before, "a.yaml", UNREADABLE);

    assertThat(now.resources()).containsOnlyKeys(key("one"), key("two"));
    assertThat(now.faults()).extracting(Manifests.Fault::file).containsExactly("a.yaml");
    assertThat(now.complete()).isFalse();
  }

  @Test
  void keepsWhatIsSwitchedByAManifestThatIsInvalidOrCannotBeRead() {
    String paused =
        ONE.replace("{name: one}", "{name: one, annotations: {fes.zalando.org/paused: \"true\"}}");
    Manifests invalid =
        next(Manifests.none(), "a.yaml", paused.replace("type: Nakadi", "type: Nokadi"));
    Manifests unreadable = next(invalid, "a.yaml", UNREADABLE);

    assertThat(List.of(invalid, unreadable))
        .extracting(all -> all.resources().get(key("one")).life().annotations())
        .containsOnly(Map.of("fes.zalando.org/paused", "true"));
  }

  @Test
  void leavesOtherFilesAloneWhenOneCannotBeRead() {
    Manifests now = next(Manifests.none(), "a.yaml", UNREADABLE, "b.yaml", ONE);

    assertThat(now.resources().get(key("one")).resource()).isNotNull();
  }

  @Test
  void takesTheFirstFileOfTwoThatDefineTheSame() {
    Manifests now =
        next(Manifests.none(), "a.yaml", ONE, "b.yaml", outbox("one", "other", stream("u")));

    assertThat(now.resources().get(key("one")).origin()).isEqualTo("a.yaml");
    assertThat(now.faults())
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault.findings())
                    .extracting(Object::toString)
                    .containsExactly(
                        "metadata.name: default/one is already defined in a.yaml: rename or remove one of them"));
  }

  @Test
  void whatIsNoEventStreamHidesNone() {
    Manifests now =
        next(
            Manifests.none(),
            "a.yaml",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}",
            "b.yaml",
            ONE);

    assertThat(now.resources().get(key("one")).resource()).isNotNull();
    assertThat(now.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.file()).isEqualTo("a.yaml");
              assertThat(fault.findings()).anyMatch(finding -> finding.path().equals("kind"));
            });
  }

  private static Manifests next(Manifests before, String... filesAndTexts) {
    SortedMap<String, List<Reading>> files = new TreeMap<>();
    for (int i = 0; i < filesAndTexts.length; i += 2) {
      files.put(filesAndTexts[i], ResourceReader.read(filesAndTexts[i + 1]));
    }
    return before.next(files);
  }

  private static ResourceKey key(String name) {
    return new ResourceKey("default", name);
  }
}
