package dev.fes.controller;

import dev.fes.controller.deploy.FailFastTopics;
import dev.fes.controller.deploy.KafkaTopics;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.ops.OpsConfiguration;
import dev.fes.controller.ops.PayloadsConfiguration;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.reconcile.Purger;
import dev.fes.controller.reconcile.Reconciler;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * How the running controller is put together, apart from what its platform says: where resources
 * are watched and stages deployed.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({OpsConfiguration.class, PayloadsConfiguration.class})
public class FesController {

  @Bean
  Topics topics(Installation installation) {
    return new FailFastTopics(new KafkaTopics(installation));
  }

  @Bean(initMethod = "start")
  Purger purger(
      Installation installation, Reconciler reconciler, Topics topics, MeterRegistry meters) {
    return new Purger(
        reconciler::buffers, topics, installation.bufferTopics().purgeInterval(), meters);
  }
}
