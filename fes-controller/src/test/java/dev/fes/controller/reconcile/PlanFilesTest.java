package dev.fes.controller.reconcile;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFilesTest {

  @TempDir Path directory;

  @Test
  void recallsTheOthersWhenOneFileIsBroken() throws IOException {
    PlanFiles files = new PlanFiles(directory);
    Plan plan = plan(outbox("one", "fes", stream("t")));
    files.remember(plan);
    Files.writeString(directory.resolve("a.json"), "{");
    Files.writeString(directory.resolve("z.json"), "null?");

    assertThat(files.recall()).containsExactly(plan);
  }

  @Test
  void aNameThatNoClusterTakesLeadsToNoOtherDirectory() throws IOException {
    Path plans = directory.resolve("plans");
    PlanFiles files = new PlanFiles(plans);
    Path other = Files.writeString(directory.resolve("my_app.json"), "{}");
    for (ResourceKey key :
        List.of(new ResourceKey("../../plans/my", "app"), new ResourceKey("team", "a/../../b"))) {
      Plan plan = new Plan(key, "", Set.of(), List.of(), List.of(), List.of());
      files.remember(plan);
      assertThat(files.recall()).containsExactly(plan);
      files.forget(key);
      assertThat(files.recall()).isEmpty();
    }
    assertThat(other).hasContent("{}");
    assertThat(directory)
        .isDirectoryNotContaining(found -> !found.equals(other) && !found.equals(plans));
  }

  @Test
  void keepsAResourceWithALongName() {
    PlanFiles files = new PlanFiles(directory);
    Plan plan = plan(outbox("n".repeat(253), "fes", stream("t")));
    files.remember(plan);

    assertThat(files.recall()).containsExactly(plan);
    files.forget(plan.key());
    assertThat(files.recall()).isEmpty();
  }
}
