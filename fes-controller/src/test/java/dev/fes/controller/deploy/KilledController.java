package dev.fes.controller.deploy;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;

import dev.fes.controller.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A program that deploys, says what, and waits to be killed. */
public final class KilledController {

  private KilledController() {}

  public static void main(String[] args) throws Exception {
    Plan plan = plan(outbox("x", "fes", stream("orders", "")));
    LocalDeployer deployer =
        new LocalDeployer(
            LocalDeployerTest.installation(Path.of(args[0])),
            System.getenv(),
            TestTokens.known(),
            LocalDeployerTest.patience());
    deployer.apply(plan);
    List<StageStatus> stages = deployer.status(plan.key());
    while (stages.stream().anyMatch(stage -> stage.state() != StreamState.RUNNING)) {
      stages = deployer.status(plan.key());
    }
    System.out.println(
        stages.stream()
            .map(stage -> Objects.requireNonNull(stage.instance().pid()).toString())
            .collect(Collectors.joining(" ", "pids ", "")));
    Thread.currentThread().join();
  }
}
