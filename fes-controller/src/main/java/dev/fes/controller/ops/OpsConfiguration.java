package dev.fes.controller.ops;

import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints of the controller. */
@Configuration(proxyBeanMethods = false)
public class OpsConfiguration {

  @Bean
  StreamsEndpoint streamsEndpoint(Reconciler reconciler, Leadership leadership) {
    return new StreamsEndpoint(reconciler, leadership);
  }

  @Bean(initMethod = "start")
  StreamMeters streamMeters(Reconciler reconciler, MeterRegistry meters) {
    return new StreamMeters(reconciler::statuses, meters);
  }

  @Bean
  ReconciledHealth reconciledHealthIndicator(Reconciler reconciler, Leadership leadership) {
    return new ReconciledHealth(reconciler, leadership);
  }
}
