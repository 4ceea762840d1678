package dev.fes.controller;

import dev.fes.controller.deploy.KeyFile;
import dev.fes.controller.deploy.LocalDeployer;
import dev.fes.controller.deploy.StageTokens;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.ops.Access;
import dev.fes.controller.ops.TokenFileAccess;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.reconcile.Hold;
import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.LogReports;
import dev.fes.controller.reconcile.Pace;
import dev.fes.controller.reconcile.PlanFiles;
import dev.fes.controller.reconcile.Platform;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.reconcile.SwitchFile;
import dev.fes.controller.resource.ManifestDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** On one machine: a directory is watched, and stages are child processes. */
@Configuration(proxyBeanMethods = false)
class LocalPlatform {

  @Bean
  StageTokens stageTokens(Installation installation) {
    Path file = installation.ops().stageKeyFile();
    return new StageTokens(
        () ->
            file == null
                ? KeyFile.readOrMake(installation.stages().workDirectory().resolve(".stage-key"))
                : KeyFile.read(file));
  }

  @Bean
  LocalDeployer deployer(Installation installation, StageTokens tokens) {
    return new LocalDeployer(installation, System.getenv(), tokens);
  }

  @Bean
  SwitchFile switches(Installation installation, Reconciler reconciler) {
    return new SwitchFile(
        installation.stages().workDirectory().resolve(".switches.json"), reconciler::accept);
  }

  @Bean
  Access access(Installation installation) {
    return new TokenFileAccess(installation.ops().tokenFile());
  }

  @Bean
  Leadership leadership() {
    return Leadership.alone();
  }

  @Bean
  Reconciler reconciler(
      Installation installation, LocalDeployer deployer, Topics topics, MeterRegistry meters) {
    PlanFiles plans = new PlanFiles(installation.stages().workDirectory().resolve("plans"));
    return new Reconciler(
        StreamPlanner.of(installation),
        new Platform(deployer, topics, plans, Hold.none(), new LogReports()),
        Pace.local(limits(installation.stages())),
        meters);
  }

  @Bean(initMethod = "start")
  ManifestDirectory manifestDirectory(Installation installation, SwitchFile switches) {
    Path directory = installation.streamsDirectory();
    if (directory == null) {
      throw new IllegalStateException("fes.streams-directory is not set");
    }
    return new ManifestDirectory(directory, switches::accept);
  }

  private static Pace.Limits limits(Stages stages) {
    return new Pace.Limits(stages.drainTimeout(), stages.releaseTimeout());
  }
}
