package dev.fes.controller.reconcile;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fes.api.Reading;
import dev.fes.api.ResourceKey;
import dev.fes.api.ResourceReader;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.resource.Manifest;
import dev.fes.controller.resource.Manifests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchFileTest {

  private static final ResourceKey KEY = new ResourceKey("default", "orders");
  private static final String GAP = "fes.zalando.org/accept-gap";
  private static final String STREAMS = "fes.zalando.org/paused-streams";
  private static final String PAUSED = "fes.zalando.org/paused";

  @TempDir Path directory;

  private Manifests told = Manifests.none();
  private SwitchFile switches;

  @BeforeEach
  void open() {
    switches = new SwitchFile(directory.resolve("work").resolve("switches"), next -> told = next);
  }

  @Test
  void countsAsIfItWereInTheManifest() {
    switches.accept(written(""));
    switches.set(KEY, Annotation.PAUSED, "true");

    assertThat(told().life().annotations()).containsEntry(PAUSED, "true");
    assertThat(told().resource().annotations()).containsEntry(PAUSED, "true");
    assertThat(switches.get(KEY, Annotation.PAUSED)).contains("true");

    switches.clear(KEY, List.of(Annotation.PAUSED));

    assertThat(told().life().annotations()).doesNotContainKey(PAUSED);
  }

  @Test
  void isKeptOverARestartOfTheController() {
    switches.accept(written(""));
    switches.set(KEY, Annotation.PAUSED_STAGES, "sink");

    open();
    switches.accept(written(""));

    assertThat(switches.get(KEY, Annotation.PAUSED_STAGES)).contains("sink");
    assertThat(Pauses.of(told().life().annotations()).stages()).containsExactly("sink");
  }

  @Test
  void goesWhenItsResourceGoes() {
    switches.accept(written(""));
    switches.set(KEY, Annotation.PAUSED, "true");

    switches.accept(Manifests.all(List.of()));
    switches.accept(written(""));

    assertThat(switches.get(KEY, Annotation.PAUSED)).isEmpty();
  }

  @Test
  void staysWhileNobodyKnowsWhatIsWritten() {
    switches.accept(written(""));
    switches.set(KEY, Annotation.PAUSED, "true");

    switches.accept(Manifests.none());
    switches.accept(written(""));

    assertThat(switches.get(KEY, Annotation.PAUSED)).contains("true");
  }

  @Test
  void leavesWhatTheManifestSaysToItsOwner() {
    switches.accept(written(PAUSED + ": \"true\""));

    assertThat(switches.get(KEY, Annotation.PAUSED)).contains("true");
    assertThatExceptionOfType(Switches.Refused.class)
        .isThrownBy(() -> switches.clear(KEY, List.of(Annotation.PAUSED)))
        .withMessageContaining("the manifest itself has the annotation " + PAUSED);
  }

  @Test
  void takesBackWhatIsSwitchedHereWhereTheManifestSaysTheOpposite() {
    switches.accept(written(PAUSED + ": \"false\""));
    switches.set(KEY, Annotation.PAUSED, "true");

    switches.clear(KEY, List.of(Annotation.PAUSED));

    assertThat(switches.get(KEY, Annotation.PAUSED)).contains("false");
  }

  @Test
  void takesAllBackOrNothing() {
    switches.accept(written(STREAMS + ": orders"));
    switches.set(KEY, Annotation.PAUSED, "true");

    assertThatExceptionOfType(Switches.Refused.class)
        .isThrownBy(
            () -> switches.clear(KEY, List.of(Annotation.PAUSED, Annotation.PAUSED_STREAMS)));

    assertThat(switches.get(KEY, Annotation.PAUSED)).contains("true");
  }

  @Test
  void countsTheGapThatWasAcceptedLast() {
    switches.accept(written(GAP + ": 0/9"));
    switches.set(KEY, Annotation.ACCEPT_GAP, "0/A");
    switches.accept(written(GAP + ": 0/9"));
    assertThat(told().life().annotations()).isEqualTo(Map.of(GAP, "0/A"));

    open();
    switches.accept(written(GAP + ": 0/9"));
    assertThat(switches.get(KEY, Annotation.ACCEPT_GAP)).contains("0/A");

    open();
    switches.accept(written(GAP + ": 0/B"));
    assertThat(switches.get(KEY, Annotation.ACCEPT_GAP)).contains("0/B");
    assertThat(told().life().annotations()).isEqualTo(Map.of(GAP, "0/B"));
  }

  @Test
  void pausesWhatTheManifestPausesToo() {
    switches.accept(written(STREAMS + ": orders"));
    switches.set(KEY, Annotation.PAUSED_STREAMS, "orders,shipments");
    assertThat(paused()).containsExactlyInAnyOrder("orders", "shipments");

    assertThatExceptionOfType(Switches.Refused.class)
        .isThrownBy(() -> switches.set(KEY, Annotation.PAUSED_STREAMS, "shipments"));

    switches.accept(written(STREAMS + ": returns"));
    assertThat(paused()).containsExactlyInAnyOrder("returns", "shipments");

    switches.set(KEY, Annotation.PAUSED_STREAMS, "returns");
    assertThat(paused()).containsExactly("returns");
  }

  private Set<String> paused() {
    return Pauses.of(told().life().annotations()).streams();
  }

  private Manifest told() {
    return told.resources().get(KEY);
  }

  private static Manifests written(String annotations) {
    String manifest =
        outbox("orders", "fes", stream("t"))
            .replace("{name: orders}", "{name: orders, annotations: {" + annotations + "}}");
    SortedMap<String, List<Reading>> files = new TreeMap<>();
    files.put("orders.yaml", ResourceReader.read(manifest));
    return Manifests.none().next(files);
  }
}
