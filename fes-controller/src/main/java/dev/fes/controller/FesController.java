package dev.fes.controller;

import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.KafkaTopics;
import dev.fes.controller.deploy.LocalDeployer;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.ops.OpsConfiguration;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.reconcile.PlanFiles;
import dev.fes.controller.reconcile.Purger;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.resource.ManifestDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * How the running controller is put together: a directory is watched, the reconciler told, stages
 * deployed.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(OpsConfiguration.class)
public class FesController {

  @Bean
  Deployer deployer(Installation installation) {
    return new LocalDeployer(installation, System.getenv());
  }

  @Bean
  Topics topics(Installation installation) {
    return new KafkaTopics(installation);
  }

  @Bean
  Reconciler reconciler(Installation installation, Deployer deployer, Topics topics) {
    return new Reconciler(
        StreamPlanner.of(installation),
        deployer,
        topics,
        new PlanFiles(installation.stages().workDirectory().resolve("plans")),
        new Reconciler.Pace(
            Duration.ofSeconds(1),
            installation.stages().drainTimeout(),
            installation.stages().releaseTimeout()));
  }

  @Bean(initMethod = "start")
  Purger purger(
      Installation installation, Reconciler reconciler, Topics topics, MeterRegistry meters) {
    return new Purger(
        reconciler::buffers, topics, installation.bufferTopics().purgeInterval(), meters);
  }

  @Bean(initMethod = "start")
  ManifestDirectory manifestDirectory(Installation installation, Reconciler reconciler) {
    Path directory = installation.streamsDirectory();
    if (directory == null) {
      throw new IllegalStateException("fes.streams-directory is not set");
    }
    return new ManifestDirectory(directory, reconciler::accept);
  }
}
